import { HubError } from '../errors';
import type { Db } from '../postgres/session';
import { Sql } from '../postgres/sql';
import type { RowSource } from './collection';
import type { Relation } from './group-under';
import { selectList, withJoined } from './projection';
import type { Reading } from './row-form';

/** A list that hangs on parents and is not paged: what holds more than it may is refused, never cut. */
export interface WholeList<A = object> {
  /** As the field is called where it is refused. */
  name: string;
  target: RowSource;
  relation: Relation;
  /** Columns of `t`, the last of them unique. */
  order: readonly string[];
  atMost: number;
  /** What the arguments of the field say, over `t`. */
  narrow?: (args: A, sql: Sql) => string | null;
}

/** The list under each of many parents: one statement for all of them. */
export async function readAll<R, A>(
  db: Db,
  list: WholeList<A>,
  parents: readonly string[],
  args: A,
  { projection, form }: Reading<R>,
): Promise<R[][]> {
  const { target, relation, order, atMost, narrow } = list;
  const sql = new Sql();
  const keys = sql.bind(parents, 'uuid[]');
  const where = [relation, narrow?.(args, sql) ?? 'true'].join(' AND ');
  // Lists come each in its order, unless they are joined to others.
  const merged = projection.joins.length > 0 ? order.map((column, i) => `, t.${column} AS "$${i}"`).join('') : '';
  const each = `SELECT ${selectList(target, projection)}${merged} FROM ${target.table} t WHERE ${where} ORDER BY ${order.map((column) => `t.${column}`).join(', ')} LIMIT ${atMost + 1}`;
  const all = `SELECT p.place AS "$place", x.* FROM unnest(${keys}) WITH ORDINALITY p(parent, place) CROSS JOIN LATERAL (${each}) x`;
  const text = withJoined(all, projection, ['$place'], order.map((_, i) => `x."$${i}"`).join(', '));
  const lists: R[][] = parents.map(() => []);
  for (const row of await form.read(db, text, sql.values)) lists[form.placeOf(row) - 1]!.push(row);
  if (lists.some(({ length }) => length > atMost))
    throw new HubError(
      'TOO_COMPLEX',
      `${list.name} holds more than ${atMost} records here: ask for them as a list of their own.`,
    );
  return lists;
}
