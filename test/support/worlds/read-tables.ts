import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { credentialFrom } from '../../../src/directory/api-key';
import { type World, everything } from './model';
import type { Onlooker } from './onlooker';
import { maskedColumns, masksOf } from './masks';
import { isDue, keyOf, type Planned, type Row } from './rows';
import type { Sight } from './sight';
import { tables } from './tables';

type Ask = <T extends object>(text: string, values?: unknown[]) => Promise<T[]>;

/** Every row of every table with every predicate forgotten: whatever comes, comes through the policies and the views that withhold. */
export const allRows = Object.keys(tables)
  .map((table) => `SELECT '${table}' AS name, to_jsonb(t) AS row FROM ${table} t`)
  .join(' UNION ALL ');

/** In the role of the API under the scope of a key, with no program in between. */
export async function underScope<T>(api: Pool, key: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await api.connect();
  try {
    const ask: Ask = async <R extends object>(text: string, values?: unknown[]) =>
      (await client.query<R>(text, values)).rows;
    await ask('BEGIN');
    const { keyId, secretHash } = credentialFrom(`Bearer ${key}`)!;
    await ask('SELECT FROM hub.enter($1, $2)', [keyId, secretHash]);
    return await work(ask);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Everything that plain SQL shows: exactly the oracle's rows, with the access columns that the oracle gives them. */
export async function readTables(api: Pool, onlooker: Onlooker): Promise<void> {
  const rows = await underScope(api, onlooker.key, (ask) => ask<Found>(allRows));
  judgeTables(onlooker, rows, onlooker.sight);
}

interface Found {
  name: string;
  row: Row;
}

/** What is compared of a row: its access columns, and what may be withheld of it, absent where it is. */
function judged({ as, row, access }: Planned, sight: Sight | null): Row {
  const masks = new Set(masksOf(as.type).map(([, mask]) => mask));
  const secrets = Object.entries(maskedColumns).filter(([column, mask]) => column in row && masks.has(mask));
  const shown = secrets.map(([column, mask]) => [column, sight?.withholds(as, mask) ? null : row[column]]);
  return { ...access, ...(Object.fromEntries(shown) as Row) };
}

/** Rows that are due and are not there, that are there and are not due, and that have other access columns. */
export function judgeTables(onlooker: Onlooker, rows: readonly Found[], sight: Sight | null): void {
  for (const [table, plan] of Object.entries(tables)) {
    const due = plan(onlooker.world).filter((planned) => !sight || isDue(planned, sight));
    const columns = Object.keys(due[0] ? judged(due[0], null) : {});
    const accessOf = (row: Row) => Object.fromEntries(columns.map((column) => [column, row[column]]));
    const found = rows
      .filter(({ name }) => name === table)
      .map(({ row }) => [keyOf(table, row), accessOf(row)] as const);
    const left = new Map<string, unknown>(due.map((planned) => [planned.key, judged(planned, sight)]));
    const strange = found.filter(([key, access]) => !isDeepStrictEqual(left.get(key), access) || !left.delete(key));
    onlooker.agree(`rows of ${table}`, { strange, missing: [...left] }, { strange: [], missing: [] });
  }
}

/** What the functions that read past the policies give for every id of the world. */
export async function callDefiners(api: Pool, onlooker: Onlooker): Promise<void> {
  const { world, sight, key } = onlooker;
  const found = await underScope(api, key, (ask) => callEach(ask, world));
  const numbers = sight.all('Series').filter(({ samples }) => samples.some(({ flag }) => flag === 0));
  // What stood under a stricter marking may stay untold: of these, only that nothing hidden is told.
  const marked = new Set([...sight.all('Incident'), ...sight.all('TimelineEntry')].map(({ id }) => id));
  const visible = everything(world).filter((thing) => sight.sees(thing) && !marked.has(thing.id));
  const expected = {
    latest_samples: sampledOf(onlooker),
    raw_samples: sampledOf(onlooker),
    bucketed_samples: numbers.map(({ id }) => id).sort(),
    record_history: visible.map(({ id }) => id).sort(),
  };
  const told = found['record_history']!.filter((id) => !marked.has(id));
  onlooker.agree('the definer functions', { ...found, record_history: told }, expected);
}

const sampledOf = ({ sight }: Onlooker) =>
  sight
    .all('Series')
    .filter(({ samples }) => samples.length > 0)
    .map(({ id }) => id)
    .sort();

/** Ids that each function answers for. */
export async function callEach(ask: Ask, world: World): Promise<Record<string, string[]>> {
  const series = world.Series.map(({ id }) => id);
  const range = `'2026-01-01'::timestamptz, '2027-01-01'::timestamptz`;
  const idsOf = async (text: string, ids: string[]) => {
    const rows = await ask<{ id: string }>(`SELECT DISTINCT f.id FROM ${text} ORDER BY 1`, [ids]);
    return rows.map(({ id }) => id);
  };
  return {
    latest_samples: await idsOf('hub.latest_samples($1::uuid[]) f(id)', series),
    raw_samples: await idsOf(`hub.raw_samples($1::uuid[], ${range}, 1000) f(id)`, series),
    bucketed_samples: await idsOf(`hub.bucketed_samples($1::uuid[], ${range}, '1 hour', 1000) f(id)`, series),
    record_history: await idsOf(
      'hub.record_history($1::uuid[], NULL, 5) f(id)',
      everything(world).map(({ id }) => id),
    ),
  };
}

/** Without a scope there is nothing: no row of any table, nothing from any function. */
export async function seeNothingWithout(ask: Ask, world: World): Promise<unknown[]> {
  return [...(await ask(allRows)), ...Object.values(await callEach(ask, world)).flat()];
}
