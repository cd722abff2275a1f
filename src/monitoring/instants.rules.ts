import { HubError } from '../kernel/errors';

const minutesAhead = 10;
const yearsBack = 20;

/** Samples may lie so far ahead of the hub's clock: senders have clocks of their own. In milliseconds since 1970, as all here. */
export const latestTaken = (now: number): number => now + minutesAhead * 60_000;

/** Samples from before are not taken: whole months, as private.oldest_taken has it. */
export function oldestTaken(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear() - yearsBack, date.getUTCMonth());
}

/** Why no sample of this instant is taken; null of one that may be. */
export function instantFault(instant: string, now: number): string | null {
  const at = Date.parse(instant);
  if (at > latestTaken(now)) return `${instant} lies more than ${minutesAhead} minutes in the future.`;
  if (at < oldestTaken(now)) return `${instant} lies more than ${yearsBack} years back: samples as old are not kept.`;
  return null;
}

export function refuseBackward({ from, to }: { from: string; to: string }): void {
  if (Date.parse(from) < Date.parse(to)) return;
  throw new HubError('BAD_USER_INPUT', '"from" must lie before "to": the range is half-open.');
}
