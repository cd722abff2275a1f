import DataLoader from 'dataloader';
import type { Collection, Row, RowSource } from './collection';
import { rawId } from '../ids';
import type { Relation } from './group-under';
import { findByIds, readByIds } from './by-ids';
import { findPages, type Connection, type ListArgs, type NestedList } from './page';
import { whole, type Reading } from './row-form';
import { readAll, type WholeList } from './whole-list';
import { countUnder } from './total';
import type { Db } from '../postgres/session';

/** From a row to one record of another collection, by a foreign id among its properties. */
export interface ToOne<R extends Row> {
  kind: 'one';
  target: Collection<R>;
  key: string;
}
/** From a row to a list of records: the relation ties them to the parent's id. */
export interface ToMany<R extends Row> extends NestedList {
  kind: 'many';
  target: Collection<R>;
}
/** From a row to all records of a list that is never long. */
export interface ToAll<R extends object, A = object> extends WholeList<A> {
  kind: 'all';
  target: RowSource<R>;
}
/** Where a record stands. */
export interface Place {
  collection: Collection;
  uuid: string;
}
/** From a row to records of several collections. */
export interface ToAny {
  kind: 'any';
  targets: readonly Collection[];
  /** Where they stand; whether the viewer sees them is decided there. */
  places: Batch<Place[], void>;
}
/** From a row's id to anything else, for many rows at once. */
export interface Batch<V, A> {
  kind: 'batch';
  name: string;
  load: (db: Db, keys: readonly string[], args: A) => Promise<V[]>;
}

export const toOne = <R extends Row>(key: string, target: Collection<R>): ToOne<R> => ({ kind: 'one', target, key });

export const toMany = <R extends Row>(name: string, target: Collection<R>, relation: Relation): ToMany<R> => ({
  kind: 'many',
  name,
  target,
  relation,
});

export const toAll = <R extends object, A = object>(
  name: string,
  target: RowSource<R>,
  list: Omit<WholeList<A>, 'name' | 'target'>,
): ToAll<R, A> => ({ kind: 'all', name, target, ...list });

export const toAny = (name: string, targets: readonly Collection[], load: ToAny['places']['load']): ToAny => ({
  kind: 'any',
  targets,
  places: batch(name, load),
});

export const batch = <V, A = void>(name: string, load: Batch<V, A>['load']): Batch<V, A> => ({
  kind: 'batch',
  name,
  load,
});

/** DataLoaders over the declared edges, alive as long as their session: one statement per edge, arguments and level; the planned executor reads pages by the batch itself. */
export class Loaders {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(private readonly db: Db) {}

  byId<R extends Row>(of: Collection<R>, id: string): Promise<R | null> {
    return this.loader(of.typeName, (ids) => findByIds(this.db, of, ids)).load(id) as Promise<R | null>;
  }

  /** Records by many ids: those that are asked for at several places of an answer in the same form are read at once. */
  ones<R>(of: Collection, ids: readonly (string | null)[], reading: Reading<R>): Promise<(R | null)[]> {
    const load = (some: readonly string[]) => readByIds(this.db, of, some, reading);
    const rows = this.loader(`${of.typeName} ${reading.projection.name}`, load);
    return Promise.all(ids.map(async (id) => (id === null ? null : rows.load(id)))) as Promise<(R | null)[]>;
  }

  one<R extends Row>(edge: ToOne<R>, row: object): Promise<R | null> | null {
    const id = (row as Record<string, string | null>)[edge.key];
    return id ? this.byId(edge.target, id) : null;
  }

  many<R extends Row>(edge: ToMany<R>, row: Row, args: ListArgs): Promise<Connection<R>> {
    const load = (parents: readonly string[]) => this.pages(edge, parents, args, whole(edge.target));
    return this.loader(`${edge.name} ${JSON.stringify(args)}`, load).load(rawId(row.id)) as Promise<Connection<R>>;
  }

  /** The same for all of many rows at once. */
  pages<R>(
    edge: NestedList,
    parents: readonly string[],
    args: ListArgs,
    reading: Reading<R>,
  ): Promise<Connection<R>[]> {
    const counts = (counted: readonly string[]) =>
      countUnder(this.db, edge.target, edge.relation, counted, args.filter ?? null);
    const count = (parent: string) =>
      this.loader(`count ${edge.name} ${JSON.stringify(args.filter)}`, counts).load(parent) as Promise<number>;
    return findPages(this.db, edge, parents, args, count, reading);
  }

  all<R extends object, A>(edge: ToAll<R, A>, row: Row, args: A): Promise<R[]> {
    const load = (parents: readonly string[]) => readAll(this.db, edge, parents, args, whole(edge.target));
    return this.loader(`${edge.name} ${JSON.stringify(args)}`, load).load(rawId(row.id)) as Promise<R[]>;
  }

  batch<V, A>(edge: Batch<V, A>, key: string, args: A): Promise<V> {
    return this.loader(`${edge.name} ${JSON.stringify(args ?? null)}`, (keys) => edge.load(this.db, keys, args)).load(
      key,
    ) as Promise<V>;
  }

  private loader(name: string, load: (keys: readonly string[]) => Promise<unknown[]>): DataLoader<string, unknown> {
    const known = this.loaders.get(name);
    if (known) return known;
    const created = new DataLoader<string, unknown>(load, { maxBatchSize: 1000 });
    this.loaders.set(name, created);
    return created;
  }
}
