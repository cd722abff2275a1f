import type { FastifyRequest } from 'fastify';
import type { LiveFeeds } from '../../feeds/live/live-feeds';
import type { Follower, Outlet } from '../../feeds/live/follower';
import type { Question } from '../../feeds/live/question';
import type { LogFault } from '../format-error';
import type { CountAsked } from '../request-limits';
import type { Asked, Asking } from './ask';
import type { Connections } from './connections';
import { followerCaller, followerOf } from './follow';
import type { LiveMetrics } from './live-metrics';

/** What both roads of subscriptions stand on. */
export interface Live extends Asking {
  feeds: LiveFeeds;
  connections: Connections;
  metrics: LiveMetrics;
  logFault: LogFault;
  countAsked: CountAsked;
}

/** Between two signs of life on a connection: proxies close what is silent for a minute, as a rule. */
export const keepAliveMs = 15_000;

/** What a consumer has not taken when its connection is ended is thrown away after so long. */
export const farewellMs = 5_000;

/** Begins to follow; what can not be followed is thrown. */
export function follow(
  { feeds }: Live,
  request: FastifyRequest,
  authorization: string | undefined,
  { viewer }: Pick<Asked, 'viewer'>,
  question: Question,
  outlet: (follower: () => Follower) => Outlet,
): Follower {
  const caller = followerCaller(request, authorization, viewer!);
  const follower: Follower = followerOf(
    question,
    caller,
    outlet(() => follower),
  );
  feeds.join(follower);
  return follower;
}
