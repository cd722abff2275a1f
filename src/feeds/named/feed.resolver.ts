import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { ownerOf } from '../../directory/directory.edges';
import { Organization } from '../../directory/directory.type';
import { List, One } from '../../kernel/reading/field-edge';
import { fedTypes } from '../fed-types';
import { feeds } from './feed.collection';
import { Feed, FeedArgs, FeedConnection, SaveFeedInput, SaveFeedPayload } from './feed.type';
import { saveFeed } from './save-feed';

@Resolver(() => Feed)
export class FeedResolver {
  @List(feeds, () => FeedConnection, () => FeedArgs, {
    description: 'Feeds of the organization of the key, and of those below it.',
  })
  readonly feeds: unknown;

  @One(ownerOf, () => Organization, { description: 'Whose feed it is.' })
  readonly owner: unknown;

  @Mutation(() => SaveFeedPayload, {
    description:
      'Keeps a filter of changes under a name, or gives it another filter. Needs the role REPORTER at least.',
  })
  async saveFeed(
    @Arg('input', () => SaveFeedInput, { description: 'The feed.' }) input: SaveFeedInput,
    @Ctx() context: Context,
  ) {
    const id = await context.write((db) => saveFeed(db, fedTypes(context.registry), input));
    return { feed: await context.byId(feeds, id) };
  }
}
