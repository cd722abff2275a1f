import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { recordHistory } from './history.store';
import { HistoryConnection } from './history.type';
import { rawId } from './ids';
import { Node } from './node.type';

@Resolver(() => Node)
export class HistoryResolver {
  @FieldResolver(() => HistoryConnection, {
    description: 'What changed in the record, newest first, for a viewer who sees it now.',
  })
  async history(
    @Root() row: { id: string },
    @Arg('first', () => Int, { nullable: true, description: 'How many changes: 20 unless said, 100 at most.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the change after which the page begins.' })
    after: string | null,
    @Ctx() context: Context,
  ) {
    const page = await context.batch(recordHistory, rawId(row.id), { first, after });
    context.deliver(page.nodes.length);
    return page;
  }
}
