import { HubError } from '../../kernel/errors';
import type { HeldIncident } from './held-incident';
import { mayDo } from './task-work.rules';

/** Refuses whom it is not for to make tasks, and everybody where nothing is left to do. */
export function refuseToWork({ isOwner, isCoworker, state }: HeldIncident, what: string): void {
  if (!mayDo('add', { isOwner, isCoworker, isAssignee: false }))
    throw new HubError('FORBIDDEN', `Of an incident, only its owner and co-workers ${what}.`);
  if (state === 'CLOSED') throw new HubError('BAD_USER_INPUT', 'incident: it is CLOSED: reopen it first.');
}
