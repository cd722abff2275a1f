import type { Viewer } from '../support/viewer';

export const asking = `query($after: Cursor, $from: FeedStart, $filter: ChangeFilter, $feed: ID, $first: Int) {
  changes(after: $after, from: $from, filter: $filter, feed: $feed, first: $first) {
    changes { cursor operation at type nodeId node { __typename id } ranges { series from to } } endCursor hasMore
  }
}`;

export interface Told {
  cursor: string;
  operation: string;
  at: string;
  type: string;
  nodeId: string;
  node: { id: string } | null;
  ranges: { series: string; from: string; to: string }[] | null;
}
export interface Page {
  changes: Told[];
  endCursor: string;
  hasMore: boolean;
}

/** Follows with a key, page by page. */
export class Follower {
  cursor: string | null = null;

  constructor(
    readonly viewer: Viewer,
    readonly asked: object = {},
  ) {}

  async page(more: object = {}): Promise<Page> {
    const { changes } = await this.viewer.data<{ changes: Page }>(asking, {
      ...this.asked,
      ...more,
      after: this.cursor,
    });
    this.cursor = changes.endCursor;
    return changes;
  }

  /** All that there is to tell now: operation and id of each. */
  async told(more: object = {}): Promise<[operation: string, id: string][]> {
    return (await this.changes(more)).map(({ operation, nodeId }) => [operation, nodeId]);
  }

  async changes(more: object = {}): Promise<Told[]> {
    const all: Told[] = [];
    let page: Page;
    do {
      page = await this.page(more);
      all.push(...page.changes);
    } while (page.hasMore);
    return all;
  }
}
