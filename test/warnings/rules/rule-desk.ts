import type { Pool } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import type { Settle } from '../../../src/warnings/rules/evaluating/tell-turns';
import { passByRules } from '../../../src/warnings/rules/watch-rules';
import { settleWarnings } from '../../../src/warnings/settle-warnings';
import type { Hub } from '../../support/hub';
import type { Variables, Viewer } from '../../support/viewer';

export type Labels = Record<string, string>;

export interface RuleSeen {
  id: string;
  selects: number | null;
  firing: number;
}
export interface SelectionSeen {
  count: number;
  of: number;
  most: number;
  notice: string | null;
  examples: { id: string; labels: Labels }[];
}
export interface WarningSeen {
  id: string;
  state: string;
  severity: string;
  explanation: string;
  labels: Labels;
  owner: { code: string };
  subject: { __typename: string; id: string } | null;
  transitions: { nodes: { from: string | null; to: string; cause: string; note: string | null }[] };
}

const selectionFields = 'selection { count of most notice examples { id labels } }';
const saving = `mutation($input: SaveWarningRuleInput!) { saved: saveWarningRule(input: $input) { warningRule { id selects firing } ${selectionFields} } }`;
const seeing = `query($filter: WarningFilter) { warnings(filter: $filter, first: 100, orderBy: [{ field: RAISED_AT, direction: ASC }]) { nodes {
  id state severity explanation labels owner { code } subject { __typename ... on Node { id } } transitions(first: 50) { nodes { from to cause note } } } } }`;

/** What an organization does with rules: a desk keeps them, its systems push, the hub passes by. */
export class RuleDesk {
  readonly operator: Pool;
  private readonly keys = new Map<string, string>();

  constructor(private readonly hub: Hub) {
    this.operator = createPool(hub.databaseUrl, 'hub_owner', { max: 6 });
  }

  end = (): Promise<void> => this.operator.end();

  async viewer(organization: string, role = 'RESPONDER'): Promise<Viewer> {
    return this.hub.as(await this.key(organization, role));
  }

  private async key(organization: string, role: string): Promise<string> {
    const name = `${organization} ${role}`;
    if (!this.keys.has(name)) this.keys.set(name, await this.hub.key({ organization, role: role as 'RESPONDER' }));
    return this.keys.get(name)!;
  }

  /** A rule by which a value over 90 is bad, unless other conditions are given. */
  async save(owner: string, input: Variables): Promise<RuleSeen & { selection: SelectionSeen }> {
    const { saved } = await (
      await this.viewer(owner)
    ).data<{ saved: { warningRule: RuleSeen; selection: SelectionSeen } }>(saving, { input: ruleInput(owner, input) });
    return { ...saved.warningRule, selection: saved.selection };
  }

  async refusal(owner: string, input: Variables, role = 'RESPONDER'): Promise<{ code: unknown; message: string }> {
    const { code, message } = await (
      await this.viewer(owner, role)
    ).refusal(saving, { input: ruleInput(owner, input) });
    return { code, message };
  }

  async remove(owner: string, id: string): Promise<void> {
    const document = 'mutation($id: ID!) { removeWarningRule(input: { id: $id }) { warningRule { removedAt } } }';
    await (await this.viewer(owner)).data(document, { id });
  }

  async rule(owner: string, id: string): Promise<RuleSeen> {
    const document =
      'query($filter: WarningRuleFilter) { warningRules(filter: $filter) { nodes { id selects firing } } }';
    const { warningRules } = await (
      await this.viewer(owner)
    ).data<{ warningRules: { nodes: RuleSeen[] } }>(document, { filter: { id: { eq: id } } });
    return warningRules.nodes[0]!;
  }

  /** Values of one series, at so many seconds before now; null: a stale marker. */
  async push(
    owner: string,
    metric: string,
    labels: Labels,
    samples: readonly (readonly [secondsAgo: number, value: number | string])[],
    base = Date.now(),
  ): Promise<void> {
    await this.send(owner, [
      {
        ...{ metric, labels },
        timestamps: samples.map(([ago]) => Math.round(base - ago * 1000)),
        values: samples.map(([, value]) => value),
      },
    ]);
  }

  /** One sample of each of many series. */
  async pushAll(owner: string, metric: string, values: readonly number[], secondsAgo: number): Promise<void> {
    const at = Date.now() - secondsAgo * 1000;
    await this.send(
      owner,
      values.map((value, place) => ({ metric, labels: { place: String(place) }, timestamps: [at], values: [value] })),
    );
  }

  private async send(owner: string, series: object[]): Promise<void> {
    const response = await this.hub.app.inject({
      method: 'POST',
      url: `/ingest/samples?owner=${owner}`,
      headers: { authorization: `Bearer ${await this.key(owner, 'REPORTER')}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ series }),
    });
    if (response.statusCode !== 200) throw new Error(response.body);
  }

  /** A pass by all rules, at an instant of the hub's clock. */
  async pass(now?: Date, settle: Settle = settleWarnings, atOnce = 8): Promise<void> {
    const client = await this.operator.connect();
    try {
      await passByRules(client, { settle, atOnce, restSeconds: 0, ...(now && { now }) });
    } finally {
      client.release();
    }
  }

  /** Passes a minute apart, from an instant on. */
  async passes(from: Date, minutes: number): Promise<void> {
    for (let minute = 0; minute <= minutes; minute += 1) await this.pass(new Date(from.getTime() + minute * 60_000));
  }

  async warnings(owner: string, filter: Variables = {}): Promise<WarningSeen[]> {
    const { warnings } = await (
      await this.viewer(owner)
    ).data<{ warnings: { nodes: WarningSeen[] } }>(seeing, { filter });
    return warnings.nodes;
  }

  /** Open warnings of a rule, as somebody sees them. */
  async open(viewer: string, rule: RuleSeen): Promise<WarningSeen[]> {
    const ids = await this.hub.sql<{ id: string }>(
      'SELECT id FROM hub.warning w WHERE w.rule_id = $1 AND w.cleared_at IS NULL',
      [rule.id.slice(4)],
    );
    return ids.length === 0 ? [] : this.warnings(viewer, { id: { in: ids.map(({ id }) => `wrn_${id}`) } });
  }

  /** Of warnings of a rule how they came to where they stand. */
  async lives(rule: RuleSeen): Promise<string[]> {
    const rows = await this.hub.sql<{ life: string }>(
      `SELECT string_agg(t.to_state, ' ' ORDER BY t.at, t.id) AS life FROM hub.warning w JOIN hub.warning_transition t ON t.warning_id = w.id
        WHERE w.rule_id = $1 GROUP BY w.id ORDER BY w.id`,
      [rule.id.slice(4)],
    );
    return rows.map(({ life }) => life);
  }
}

const ruleInput = (owner: string, { select, ...input }: Variables): Variables => {
  const isOther = ['rate', 'absence', 'forecast', 'threshold'].some((condition) => condition in input);
  return {
    ...{ owner, code: 'rule', name: 'Đĩa cứng gần đầy', severity: 'MAJOR' },
    ...(!isOther && { threshold: { side: 'ABOVE', limit: 90 } }),
    ...input,
    select: { metric: 'disk_used_percent', ...(select as Variables | undefined) },
  };
};
