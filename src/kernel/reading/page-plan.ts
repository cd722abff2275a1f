import type { KeysetOrder } from './keyset';
import type { Projection } from './projection';

/** Where the rows of a nested list hang: a condition over `t` (the row) and `p.parent` (the parent's UUID). */
export type Relation = string;

/** A window of a list: how many, from where, in which direction. */
export interface Window {
  size: number;
  backward: boolean;
  cursor: string | null;
}

/** What the statement of a page is made of. */
export interface PagePlan {
  window: Window;
  order: KeysetOrder;
  where: string;
  projection: Projection;
}

/** How many rows a page takes: one more than it holds tells whether any follow, where that is asked. */
export const rowsToRead = ({ size }: Window, { withKeys }: Projection): number => (withKeys ? size + 1 : size);
