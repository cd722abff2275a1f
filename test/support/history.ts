import type { Variables, Viewer } from './viewer';

export interface HistoryEntry {
  operation: string;
  actor: string | null;
  key: string | null;
  changed: string[];
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
export interface HistoryPage {
  nodes: HistoryEntry[];
  edges: { cursor: string; node: { operation: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

export const historyDocument = `query($id: ID!, $first: Int, $after: String) {
  node(id: $id) {
    ... on Device { history(first: $first, after: $after) { ...page } }
    ... on Site { history(first: $first, after: $after) { ...page } }
    ... on TimelineEntry { history(first: $first, after: $after) { ...page } }
    ... on Organization { history(first: $first, after: $after) { ...page } }
  }
}
fragment page on HistoryConnection {
  nodes { operation actor key changed before after }
  edges { cursor node { operation } }
  pageInfo { hasNextPage hasPreviousPage endCursor }
}`;

/** A page of the history of a record; null where the viewer does not see the record. */
export async function readHistoryOf(viewer: Viewer, id: string, more: Variables = {}): Promise<HistoryPage | null> {
  const { node } = await viewer.data<{ node: { history: HistoryPage } | null }>(historyDocument, { id, ...more });
  return node?.history ?? null;
}
