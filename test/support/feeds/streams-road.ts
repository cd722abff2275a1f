import type { Hub } from '../hub';
import { until } from '../until';
import type { Viewer } from '../viewer';
import type { Delivered, FeedRoad } from './consumer';
import { asking, content, pagesRoad } from './pages-road';
import { roads } from './subscribers';

const following = `subscription($after: Cursor, $filter: ChangeFilter) {
  changes(after: $after, filter: $filter) { cursor operation nodeId type node { ${content} } ranges { series from to } }
}`;

/** By a subscription, which is broken off when so much was told, or all that a page shows to be there: it goes on from the last cursor. */
export const streamsRoad = (name: keyof typeof roads, hub: Hub, key: string, viewer: Viewer): FeedRoad => ({
  name,
  standing: pagesRoad(viewer).standing,
  read: async (after, filter, first) => {
    const page = await pageAt(viewer, after, filter);
    if (page.changes.length === 0) return page;
    const told = roads[name]<{ changes: Delivered }>(hub, key, following, { after, filter });
    await told.has(1);
    await until('a page of changes', async () => told.data.length >= Math.min(first, page.changes.length), {
      withinMs: 1_000,
    }).catch(() => undefined);
    await told.stop();
    if (told.errors.length > 0) throw new Error(JSON.stringify(told.errors));
    const changes = told.data.map(({ changes: one }) => one);
    return { changes, endCursor: changes.at(-1)!.cursor, hasMore: true };
  },
});

/** The first page with something on it, or the last one. */
async function pageAt(viewer: Viewer, after: string | null, filter: object | null) {
  for (let cursor = after; ;) {
    const { changes } = await viewer.data<{ changes: Awaited<ReturnType<FeedRoad['read']>> }>(asking, {
      ...{ after: cursor, filter, first: 20 },
    });
    if (changes.changes.length > 0 || !changes.hasMore) return changes;
    cursor = changes.endCursor;
  }
}
