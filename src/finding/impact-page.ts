import type { Context } from '../context';
import type { Collection, Row } from '../kernel/reading/collection';
import { Cursors, isUuid, isWholeNumber } from '../kernel/reading/cursor';
import { forwardPageInfo, type ForwardPage } from '../kernel/reading/forward-page';
import { windowOf, type PageInfo } from '../kernel/reading/page';
import type { Impacted } from './impact.rules';

interface ImpactPage {
  edges: { cursor: string; node: Row; steps: number }[];
  nodes: Row[];
  pageInfo: PageInfo;
  totalCount: number;
}

type Place = [steps: number, id: string];

/** A page of what the walk met, each record read through its policy. */
export async function impactPage(
  context: Context,
  of: Collection,
  items: readonly Impacted[],
  args: ForwardPage,
): Promise<ImpactPage> {
  const { size, cursor } = windowOf(args);
  const cursors = new Cursors<Place>(`impact ${of.typeName}`, 'this list', [isWholeNumber, isUuid]);
  const from = cursor === null ? 0 : 1 + lastUpTo(cursors.decode(cursor), items);
  const page = items
    .slice(from, from + size)
    .map((item) => ({ ...item, cursor: cursors.encode([item.steps, item.id]) }));
  const found = await Promise.all(page.map(async (item) => ({ ...item, node: await context.byId(of, item.id) })));
  const edges = found.flatMap(({ node, ...edge }) => (node ? [{ ...edge, node }] : []));
  const pageInfo = forwardPageInfo(
    page.map((item) => item.cursor),
    args,
    from + size < items.length,
  );
  return { edges, nodes: edges.map(({ node }) => node), pageInfo, totalCount: items.length };
}

/** Where the record of a cursor stands or would stand: others may have come and gone since. */
const lastUpTo = ([steps, id]: Place, items: readonly Impacted[]): number =>
  items.findLastIndex((item) => item.steps < steps || (item.steps === steps && item.id <= id));
