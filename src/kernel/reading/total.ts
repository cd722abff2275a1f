import type { Db } from '../postgres/session';
import { Sql } from '../postgres/sql';
import type { Collection } from './collection';
import { filterSql, type FilterInput } from './filter';
import type { Relation } from './page-plan';

/** What a total counts in the cost of an answer, in records: it goes through the whole list, so as much as the largest page. */
export const costOfTotal = 100;

/** What the cost of an answer is counted on. */
interface Asker {
  deliver(records: number): void;
}
/** As the executor calls a field that is a function: counts only then, and charges the asker. */
export type TotalCount = (args: object, asker: Asker) => Promise<number>;

export const charged =
  (count: () => Promise<number>): TotalCount =>
  (_args, asker) => {
    asker.deliver(costOfTotal);
    return count();
  };

export async function countAll(db: Db, of: Collection, filter: FilterInput | null): Promise<number> {
  const sql = new Sql();
  const where = filter ? filterSql(of, filter, 't', sql) : 'true';
  const [row] = await db.rows<{ count: number }>(
    `SELECT count(*) AS count FROM ${of.table} t WHERE ${where}`,
    sql.values,
  );
  return row!.count;
}

/** The same under each of many parents: one statement for all of them. */
export async function countUnder(
  db: Db,
  of: Collection,
  relation: Relation,
  parents: readonly string[],
  filter: FilterInput | null,
): Promise<number[]> {
  const sql = new Sql();
  const keys = sql.bind(parents, 'uuid[]');
  const where = filter ? filterSql(of, filter, 't', sql) : 'true';
  const rows = await db.rows<{ parent: string; count: number }>(
    `SELECT p.parent, (SELECT count(*) FROM ${of.table} t WHERE (${relation}) AND ${where}) AS count FROM unnest(${keys}) p(parent)`,
    sql.values,
  );
  const counts = new Map(rows.map((row) => [row.parent, row.count]));
  return parents.map((parent) => counts.get(parent) ?? 0);
}
