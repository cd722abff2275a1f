import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** Says early that the role is missing, before any record is looked at. */
export function refuseUnlessResponder({ role }: Identity, what: string): void {
  if (role !== 'RESPONDER' && role !== 'STEWARD')
    throw new HubError('FORBIDDEN', `${what} needs the role RESPONDER: this key has ${role}.`);
}
