import { maxPageSize, type PageInfo } from './page';

/** What a list is asked that only goes forward. */
export interface ForwardPage {
  first?: number | null;
  after?: string | null;
}

/** Where a page lies in such a list: the cursors of all that was read for it, be it shown or not. */
export const forwardPageInfo = (
  cursors: readonly string[],
  { after }: ForwardPage,
  hasNextPage: boolean,
): PageInfo => ({
  ...{ hasNextPage, hasPreviousPage: after != null, maxPageSize },
  ...{ startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null },
});
