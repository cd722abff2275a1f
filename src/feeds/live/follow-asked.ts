import type { ChangesAsked } from '../engine/read-changes';

/** What a consumer asks for: a filter, or a saved feed by its id. */
export interface FollowAsked extends ChangesAsked {
  feed?: string | null;
}
