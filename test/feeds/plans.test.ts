import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import { underScope } from '../support/worlds/onlooker/under-scope';
import { asking, Follower } from './follower';

/** What a read takes does not grow with the log, nor with the records of others: counts of rows that were fetched, no clocks. */
let hub: Hub;
let api: Pool;
const devices = 3_000;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
  await hub.sql(
    `INSERT INTO device (id, owner_id, source, external_id, name, role)
     SELECT gen_random_uuid(), o.id, 'test', 'd' || n, 'd' || n, 'ROUTER' FROM organization o, generate_series(1, $1::int) n WHERE o.code = 'RC-S'`,
    [devices],
  );
  for (let i = 0; i < 5; i += 1) await hub.device({ owner: 'RC-N' });
});
afterAll(async () => {
  await api.end();
  await hub.stop();
});

interface Fetched {
  /** Rows that scans of whole tables met, and that indexes led to. */
  whole: number;
  byIndex: number;
}

type Ask = <R extends object>(text: string, values?: unknown[]) => Promise<R[]>;

/** What a statement fetches of some tables: what its connection has fetched before is counted with it. */
async function fetchedBy(ask: Ask, tables: string, statement: () => Promise<unknown>): Promise<Fetched> {
  const counts = async () => {
    const [row] = await ask<Fetched>(
      `SELECT coalesce(sum(s.seq_tup_read), 0)::int AS whole, coalesce(sum(s.idx_tup_fetch), 0)::int AS "byIndex"
         FROM pg_stat_xact_all_tables s WHERE s.schemaname || '.' || s.relname ~ $1`,
      [tables],
    );
    return row!;
  };
  const before = await counts();
  await statement();
  const after = await counts();
  return { whole: after.whole - before.whole, byIndex: after.byIndex - before.byIndex };
}

/** What the statement that asks a function fetches of some tables, when it is run again as the last request ran it. */
async function fetched(key: string, called: string, tables: string): Promise<Fetched> {
  const { text, values } = hub.asked.find((statement) => statement.text.includes(called))!;
  return underScope(api, key, async (ask) => {
    await ask('SET LOCAL search_path = shown, hub');
    return fetchedBy(ask, tables, () => ask(text, [...values]));
  });
}

const log = '^private\\.change_';

test('A page of the log fetches the entries that it looks at, by index, wherever in the log it begins', async () => {
  const filter = { types: ['Device'] };
  const center = new Follower(hub.as(hub.keys.national), { filter });
  await center.page({ from: 'NOW', first: 1 });
  const start = center.cursor;
  await hub.sql(`UPDATE device SET model = 'm' WHERE source = 'test'`);
  const read = async (first: number) => {
    const { changes } = await hub
      .as(hub.keys.national)
      .data<{ changes: { changes: object[]; endCursor: string } }>(asking, { after: start, filter, first });
    expect(changes.changes).toHaveLength(first);
    return fetched(hub.keys.national, 'hub.feed_entries(', log);
  };
  for (const first of [10, 100]) {
    const { whole, byIndex } = await read(first);
    expect(whole).toBe(0);
    expect(byIndex).toBeGreaterThanOrEqual(first);
    expect(byIndex).toBeLessThanOrEqual(first + 2);
  }
});

test('One that sees nothing of what was written looks at each entry once, and at the last one again', async () => {
  const ministry = new Follower(hub.as(hub.keys.partner), { filter: { types: ['Device'] } });
  await ministry.page({ from: 'NOW', first: 1 });
  await hub.sql(`UPDATE device SET model = 'n' WHERE source = 'test'`);
  expect((await ministry.page()).changes).toEqual([]);
  const { whole, byIndex } = await fetched(hub.keys.partner, 'hub.feed_entries(', log);
  expect(whole).toBe(0);
  expect(byIndex).toBeLessThanOrEqual(2 * devices + 2);
});

test('Who sees few owners walks their records alone, and the others are not looked at', async () => {
  const region = new Follower(hub.as(hub.keys.regional), { filter: { types: ['Device'] } });
  expect((await region.page({ first: 100 })).changes).toHaveLength(5);
  const { whole, byIndex } = await fetched(hub.keys.regional, 'hub.feed_walk(', '^hub\\.device$');
  expect({ whole, byIndex }).toEqual({ whole: 0, byIndex: 5 });
});

test('Whether anything has come is asked of the end of the log alone', async () => {
  const [{ xid }] = (await hub.sql<{ xid: string }>('SELECT max(c.xid)::text AS xid FROM private.change c')) as [
    { xid: string },
  ];
  const { whole, byIndex } = await underScope(api, hub.keys.national, (ask) =>
    fetchedBy(ask, log, () => ask('SELECT FROM hub.feed_look($1::text::xid8)', [String(BigInt(xid) + 1n)])),
  );
  expect(whole).toBe(0);
  expect(byIndex).toBeLessThanOrEqual(20);
});
