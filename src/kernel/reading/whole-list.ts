import { HubError } from '../errors';
import type { Db } from '../postgres/session';
import { Sql } from '../postgres/sql';
import type { RowSource } from './collection';
import { groupUnder } from './group-under';
import { selectList, withJoined, type Projection } from './projection';
import { readUnder } from './read-under';
import type { Reading } from './row-form';

/** What is not paged: more than it may hold is refused, never cut. */
export interface Bounded {
  /** As the field is called where it is refused; tells loaders apart too. */
  name: string;
  atMost: number;
}

/** A list that hangs on nothing. */
export interface WholeList<A = object> extends Bounded {
  target: RowSource;
  /** What its rows are read from, where they are called `t`. */
  from: (args: A) => string;
  /** Columns of `t`, unique together. */
  order: readonly string[];
  /** What the arguments of the field say, over `t`. */
  narrow?: (args: A, sql: Sql) => string | null;
}

/** The same under a parent, whose UUID is a column of what it reads from. */
export interface WholeListUnder<A = object> extends WholeList<A> {
  parent: string;
}

/**
 * The list under each of many parents: one scan for all of them, where all together hold no more than one may; else list by list, so that one
 * that holds far too much is not read to its end.
 */
export async function readAll<R, A>(
  db: Db,
  list: WholeListUnder<A>,
  parents: readonly string[],
  args: A,
  reading: Reading<R>,
): Promise<R[][]> {
  const rows = await read(db, list, args, reading, { column: list.parent, ids: parents });
  if (rows.length <= list.atMost) return groupUnder(parents, rows, reading.form.parentOf);
  const sql = new Sql();
  const lists = await readUnder(db, parents, ...eachUnder(list, args, sql, reading), sql, reading);
  lists.forEach((one) => refuseBeyond(list, one));
  return lists;
}

/** The list under one parent, `p.parent`, and its order among others. */
function eachUnder<R, A>(
  { target, from, parent, order, atMost, narrow }: WholeListUnder<A>,
  args: A,
  sql: Sql,
  { projection }: Reading<R>,
): [each: string, order: string] {
  const columns = [selectList(target, projection), ...mergedKeys(order, projection)].join(', ');
  const where = [`${parent} = p.parent`, narrow?.(args, sql)].filter(Boolean).join(' AND ');
  const each = `SELECT ${columns} FROM ${from(args)} WHERE ${where} ORDER BY ${inOrder(order)} LIMIT ${atMost + 1}`;
  return [each, behind(order)];
}

export async function readRoot<R, A>(db: Db, list: WholeList<A>, args: A, reading: Reading<R>): Promise<R[]> {
  const rows = await read(db, list, args, reading, null);
  refuseBeyond(list, rows);
  return rows;
}

function read<R, A>(
  db: Db,
  { target, from, order, atMost, narrow }: WholeList<A>,
  args: A,
  { projection, form }: Reading<R>,
  parents: { column: string; ids: readonly string[] } | null,
): Promise<R[]> {
  const sql = new Sql();
  const parent = parents && `${parents.column} AS "$parent"`;
  const among = parents && `${parents.column} = ANY (${sql.bind(parents.ids, 'uuid[]')})`;
  const columns = [parent, selectList(target, projection), ...mergedKeys(order, projection)].filter(Boolean).join(', ');
  const where = [among, narrow?.(args, sql)].filter(Boolean).join(' AND ') || 'true';
  const ordered = projection.joins.length > 0 ? '' : ` ORDER BY ${inOrder(order)}`;
  const rows = `SELECT ${columns} FROM ${from(args)} WHERE ${where}${ordered} LIMIT ${atMost + 1}`;
  return form.read(db, withJoined(rows, projection, parents ? ['$parent'] : [], behind(order)), sql.values);
}

/** A join loses the order of the rows: then they are put in order behind it, by values that come along. */
const mergedKeys = (order: readonly string[], { joins }: Projection): string[] =>
  joins.length > 0 ? order.map((column, i) => `t.${column} AS "$${i}"`) : [];
const inOrder = (order: readonly string[]): string => order.map((column) => `t.${column}`).join(', ');
const behind = (order: readonly string[]): string => order.map((_, i) => `x."$${i}"`).join(', ');

export function refuseBeyond({ name, atMost }: Bounded, { length }: readonly unknown[]): void {
  if (length <= atMost) return;
  throw new HubError(
    'TOO_COMPLEX',
    `${name} holds more than ${atMost} records here: ask for them as a list of their own.`,
  );
}
