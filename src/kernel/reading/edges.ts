import type { Db } from '../postgres/session';
import { rawId } from '../ids';
import type { Collection, Place, Row, RowSource } from './collection';
import type { Relation } from './page-plan';
import type { NestedList } from './page';
import { refuseBeyond, type Bounded, type WholeList, type WholeListUnder } from './whole-list';

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
export interface ToAll<R extends object, A = object> extends WholeListUnder<A> {
  kind: 'all';
  target: RowSource<R>;
}
/** From a row to records of several collections, by a property that lists their ids; whether the viewer sees them is decided there. */
export interface ToAny extends Bounded {
  kind: 'any';
  targets: readonly Collection[];
  key: string;
}
/** From a row's id to anything else, for many rows at once. */
export interface Batch<V, A> {
  kind: 'batch';
  name: string;
  load: (db: Db, keys: readonly string[], args: A) => Promise<V[]>;
}

/** A list of all that the viewer sees of a collection. */
interface RootList {
  kind: 'list';
  target: Collection;
}
/** One record of a collection, by its id. */
interface RootRecord {
  kind: 'record';
  target: Collection;
}
/** All rows of a list that hangs on nothing and is not paged. */
interface RootRows {
  kind: 'rows';
  target: RowSource;
  list: WholeList<object>;
}
/** What a field can lead to. */
export type Edge = ToOne<Row> | ToMany<Row> | ToAll<object, object> | ToAny | RootRows | RootList | RootRecord;

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
  list: Omit<WholeListUnder<A>, 'name' | 'target'>,
): ToAll<R, A> => ({ kind: 'all', name, target, ...list });

export const toAny = (name: string, targets: readonly Collection[], key: string, atMost: number): ToAny => ({
  kind: 'any',
  ...{ name, targets, key, atMost },
});

export const batch = <V, A = void>(name: string, load: Batch<V, A>['load']): Batch<V, A> => ({
  kind: 'batch',
  name,
  load,
});

/** Where the records stand that a row lists. */
export function placesOf(edge: ToAny, ids: readonly string[]): Place[] {
  refuseBeyond(edge, ids);
  return ids.map((id) => ({
    collection: edge.targets.find(({ prefix }) => id.startsWith(`${prefix}_`))!,
    uuid: rawId(id),
  }));
}
