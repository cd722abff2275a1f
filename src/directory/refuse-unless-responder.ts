import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** The role is asked before any record is looked at, so that the answer is the same whatever is named. */
export function refuseUnlessResponder({ role }: Pick<Identity, 'role'>, what: string): void {
  if (role === 'RESPONDER' || role === 'STEWARD') return;
  throw new HubError('FORBIDDEN', `${what} needs the role RESPONDER or STEWARD: this key has ${role}.`);
}
