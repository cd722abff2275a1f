import DataLoader from 'dataloader';
import type { Collection, Row } from './collection';
import { rawId } from '../ids';
import type { Relation } from './group-under';
import { findByIds, findPages, type Connection, type ListArgs } from './page';
import type { Projection } from './projection';
import { countUnder } from './total';
import type { Db } from '../postgres/session';

/** From a row to one record of another collection, by a foreign id among its properties. */
export interface ToOne<R extends Row> {
  kind: 'one';
  target: Collection<R>;
  key: string;
}
/** From a row to a list of records: the relation ties them to the parent's id. */
export interface ToMany<R extends Row> {
  kind: 'many';
  name: string;
  target: Collection<R>;
  relation: Relation;
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
    return this.rows(of).load(id) as Promise<R | null>;
  }

  /** Records by many ids at once, read as far as the projection says. */
  async byIds(of: Collection, ids: readonly string[], projection: Projection): Promise<(Row | null)[]> {
    const rows = this.rows(of, projection);
    return Promise.all(ids.map((id) => rows.load(id))) as Promise<(Row | null)[]>;
  }

  private rows(of: Collection, projection?: Projection): DataLoader<string, unknown> {
    return this.loader(`${of.typeName} ${projection?.name}`, (ids) => findByIds(this.db, of, ids, projection));
  }

  one<R extends Row>(edge: ToOne<R>, row: object): Promise<R | null> | null {
    const id = (row as Record<string, string | null>)[edge.key];
    return id ? this.byId(edge.target, id) : null;
  }

  many<R extends Row>(edge: ToMany<R>, row: Row, args: ListArgs): Promise<Connection<R>> {
    const pages = this.loader(`${edge.name} ${JSON.stringify(args)}`, (parents) => this.pages(edge, parents, args));
    return pages.load(rawId(row.id)) as Promise<Connection<R>>;
  }

  /** The same for all of many rows at once, reading what the projection says. */
  pages<R extends Row>(
    { target, name, relation }: ToMany<R>,
    parents: readonly string[],
    args: ListArgs,
    projection?: Projection,
  ): Promise<Connection<R>[]> {
    const count = (parent: string) =>
      this.loader(`count ${name} ${JSON.stringify(args.filter)}`, (counted) =>
        countUnder(this.db, target, relation, counted, args.filter ?? null),
      ).load(parent) as Promise<number>;
    return findPages(this.db, target, name, relation, parents, args, count, projection);
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
