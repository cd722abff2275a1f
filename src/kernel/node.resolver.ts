import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { HubError } from './errors';
import { Node } from './node.type';
import { maxPageSize } from './reading/page';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Any record by its id; null where there is none for this viewer.' })
  node(@Arg('id', () => ID, { description: 'The id.' }) id: string, @Ctx() context: Context) {
    return findNode(id, context);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Records by their ids, in the order asked; null where there is none for this viewer.',
  })
  nodes(@Arg('ids', () => [ID], { description: 'The ids, 100 at most.' }) ids: string[], @Ctx() context: Context) {
    if (ids.length > maxPageSize)
      throw new HubError(
        'PAGE_TOO_LARGE',
        `nodes takes ${maxPageSize} ids at most, ${ids.length} were given: ask in parts.`,
      );
    // Every id is looked at before any record is: nothing is read for a request that is refused.
    return ids.map((id) => context.registry.placeOf(id)).map(({ collection, uuid }) => context.byId(collection, uuid));
  }
}

function findNode(id: string, context: Context) {
  const { collection, uuid } = context.registry.placeOf(id);
  return context.byId(collection, uuid);
}
