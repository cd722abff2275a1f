import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** Says early what the database decides, before any record is looked at: the message can name the role. */
export function refuseUnlessResponder({ role }: Identity, what: string): void {
  if (role !== 'RESPONDER' && role !== 'STEWARD')
    throw new HubError('FORBIDDEN', `${what} needs the role RESPONDER or STEWARD: this key has ${role}.`);
}
