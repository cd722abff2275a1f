import { HubError } from '../errors';
import type { Db } from '../postgres/session';
import { Sql } from '../postgres/sql';
import type { RowSource } from './collection';
import { selectList, withJoined, type Projection } from './projection';
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

/** The list under each of many parents: one statement for all of them. */
export async function readAll<R, A>(
  db: Db,
  list: WholeListUnder<A>,
  parents: readonly string[],
  args: A,
  reading: Reading<R>,
): Promise<R[][]> {
  const sql = new Sql();
  const among = `${list.parent} = ANY (${sql.bind(parents, 'uuid[]')})`;
  const parent = { column: `${list.parent} AS "$parent"`, condition: among };
  const text = statement(list, args, sql, reading.projection, parent, parents.length);
  const groups = new Map<string, R[]>(parents.map((id) => [id, []]));
  for (const row of await reading.form.read(db, text, sql.values)) groups.get(reading.form.parentOf(row))!.push(row);
  const lists = [...groups.values()];
  lists.forEach((rows) => refuseBeyond(list, rows));
  return parents.map((id) => groups.get(id)!);
}

/** A list that hangs on nothing. */
export async function readRoot<R, A>(db: Db, list: WholeList<A>, args: A, reading: Reading<R>): Promise<R[]> {
  const sql = new Sql();
  const rows = await reading.form.read(db, statement(list, args, sql, reading.projection, null, 1), sql.values);
  refuseBeyond(list, rows);
  return rows;
}

/** Of so many lists together not more is read than shows that one of them holds too much. */
function statement<A>(
  { target, from, order, atMost, narrow }: WholeList<A>,
  args: A,
  sql: Sql,
  projection: Projection,
  parent: { column: string; condition: string } | null,
  lists: number,
): string {
  const isJoined = projection.joins.length > 0;
  // A join loses the order of the rows: then they are put in order behind it, by values that come along.
  const merged = isJoined ? order.map((column, i) => `t.${column} AS "$${i}"`) : [];
  const inOrder = isJoined ? '' : ` ORDER BY ${order.map((column) => `t.${column}`).join(', ')}`;
  const columns = [parent?.column, selectList(target, projection), ...merged].filter(Boolean).join(', ');
  const where = [parent?.condition, narrow?.(args, sql)].filter(Boolean).join(' AND ') || 'true';
  const rows = `SELECT ${columns} FROM ${from(args)} WHERE ${where}${inOrder} LIMIT ${sql.bind(lists * atMost + 1, 'int')}`;
  const behind = order.map((_, i) => `x."$${i}"`).join(', ');
  return withJoined(rows, projection, parent ? ['$parent'] : [], behind);
}

export function refuseBeyond({ name, atMost }: Bounded, { length }: readonly unknown[]): void {
  if (length <= atMost) return;
  throw new HubError(
    'TOO_COMPLEX',
    `${name} holds more than ${atMost} records here: ask for them as a list of their own.`,
  );
}
