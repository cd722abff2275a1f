import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import type { Onlooker } from '../../onlooker/onlooker';
import { underScope } from '../../onlooker/under-scope';
import { maskedColumns, masksOf } from '../../oracle/masks';
import type { Sight } from '../../oracle/sight';
import { isDue, keyOf, type Planned, type Row } from '../../planting/rows';
import { tables } from '../../planting/tables';

/** Every row of every table with every predicate forgotten: whatever comes, comes through the policies and the views that withhold. */
export const allRows = Object.keys(tables)
  .map((table) => `SELECT '${table}' AS name, to_jsonb(t) AS row FROM ${table} t`)
  .join(' UNION ALL ');

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
