import type { Pool, PoolClient } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { rebindSeries } from '../../../src/monitoring/binding/rebind-series';
import type { Hub } from '../../support/hub';
import type { Variables } from '../../support/viewer';

export type Labels = Record<string, string>;

export interface SeriesSeen {
  id: string;
  labels: Labels;
  unboundReason: string | null;
  bindingRule: { code: string } | null;
  subject: { __typename: string; id: string } | null;
}

export interface RuleSeen {
  id: string;
  appliedAt: string | null;
  removedAt: string | null;
}

const saving = `mutation($input: SaveBindingRuleInput!) { saved: saveBindingRule(input: $input) { bindingRule { id appliedAt removedAt } } }`;
const seeing = `query($filter: SeriesFilter) { series(filter: $filter, first: 100) { nodes {
  id labels unboundReason bindingRule { code } subject { __typename ... on Node { id } } } } }`;

/** What an organization does with rules: its steward keeps them, its systems push, the hub's job goes round. */
export class BindingDesk {
  private readonly operator: Pool;

  constructor(
    private readonly hub: Hub,
    private readonly keyOf: Readonly<Record<string, string>>,
  ) {
    this.operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
  }

  end = (): Promise<void> => this.operator.end();

  /** A rule of the organization; by the name of a device in the label instance unless said. */
  async save(owner: string, rule: Variables): Promise<RuleSeen> {
    const steward = await this.hub.stewardOf(owner);
    const { saved } = await steward.data<{ saved: { bindingRule: RuleSeen } }>(saving, {
      input: ruleInput(owner, rule),
    });
    return saved.bindingRule;
  }

  async refusal(owner: string, rule: Variables): Promise<{ code: unknown; message: string }> {
    const steward = await this.hub.stewardOf(owner);
    const { code, message } = await steward.refusal(saving, { input: ruleInput(owner, rule) });
    return { code, message };
  }

  async remove(owner: string, id: string): Promise<RuleSeen> {
    const steward = await this.hub.stewardOf(owner);
    const { gone } = await steward.data<{ gone: { bindingRule: RuleSeen } }>(
      `mutation($id: ID!) { gone: removeBindingRule(input: { id: $id }) { bindingRule { id appliedAt removedAt } } }`,
      { id },
    );
    return gone.bindingRule;
  }

  /** A sample of each series, at an instant of its own. */
  async push(
    owner: string,
    metric: string,
    labels: readonly Labels[],
    { source = 'prometheus', minute = 0 } = {},
  ): Promise<void> {
    const series = labels.map((one) => ({
      metric,
      labels: one,
      timestamps: [Date.UTC(2026, 10, 1, 0, minute)],
      values: [minute],
    }));
    const response = await this.hub.app.inject({
      method: 'POST',
      url: `/ingest/samples?owner=${owner}&source=${source}`,
      headers: { authorization: `Bearer ${this.keyOf[owner]!}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ series }),
    });
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`);
  }

  /** The job, as often as asked at once. */
  async goRound(times = 1, atOnce?: number): Promise<void> {
    const clients = await Promise.all(Array.from({ length: times }, () => this.operator.connect()));
    try {
      await Promise.all(clients.map((client) => rebindSeries(client, { ...(atOnce && { atOnce }) })));
    } finally {
      clients.forEach((client) => client.release());
    }
  }

  /** One round that is told to end before it has done all. */
  async goRoundUntil(signal: AbortSignal, atOnce: number): Promise<void> {
    const client = await this.operator.connect();
    try {
      await rebindSeries(client, { signal, atOnce });
    } finally {
      client.release();
    }
  }

  /** A transaction that a push would have. */
  async begin(): Promise<PoolClient> {
    const client = await this.operator.connect();
    await client.query('BEGIN');
    return client;
  }

  /** Until the job waits for a lock that somebody shares. */
  async waitingForPushes(): Promise<void> {
    for (;;) {
      const waiting = await this.hub.sql(`SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND NOT l.granted
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())`);
      if (waiting.length > 0) return;
    }
  }

  async series(owner: string, filter: Variables): Promise<SeriesSeen[]> {
    const viewer = this.hub.as(this.keyOf[owner]!);
    return (await viewer.data<{ series: { nodes: SeriesSeen[] } }>(seeing, { filter })).series.nodes;
  }

  /** Of a metric, what each series is bound to, by the label told; the reason where it is not. */
  async bound(owner: string, metric: string, label: string): Promise<Record<string, string | null>> {
    const nodes = await this.series(owner, { metric: { name: { eq: metric } } });
    return Object.fromEntries(
      nodes.map(({ labels, subject, unboundReason }) => [labels[label], subject?.id ?? unboundReason]),
    );
  }
}

const ruleInput = (owner: string, rule: Variables): Variables => ({
  ...{ owner, code: 'rule', target: 'DEVICE', lookup: 'NAME' },
  key: { labels: ['instance'], pattern: '([^:]+)(:\\d+)?' },
  ...rule,
});
