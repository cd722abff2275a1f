import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { forwardPageInfo } from '../kernel/reading/forward-page';
import { findHits, type HitRow } from './search.store';
import { SearchArgs, SearchConnection } from './search.type';
import { searchableOf } from './searchable';

@Resolver()
export class SearchResolver {
  @Query(() => SearchConnection, {
    description:
      "Finds records by their names, codes, serials, addresses and titles, ignoring case and diacritics: 'Da Nang' finds 'Đà Nẵng'. Best first (rank), then by the text from the matched word on, then by id; what is retired comes after everything else. What a viewer may not see is not found, neither is a record by a field that is withheld.",
  })
  async search(@Args(() => SearchArgs) args: SearchArgs, @Ctx() context: Context): Promise<SearchConnection> {
    const { rows, hasMore } = await findHits(await context.db(), args);
    const found = await Promise.all(rows.map((row) => hitOf(row, context)));
    const edges = found.filter((edge) => edge !== null);
    // A search costs at least 1: one that found nothing looked too.
    if (edges.length === 0) context.deliver(1);
    const cursors = rows.map(({ cursor }) => cursor);
    return { edges, nodes: edges.map(({ node }) => node), pageInfo: forwardPageInfo(cursors, args, hasMore) };
  }
}

/** The record of a hit, read through its policy: without it there is no hit. */
async function hitOf({ recordId, typeName, text, rank, cursor }: HitRow, context: Context) {
  const { type, collection } = searchableOf(typeName);
  const node = await context.byId(collection, recordId);
  return node && { cursor, node: { node, type, text, rank } };
}
