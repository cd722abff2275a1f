import DataLoader from 'dataloader';
import { rawId } from '../ids';
import type { Db } from '../postgres/session';
import { mostAtOnce } from './at-once';
import { findByIds, readByIds } from './by-ids';
import type { Collection, Row } from './collection';
import { placesOf, type Batch, type ToAll, type ToAny, type ToMany, type ToOne } from './edges';
import { findPages, type Connection, type ListArgs, type NestedList } from './page';
import { asObjects, type Reading } from './row-form';
import { countUnder } from './total';
import { readAll } from './whole-list';

/** DataLoaders over the declared edges, alive as long as their session. The planned executor takes from them records by a foreign id and counts; its lists it reads itself. */
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
    const load = (parents: readonly string[]) => this.pages(edge, parents, args, asObjects(edge.target));
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
    const load = (parents: readonly string[]) => readAll(this.db, edge, parents, args, asObjects(edge.target));
    return this.loader(`${edge.name} ${JSON.stringify(args)}`, load).load(rawId(row.id)) as Promise<R[]>;
  }

  async any(edge: ToAny, row: object): Promise<Row[]> {
    const places = placesOf(edge, (row as Record<string, string[]>)[edge.key]!);
    const found = await Promise.all(places.map(({ collection, uuid }) => this.byId(collection, uuid)));
    return found.filter((one) => one !== null);
  }

  batch<V, A>(edge: Batch<V, A>, key: string, args: A): Promise<V> {
    return this.loader(`${edge.name} ${JSON.stringify(args ?? null)}`, (keys) => edge.load(this.db, keys, args)).load(
      key,
    ) as Promise<V>;
  }

  private loader(name: string, load: (keys: readonly string[]) => Promise<unknown[]>): DataLoader<string, unknown> {
    const known = this.loaders.get(name);
    if (known) return known;
    const created = new DataLoader<string, unknown>(load, { maxBatchSize: mostAtOnce });
    this.loaders.set(name, created);
    return created;
  }
}
