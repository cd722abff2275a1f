import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** Of all roles the one that writes nothing. */
export function refuseReader({ role }: Pick<Identity, 'role'>): void {
  if (role === 'READER')
    throw new HubError('FORBIDDEN', 'This key has the role READER: writing needs REPORTER, RESPONDER or STEWARD.');
}
