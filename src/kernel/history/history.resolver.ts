import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { recordHistory } from './history.store';
import { HistoryConnection } from './history.type';
import { rawId } from '../ids';
import { Node } from '../node.type';
import type { ForwardPage } from '../reading/forward-page';
import { forwardPageArgs } from '../reading/list.type';
import { withheldAt } from '../reading/withheld';

const HistoryArgs = forwardPageArgs('change');

@Resolver(() => Node)
export class HistoryResolver {
  @FieldResolver(() => HistoryConnection, {
    description: 'What changed in the record, newest first, for a viewer who sees it now.',
  })
  async history(
    @Root() row: { id: string },
    @Args(() => HistoryArgs) args: ForwardPage,
    @Ctx() context: Context,
    @Info() { path }: GraphQLResolveInfo,
  ) {
    const page = await context.batch(recordHistory, rawId(row.id), args);
    context.deliver(Math.max(1, page.nodes.length));
    for (const field of page.withheld) context.withhold(withheldAt(path, field));
    return page;
  }
}
