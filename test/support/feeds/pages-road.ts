import type { Viewer } from '../viewer';
import type { DeliveredPage, FeedRoad } from './consumer';

/** What a record says of itself: nothing that hangs on whether another one is hidden. */
export const content = `__typename id
  ... on Site { name latitude longitude status updatedAt } ... on Device { label: name serial managementAddress status owner { id } region { id } updatedAt }
  ... on Interface { name mac description owner { id } region { id } updatedAt } ... on Prefix { prefix description updatedAt }
  ... on Address { address updatedAt } ... on Link { name status updatedAt } ... on InformationSystem { name effectiveLevel updatedAt }
  ... on Organization { name communityMember parent { id } updatedAt } ... on Region { name parent { id } updatedAt }
  ... on SharingGroup { name updatedAt } ... on Agreement { stands: state validFrom validUntil updatedAt }
  ... on Feed { code filter { types } updatedAt }
  ... on Incident { title severity state tlp owner { id } updatedAt } ... on TimelineEntry { text tlp }`;

export const asking = `query($after: Cursor, $filter: ChangeFilter, $first: Int) {
  changes(after: $after, filter: $filter, first: $first) {
    changes { cursor operation nodeId type node { ${content} } ranges { series from to } } endCursor hasMore
  }
}`;

/** By Query.changes, page by page. */
export const pagesRoad = (viewer: Viewer): FeedRoad => ({
  name: 'pages',
  read: async (after, filter, first) =>
    (await viewer.data<{ changes: DeliveredPage }>(asking, { after, filter, first })).changes,
  standing: async (ids) => {
    const found: (Record<string, unknown> | null)[] = [];
    for (let from = 0; from < ids.length; from += 100) {
      const { nodes } = await viewer.data<{ nodes: (Record<string, unknown> | null)[] }>(
        `query($ids: [ID!]!) { nodes(ids: $ids) { ${content} } }`,
        { ids: ids.slice(from, from + 100) },
      );
      found.push(...nodes);
    }
    return found;
  },
});
