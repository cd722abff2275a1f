import type { Collection } from '../../kernel/reading/collection';
import type { FeedPlace } from '../cursor/feed-place';
import type { ChangeOperation } from '../feed.values';

/** When samples of a series came: from the first to the last of them. */
export interface SampleRange {
  /** UUID. */
  series: string;
  from: string;
  to: string;
}

/** A change as the engine finds it. Its node is read through the policies by who shows it. */
export interface FoundChange {
  /** Where to go on behind it. */
  readonly place: FeedPlace;
  operation: ChangeOperation;
  /** RFC 3339. */
  at: string;
  collection: Collection;
  uuid: string;
  ranges: SampleRange[] | null;
}

/** A part of a page, and where the next one begins. */
export interface Step {
  changes: FoundChange[];
  place: FeedPlace;
  /** Something may stand behind it already. */
  hasMore: boolean;
  /** So many records and entries were looked at under views of before, beside what is told. */
  looked: number;
}
