import type { Viewer } from '../support/viewer';

interface Hit {
  text: string;
  rank: string;
  type: string;
  node: { id: string };
}
export interface Page {
  search: {
    edges: { cursor: string; node: Hit }[];
    nodes: Hit[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

export const document = `query Search($text: String!, $types: [SearchType!], $first: Int, $after: String) {
  search(text: $text, types: $types, first: $first, after: $after) {
    edges { cursor node { text } }
    nodes { text rank type node { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** All that a viewer finds by a text, in the order of the answer: the hits themselves, their texts, or these after their ranks. */
export const hits = async (viewer: Viewer, text: string, rest: object = {}): Promise<Hit[]> =>
  (await viewer.data<Page>(document, { text, first: 100, ...rest })).search.nodes;
export const texts = async (viewer: Viewer, text: string, rest: object = {}): Promise<string[]> =>
  (await hits(viewer, text, rest)).map((hit) => hit.text);
export const ranked = async (viewer: Viewer, text: string, rest: object = {}): Promise<string[]> =>
  (await hits(viewer, text, rest)).map((hit) => `${hit.rank} ${hit.text}`);
