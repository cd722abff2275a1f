import type { Cut } from '../../feeds/live/follower';
import { HubError } from '../../kernel/errors';

/** Why a connection is ended, in words and with the place to go on from. */
export function reasonOf(why: Cut, cursor: string | null): HubError {
  const goOn = cursor === null ? {} : { cursor };
  if (why === 'KEY_ENDED') return new HubError('UNAUTHENTICATED', 'The key is not in force any more.', goOn);
  if (why === 'STOPPING')
    return new HubError('UNAVAILABLE', 'The hub is shutting down: go on from the last cursor in a moment.', goOn);
  return new HubError('RATE_LIMITED', 'Too little was taken for too long: go on from the last cursor.', goOn);
}
