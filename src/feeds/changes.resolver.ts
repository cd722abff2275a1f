import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { toPublicId } from '../kernel/ids';
import { Node } from '../kernel/node.type';
import { Change, ChangePage, ChangesArgs } from './changes.type';
import type { FoundChange } from './engine/change';
import { readChanges, type FeedReader, type ReadChanges } from './engine/read-changes';
import { fedTypes } from './fed-types';
import { keepView } from './view/view.store';

@Resolver(() => Change)
export class ChangesResolver {
  @Query(() => ChangePage, {
    description:
      'The change feed: everything the viewer may see, without gaps, in order for each record, from any cursor; null begins with a snapshot, from: NOW with what comes next. Access is what it is at each read: what left the view is WITHDRAWN, what entered it is DISCLOSED. Several quick changes of a record may come as the last one.',
  })
  async changes(@Args(() => ChangesArgs) args: ChangesArgs, @Ctx() context: Context) {
    const page = await readChanges(await readerOf(context), args);
    context.deliver(Math.max(1, page.changes.length));
    return pageOf(page);
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: 'The record as it stands now; null of what is gone, hidden, or samples.',
  })
  node(@Root() { of, operation }: ShownChange, @Ctx() context: Context) {
    const isShown = operation !== 'DELETED' && operation !== 'WITHDRAWN' && operation !== 'APPENDED';
    return isShown ? context.byId(of.collection, of.uuid) : null;
  }
}

export const readerOf = async (context: Context): Promise<FeedReader> => ({
  db: await context.db(),
  fed: fedTypes(context.registry),
  horizonDays: context.feedHorizonDays(),
  keep: (filter) => context.beside((db) => keepView(db, filter)),
});

export interface ShownChange extends Omit<Change, 'node'> {
  of: FoundChange;
}

const pageOf = ({ changes, cursorOf, place, hasMore, horizon }: ReadChanges) => ({
  changes: changes.map((change) => shownChange(change, cursorOf)),
  endCursor: () => cursorOf(place),
  hasMore,
  horizon,
});

/** Cursors are made as they are asked for. */
export function shownChange(of: FoundChange, cursorOf: ReadChanges['cursorOf']): ShownChange {
  const { operation, at, collection, uuid, place } = of;
  return {
    ...{ of, operation, at },
    cursor: () => cursorOf(place),
    nodeId: toPublicId(collection.prefix, uuid),
    type: operation === 'APPENDED' ? 'SampleRange' : collection.typeName,
    ranges: of.ranges?.map((range) => ({ ...range, series: toPublicId('ser', range.series) })) ?? null,
  };
}
