import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { imageFor, referencesOf, type Image } from './history-image';
import { recordHistory, withChanged, type HistoryPage } from './history.store';
import { HistoryConnection } from './history.type';
import { rawId } from '../ids';
import { Node } from '../node.type';
import { withheldAt } from '../reading/withheld';

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
    @Info() { path }: GraphQLResolveInfo,
  ) {
    const page = await shownTo(await context.batch(recordHistory, rawId(row.id), { first, after }), context);
    context.deliver(Math.max(1, page.nodes.length));
    for (const field of page.withheld) context.withhold(withheldAt(path, field));
    return page;
  }
}

/**
 * Each image as the viewer may see it: a record that it refers to shows only where the viewer sees that one too. A change of nothing that
 * shows is left out: the page is then shorter than asked, and goes on from its endCursor as any other.
 */
async function shownTo(page: HistoryPage, context: Context): Promise<HistoryPage> {
  const images = page.nodes.flatMap(({ before, after }) => [before, after]).filter((image) => image !== null);
  const references = images.flatMap((image) => referencesOf(image, context.registry));
  const seen = await Promise.all(references.map(({ collection, uuid }) => context.byId(collection, uuid)));
  const hidden = new Set(references.filter((_, i) => seen[i] === null).map(({ uuid }) => uuid));
  const show = (image: Image | null) => image && imageFor(image, context.viewer.organizationId, hidden);
  const edges = page.edges
    .map(({ cursor, node }) => ({
      cursor,
      node: withChanged({ ...node, before: show(node.before), after: show(node.after) }),
    }))
    .filter(({ node }) => node.changed.length > 0);
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
}
