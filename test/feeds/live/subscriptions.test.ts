import { Client } from 'pg';
import { connectionConfig } from '../../../src/kernel/postgres/database';
import { keyIdOf } from '../../support/directory-builders';
import { roads, overWebSocket } from '../../support/feeds/subscribers';
import { startHub, type Hub } from '../../support/hub';
import { until } from '../../support/until';

const following = `subscription($after: Cursor, $from: FeedStart, $filter: ChangeFilter) {
  changes(after: $after, from: $from, filter: $filter) { cursor operation nodeId node { id ... on Device { name } } }
}`;
interface Told {
  changes: { cursor: string; operation: string; nodeId: string; node: { name?: string } | null };
}
const operations = (told: Told[]) => told.map(({ changes }) => [changes.operation, changes.nodeId, changes.node?.name]);
const filter = { types: ['Device'] };

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterAll(() => hub.stop());

const rename = (id: string, name: string) => hub.sql('UPDATE device SET name = $2 WHERE id = $1', [id.slice(4), name]);

describe.each(Object.entries(roads))('Over %s', (name, follow) => {
  test('what was there comes first, then each change, and after a break what came meanwhile', async () => {
    const owner = `OWNER-${name.length}`;
    await hub.organization({ code: owner });
    const key = await hub.key({ organization: owner, role: 'READER' });
    const device = await hub.device({ owner, name: 'one' });
    const first = follow<Told>(hub, key, following, { filter });
    await first.has(1);
    await rename(device.id, 'two');
    expect(operations(await first.has(2))).toEqual([
      ['DISCLOSED', device.id, 'one'],
      ['UPDATED', device.id, 'two'],
    ]);
    await first.stop();
    await rename(device.id, 'three');
    const after = first.data[1]!.changes.cursor;
    const second = follow<Told>(hub, key, following, { after, filter });
    await second.has(1);
    const other = await hub.device({ owner, name: 'other' });
    expect(operations(await second.has(2))).toEqual([
      ['UPDATED', device.id, 'three'],
      ['CREATED', other.id, 'other'],
    ]);
    await second.stop();
  });

  test('the connection of a key that is revoked is ended, though nothing else happens', async () => {
    await until('alone', async () => (await subscriptions()) === 0);
    const key = await hub.key({ organization: 'MOH', role: 'READER' });
    const told = follow<Told>(hub, key, following, { from: 'NOW', filter });
    await until('followed', async () => (await subscriptions()) === 1);
    await hub.sql('UPDATE api_key SET revoked_at = now() WHERE id = $1', [keyIdOf(key)]);
    await told.ended();
    expect(JSON.stringify([told.errors, told.closed])).toContain('not in force');
    expect(told.data).toEqual([]);
    await told.stop();
  });

  test('a cursor that is none, and a filter that names nothing, end the subscription with their codes', async () => {
    for (const [variables, code] of [
      [{ after: 'nonsense' }, 'INVALID_CURSOR'],
      [{ filter: { types: ['Nothing'] } }, 'BAD_USER_INPUT'],
    ] as const) {
      const told = follow<Told>(hub, hub.keys.national, following, variables);
      await told.ended();
      expect(told.errors.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
      await told.stop();
    }
  });

  test('a document is refused as over HTTP, and a query is answered', async () => {
    const refused = follow<Told>(hub, hub.keys.national, 'subscription { nothing }');
    await refused.ended();
    expect(refused.errors[0]!.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    const answered = follow<{ viewer: { organization: { code: string } } }>(
      hub,
      hub.keys.national,
      '{ viewer { organization { code } } }',
    );
    await answered.ended();
    expect(answered).toMatchObject({ errors: [], isComplete: true });
    expect(answered.data).toHaveLength(1);
    await Promise.all([refused.stop(), answered.stop()]);
  });
});

async function subscriptions(): Promise<number> {
  const { body } = await hub.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${hub.keys.national}` } });
  return Number(/^hub_feed_subscriptions (\d+)/m.exec(body)![1]);
}

test('what an agreement showed is withdrawn when it ends, without any more of it, and the rest goes on', async () => {
  const shown = await hub.device({ owner: 'RC-N', name: 'shown' });
  const agreement = await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
  const told = overWebSocket<Told>(hub, hub.keys.partner, following, { filter });
  await told.has(1);
  await hub.revoke(agreement, 'RC-N');
  await told.has(2);
  await rename(shown.id, 'hidden now');
  const own = await hub.device({ owner: 'MOH', name: 'own' });
  expect(operations(await told.has(3))).toEqual([
    ['DISCLOSED', shown.id, 'shown'],
    ['WITHDRAWN', shown.id, undefined],
    ['CREATED', own.id, 'own'],
  ]);
  await told.stop();
});

test('without a key no WebSocket is acknowledged, and one that never says whose it is is ended', async () => {
  const told = overWebSocket<Told>(hub, null, following);
  await told.ended();
  expect(told.closed).toMatchObject({ code: 4403, reason: expect.stringContaining('Authorization') as string });
});

test('over plain HTTP a subscription is refused, with the ways that there are', async () => {
  const { code, message } = await hub.as(hub.keys.national).refusal('subscription { changes { cursor } }');
  expect([code, message]).toEqual(['BAD_REQUEST', expect.stringContaining('text/event-stream')]);
});

test('one that leaves a variable out has its default, though another says null', async () => {
  const document = `subscription($first: Int = 1) {
    changes(filter: { types: ["Organization"] }) { node { ... on Organization { code children(first: $first) { nodes { code } } } } }
  }`;
  interface Found {
    changes: { node: { code: string; children: { nodes: object[] } } };
  }
  const counts: number[] = [];
  for (const variables of [{ first: null }, {}]) {
    const told = overWebSocket<Found>(hub, hub.keys.national, document, variables);
    const organizations = await hub.sql('SELECT FROM organization');
    const found = await told.has(organizations.length);
    counts.push(found.find(({ changes }) => changes.node.code === 'NMC')!.changes.node.children.nodes.length);
    await told.stop();
  }
  expect(counts[0]).toBeGreaterThan(1);
  expect(counts[1]).toBe(1);
});

test('who has many subscriptions to read for holds up nobody who comes later', async () => {
  await until('alone', async () => (await subscriptions()) === 0);
  const others = ['Site', 'Link', 'Vrf', 'Prefix', 'Address', 'Metric'];
  const [greedy, modest] = [
    await hub.key({ organization: 'RC-N' }),
    await hub.key({ organization: 'RC-N', label: 'modest' }),
  ];
  await hub.device({ owner: 'RC-N' });
  const release = await lockOf('device');
  const many = Array.from({ length: 40 }, (_, i) => {
    const types = ['Device', ...others.filter((_type, n) => (i + 1) & (1 << n))];
    return overWebSocket<Told>(hub, greedy, following, { filter: { types } });
  });
  await until('in line', async () => (await subscriptions()) === many.length);
  const one = overWebSocket<Told>(hub, modest, following, { filter });
  await until('in line', async () => (await subscriptions()) === many.length + 1);
  await release();
  await one.has(1);
  expect(many.filter(({ data }) => data.length > 0).length).toBeLessThan(many.length / 2);
  for (const each of [one, ...many]) await each.stop();
});

/** Nobody reads a table until this is called that is given. */
async function lockOf(table: string): Promise<() => Promise<void>> {
  const client = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE hub.${table} IN ACCESS EXCLUSIVE MODE`);
  return () => client.end();
}
