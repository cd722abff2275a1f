import type { Context } from '../context';
import { HubError } from '../kernel/errors';
import type { Collection, Row } from '../kernel/reading/collection';
import { maxPageSize, windowOf, type PageInfo } from '../kernel/reading/page';
import type { Impacted } from './impact.rules';
import type { ImpactPageArgs } from './impact.type';

interface ImpactPage {
  edges: { cursor: string; node: Row; steps: number }[];
  nodes: Row[];
  pageInfo: PageInfo;
  totalCount: number;
}

/** A page of what the walk met, each record read through its policy. */
export async function impactPage(
  context: Context,
  of: Collection,
  items: readonly Impacted[],
  { first, after }: ImpactPageArgs,
): Promise<ImpactPage> {
  const { size } = windowOf({ first: first ?? null });
  const from = after == null ? 0 : 1 + placeOf(after, of, items);
  const page = items.slice(from, from + size);
  const found = await Promise.all(page.map(async (item) => ({ item, node: await context.byId(of, item.id) })));
  const edges = found.flatMap(({ item, node }) =>
    node ? [{ cursor: cursorOf(of, item), node, steps: item.steps }] : [],
  );
  const cursors = page.map((item) => cursorOf(of, item));
  const pageInfo = {
    ...{ hasNextPage: from + size < items.length, hasPreviousPage: after != null, maxPageSize },
    ...{ startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null },
  };
  return { edges, nodes: edges.map(({ node }) => node), pageInfo, totalCount: items.length };
}

const cursorOf = ({ prefix }: Collection, { id, steps }: Impacted): string =>
  Buffer.from(`${prefix} ${steps} ${id}`).toString('base64url');

/** Where the record of a cursor stands or would stand: others may have come and gone since. */
function placeOf(cursor: string, { prefix }: Collection, items: readonly Impacted[]): number {
  const match = /^([a-z]{3}) (\d{1,3}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match?.[1] !== prefix)
    throw new HubError(
      'INVALID_CURSOR',
      `"${cursor.slice(0, 40)}" is not a cursor of this list: use one that it returned.`,
    );
  const steps = Number(match[2]);
  const id = match[3]!;
  return items.findLastIndex((item) => item.steps < steps || (item.steps === steps && item.id <= id));
}
