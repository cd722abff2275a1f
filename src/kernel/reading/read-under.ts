import type { Db } from '../postgres/session';
import type { Sql } from '../postgres/sql';
import { withJoined } from './projection';
import type { Reading } from './row-form';

/**
 * What a query gives under each of many parents, whose UUID it knows as `p.parent`: one statement, gathered in the parents' order. `order` is that of
 * the rows over their alias x; a join loses what order they come in.
 */
export async function readUnder<R>(
  db: Db,
  parents: readonly string[],
  each: string,
  order: string,
  sql: Sql,
  { projection, form }: Reading<R>,
): Promise<R[][]> {
  const keys = sql.bind(parents, 'uuid[]');
  const all = `SELECT p.place AS "$place", x.* FROM unnest(${keys}) WITH ORDINALITY p(parent, place) CROSS JOIN LATERAL (${each}) x`;
  const groups: R[][] = parents.map(() => []);
  for (const row of await form.read(db, withJoined(all, projection, ['$place'], order), sql.values))
    groups[form.placeOf(row) - 1]!.push(row);
  return groups;
}
