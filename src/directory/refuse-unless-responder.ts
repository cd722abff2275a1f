import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** Says early what the policies decide, before any record is looked at: the message can name the role. */
export function refuseUnlessResponder({ role }: Pick<Identity, 'role'>, what: string): void {
  if (role !== 'RESPONDER' && role !== 'STEWARD')
    throw new HubError('FORBIDDEN', `${what} needs the role RESPONDER or STEWARD: this key has ${role}.`);
}
