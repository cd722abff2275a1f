import { HubError } from '../errors';
import type { Db } from '../postgres/session';
import { Sql } from '../postgres/sql';
import type { RowSource } from './collection';
import type { Relation } from './group-under';
import { selectList } from './projection';
import { readUnder } from './read-under';
import type { Reading } from './row-form';

/** A list that hangs on parents and is not paged: what holds more than it may is refused, never cut. */
export interface WholeList<A = object> {
  /** As the field is called where it is refused; tells loaders apart too. */
  name: string;
  target: RowSource;
  relation: Relation;
  /** Columns of `t`, unique together. */
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
  reading: Reading<R>,
): Promise<R[][]> {
  const { projection } = reading;
  const { target, relation, order, atMost, narrow } = list;
  const sql = new Sql();
  const where = [relation, narrow?.(args, sql) ?? 'true'].join(' AND ');
  const by = order.map((column) => `t.${column}`).join(', ');
  // A join loses the order of the lists: then the values of their order come along.
  const merged = projection.joins.length > 0 ? order.map((column, i) => `, t.${column} AS "$${i}"`).join('') : '';
  const each = `SELECT ${selectList(target, projection)}${merged} FROM ${target.table} t WHERE ${where} ORDER BY ${by} LIMIT ${atMost + 1}`;
  const lists = await readUnder(db, parents, each, order.map((_, i) => `x."$${i}"`).join(', '), sql, reading);
  if (lists.some(({ length }) => length > atMost))
    throw new HubError(
      'TOO_COMPLEX',
      `${list.name} holds more than ${atMost} records here: ask for them as a list of their own.`,
    );
  return lists;
}

/** The SQL hangs every list on a parent; the relation of this one does not look at it. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** A list that hangs on nothing. */
export async function readRoot<R, A>(db: Db, list: WholeList<A>, args: A, reading: Reading<R>): Promise<R[]> {
  const [rows] = await readAll(db, list, [nobody], args, reading);
  return rows!;
}
