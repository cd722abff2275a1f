import type { Collection } from './collection';
import { HubError } from '../errors';
import { filterSql, type FilterInput } from './filter';
import { KeysetOrder, type OrderInput } from './keyset';
import { narrowPageSql } from './narrow-page';
import { rowsToRead, type PagePlan, type Relation, type Window } from './page-plan';
import { selectList, withJoined, type Projection } from './projection';
import { readUnder } from './read-under';
import type { Reading, RowForm } from './row-form';
import { charged, countAll, type TotalCount } from './total';
import type { Db } from '../postgres/session';
import { Sql } from '../postgres/sql';

export const defaultPageSize = 20;
export const maxPageSize = 100;

export interface PageArgs {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}
export interface ListArgs extends PageArgs {
  filter?: FilterInput | null;
  orderBy?: OrderInput[] | null;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
  maxPageSize: number;
}
export interface Connection<R> {
  edges: { cursor: string; node: R }[];
  nodes: R[];
  /** Of a page of size 0, read only when called. */
  pageInfo: PageInfo | (() => Promise<PageInfo>);
  totalCount: TotalCount;
}

export function windowOf(args: PageArgs, cap = maxPageSize): Window {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw new HubError('BAD_USER_INPUT', 'Ask for first or for last, not for both.');
  const backward = last != null || (first == null && before != null);
  if ((backward && after != null) || (!backward && before != null)) {
    throw new HubError('BAD_USER_INPUT', '"after" goes with "first", "before" goes with "last".');
  }
  const size = last ?? first ?? defaultPageSize;
  if (size < 0) throw new HubError('BAD_USER_INPUT', `A page can not have ${size} records: ask for 0 to ${cap}.`);
  if (size > cap)
    throw new HubError(
      'PAGE_TOO_LARGE',
      `A page holds ${cap} records at most, ${size} were asked for: ask for ${cap} and follow the cursor.`,
    );
  return { size, backward, cursor: (backward ? before : after) ?? null };
}

function plan(
  of: Collection,
  list: string,
  args: ListArgs,
  relation: Relation | null,
  projection: Projection,
  sql: Sql,
): PagePlan {
  const window = windowOf(args);
  const order = new KeysetOrder(list, of.orders, args.orderBy ?? []);
  const conditions = [relation ? `(${relation})` : null, args.filter ? filterSql(of, args.filter, 't', sql) : null];
  if (window.cursor !== null) conditions.push(order.beyondSql('t', window.cursor, window.backward, sql));
  return {
    window,
    order,
    where: conditions.filter((condition) => condition !== null).join(' AND ') || 'true',
    projection,
  };
}

/** `merged`: with the values of its order, to be put in order again where other rows stand between or beside its own. */
const pageSql = (of: Collection, { window, order, where, projection }: PagePlan, merged: boolean): string =>
  `SELECT ${selectList(of, projection, order)}${merged ? `, ${order.mergeKeysSql('t')}` : ''} FROM ${of.table} t WHERE ${where} ORDER BY ${order.orderSql('t', window.backward)} LIMIT ${rowsToRead(window, projection)}`;

/**
 * One page of a root list: one statement unless its size is 0, and one more where totalCount is asked. For a viewer who sees few owners'
 * records, `owners` names them.
 */
export async function findPage<R>(
  db: Db,
  of: Collection,
  args: ListArgs,
  owners: string | null,
  { projection, form }: Reading<R>,
): Promise<Connection<R>> {
  const sql = new Sql();
  const planned = plan(of, of.typeName, args, null, projection, sql);
  const rows =
    owners && of.ownedBy
      ? narrowPageSql(of, of.ownedBy, planned, owners)
      : pageSql(of, planned, projection.joins.length > 0);
  const text = withJoined(rows, projection, [], planned.order.mergeOrderSql('x', planned.window.backward));
  const count = () => countAll(db, of, args.filter ?? null);
  const read = once(async () => new ReadPage(await form.read(db, text, sql.values), form, planned, count));
  return planned.window.size > 0 ? read() : emptyPage(read, count);
}

/** A list that hangs on parents. */
export interface NestedList {
  name: string;
  target: Collection;
  relation: Relation;
}

/** The same page under each of many parents: one statement for all of them. */
export async function findPages<R>(
  db: Db,
  { target: of, name: list, relation }: NestedList,
  parents: readonly string[],
  args: ListArgs,
  count: (parent: string) => Promise<number>,
  reading: Reading<R>,
): Promise<Connection<R>[]> {
  const { projection, form } = reading;
  const sql = new Sql();
  const planned = plan(of, list, args, relation, projection, sql);
  const read = once(async () => {
    const each = pageSql(of, planned, projection.joins.length > 0);
    const order = planned.order.mergeOrderSql('x', planned.window.backward);
    const groups = await readUnder(db, parents, each, order, sql, reading);
    return groups.map((group, i) => new ReadPage(group, form, planned, () => count(parents[i]!)));
  });
  if (planned.window.size > 0) return read();
  const pageOf = async (i: number) => (await read())[i]!;
  return parents.map((parent, i) =>
    emptyPage(
      () => pageOf(i),
      () => count(parent),
    ),
  );
}

/** A class, since objects with getters of their own are slow to make, and there is a page under each of many parents. */
class ReadPage<R> implements Connection<R> {
  readonly nodes: R[];
  readonly totalCount: TotalCount;
  private readonly more: boolean;

  constructor(
    rows: R[],
    private readonly form: RowForm<R>,
    private readonly planned: PagePlan,
    count: () => Promise<number>,
  ) {
    const { size, backward } = planned.window;
    this.more = rows.length > size;
    this.nodes = this.more ? rows.slice(0, size) : rows;
    if (backward) this.nodes.reverse();
    this.totalCount = charged(count);
  }

  get edges(): { cursor: string; node: R }[] {
    const cursorOf = (node: R) => this.cursorOf(node);
    return this.nodes.map((node) => ({
      get cursor() {
        return cursorOf(node);
      },
      node,
    }));
  }

  get pageInfo(): PageInfo {
    const { backward, cursor } = this.planned.window;
    const [first, last] = [this.nodes[0], this.nodes.at(-1)];
    return {
      hasNextPage: backward ? cursor !== null : this.more,
      hasPreviousPage: backward ? this.more : cursor !== null,
      startCursor: first ? this.cursorOf(first) : null,
      endCursor: last ? this.cursorOf(last) : null,
      maxPageSize,
    };
  }

  private cursorOf(row: R): string {
    return this.planned.order.cursorOf(this.form.keyOf(row));
  }
}

/** A page of size 0 takes a statement only where pageInfo is asked: whether anything follows it. */
const emptyPage = <R>(read: () => Promise<ReadPage<R>>, count: () => Promise<number>): Connection<R> => ({
  edges: [],
  nodes: [],
  pageInfo: async () => (await read()).pageInfo,
  totalCount: charged(count),
});

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}
