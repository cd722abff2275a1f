import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { HubError } from '../kernel/errors';
import { uuidOf } from '../kernel/ids';
import { Node } from '../kernel/node.type';
import { Change, ChangePage, ChangesArgs } from './changes.type';
import { readChanges, type FeedReader, type ReadChanges } from './engine/read-changes';
import { fedTypes } from './fed-types';
import { noteFeed } from './health/feed-health';
import { feeds } from './named/feed.collection';
import { ShownChange } from './shown-change';
import type { ChangeFilter } from './view/change-filter';
import { keepView } from './view/view.store';

@Resolver(() => Change)
export class ChangesResolver {
  @Query(() => ChangePage, {
    description:
      'The change feed: everything the viewer may see, without gaps, in order for each record, from any cursor; null begins with a snapshot, from: NOW with what comes next. Access is what it is at each read: what left the view is WITHDRAWN, what entered it is DISCLOSED. Several quick changes of a record may come as the last one.',
  })
  async changes(@Args(() => ChangesArgs) args: ChangesArgs, @Ctx() context: Context) {
    const page = await this.readNoted(args, context);
    context.deliver(Math.max(1, page.changes.length + page.looked));
    return pageOf(page);
  }

  private async readNoted(args: ChangesArgs, context: Context): Promise<ReadChanges> {
    const filter = await filterOf(args, context);
    const note = { feed: args.feed == null ? null : uuidOf('fed', args.feed, 'feed'), road: 'PAGES' } as const;
    try {
      const page = await readChanges(await readerOf(context), { ...args, filter });
      await noteFeed(context, { ...note, toldUntil: page.place.at, delivered: page.changes.length });
      return page;
    } catch (failure) {
      await noteFeed(context, { ...note, failure });
      throw failure;
    }
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

/** The filter of a saved feed, or the one that is said. */
export async function filterOf(
  { feed, filter }: { feed?: string | null; filter?: ChangeFilter | null },
  context: Context,
): Promise<ChangeFilter | null> {
  if (feed == null) return filter ?? null;
  if (filter != null) throw new HubError('BAD_USER_INPUT', 'filter: a feed has its own, leave it out with feed.');
  return (await context.found(feeds, uuidOf('fed', feed, 'feed'))).filter;
}

export const readerOf = async (context: Context): Promise<FeedReader> => ({
  db: await context.db(),
  fed: fedTypes(context.registry),
  horizonDays: context.feedHorizonDays(),
  keep: (filter) => context.beside((db) => keepView(db, filter)),
});

const pageOf = ({ changes, cursorOf, place, hasMore, horizon }: ReadChanges) => ({
  changes: changes.map((change) => new ShownChange(change, cursorOf)),
  endCursor: () => cursorOf(place),
  hasMore,
  horizon,
});
