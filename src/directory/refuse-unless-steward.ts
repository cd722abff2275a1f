import { HubError } from '../kernel/errors';
import type { Identity } from '../kernel/postgres/identity';

/** Says early what the policies decide, before any record is looked at: the message can name the role. */
export function refuseUnlessSteward({ role }: Identity, what: string): void {
  if (role !== 'STEWARD') throw new HubError('FORBIDDEN', `${what} needs the role STEWARD: this key has ${role}.`);
}
