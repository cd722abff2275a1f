import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context';
import type { FollowAsked } from '../../feeds/live/follow-asked';
import { Follower, type Caller, type Outlet } from '../../feeds/live/follower';
import { mostFollowedSeries } from '../../feeds/live/live.values';
import { rootOf, shared, type Question } from '../../feeds/live/question';
import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import { callerOf } from '../open-context';

/** Whose connection it is that asked with this key from there. */
export function followerCaller(
  request: FastifyRequest,
  authorization: string | undefined,
  viewer: Context['viewer'],
): Caller {
  const { credential, peer } = callerOf(request, authorization);
  const name = `${credential.keyId} ${credential.secretHash.toString('base64')} ${peer}`;
  return { credential, peer, viewer, name };
}

/** What a subscription follows: refused as a query with these arguments would be. */
export function followerOf(asked: Question, caller: Caller, outlet: Outlet): Follower {
  const question = shared(asked);
  const { name, args } = rootOf(asked);
  if (name === 'changes') return new Follower({ caller, question, outlet, series: null, asked: args as FollowAsked });
  const { series } = args as { series: string[] };
  if (series.length > mostFollowedSeries)
    throw new HubError(
      'PAGE_TOO_LARGE',
      `samples follows ${mostFollowedSeries} series at most, ${series.length} were given.`,
    );
  const uuids = new Set(series.map((id) => uuidOf('ser', id, 'series')));
  return new Follower({
    caller,
    question,
    outlet,
    series: uuids,
    asked: { from: 'NOW', filter: { types: ['Series'] } },
  });
}
