import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** Says early who may: what answers to the matter at hand is for RESPONDER and for STEWARD. */
export function refuseUnlessResponder({ role }: Pick<Identity, 'role'>, what: string): void {
  if (role !== 'RESPONDER' && role !== 'STEWARD')
    throw new HubError('FORBIDDEN', `${what} needs the role RESPONDER: this key has ${role}.`);
}
