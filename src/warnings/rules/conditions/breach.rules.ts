import type { LimitSide } from '../warning-rule.values';
import { none, second, type Clock } from './point.rules';

/** In the unit of the value, and in microseconds. */
export interface Limits {
  side: LimitSide;
  limit: number;
  clearAt: number;
  hold: number;
}

/** How one series stands to a limit. `none` where there is no such instant. */
export interface Breach {
  firing: boolean;
  /** Of the last sample that was taken; what is not newer is passed over. */
  at: number;
  /** Of the last one with a value; -Infinity before the first. */
  last: number;
  /** How far values lie apart: what lies much farther apart is not taken to have gone on between. 0 while it is not known. */
  pace: number;
  /** While it is beyond its limit: since which sample, when the hub first saw that, when it last heard of it, and the last value. */
  since: number;
  seenAt: number;
  heardAt: number;
  value: number;
}

/** A value is taken to last so long, or for three of the steps in which values come. */
const shortestLasting = 5 * 60 * second;
const stepsLasting = 3;

export const lasting = ({ pace }: Pick<Breach, 'pace'>): number => Math.max(shortestLasting, stepsLasting * pace);

const calm = { since: none, seenAt: none, heardAt: none, value: none };

export const beginBreach = (firing: boolean): Breach => ({ firing, at: -Infinity, last: -Infinity, pace: 0, ...calm });

export const isBeyond = (value: number, { side, limit }: Limits): boolean =>
  side === 'ABOVE' ? value > limit : value < limit;

const isBack = (value: number, { side, clearAt }: Limits): boolean =>
  side === 'ABOVE' ? value <= clearAt : value >= clearAt;

/** A value came. It fires when all values for the length of the hold lay beyond the limit, by the instants of the samples. */
export function seeValue(breach: Breach, at: number, value: number, limits: Limits, { now }: Clock): Breach {
  const heard = hear(breach, at);
  if (breach.firing) return isBack(value, limits) ? { ...heard, firing: false, ...calm, value } : { ...heard, value };
  if (!isBeyond(value, limits)) return { ...heard, ...calm };
  const goesOn = at - breach.last <= lasting(breach) && !Number.isNaN(breach.since);
  const since = goesOn ? breach.since : at;
  const seenAt = goesOn ? breach.seenAt : now;
  return { ...heard, since, seenAt, heardAt: now, value, firing: at - since >= limits.hold };
}

/** A sample came that tells nothing about the limit yet. */
export const hear = (breach: Breach, at: number): Breach => ({ ...breach, at, last: at, pace: paceOf(breach, at) });

/** A gap is no pace: it grows slowly, and falls at once. */
function paceOf({ last, pace }: Breach, at: number): number {
  const gap = at - last;
  if (gap === Infinity) return pace;
  return pace === 0 ? gap : Math.min(gap, 2 * pace);
}

/** The series ended on purpose: nothing is beyond a limit any more. */
export const endBreach = (breach: Breach, at: number): Breach => ({ ...breach, firing: false, at, ...calm });

/**
 * Time went by. What has been beyond its limit for the length of the hold by the hub's clock fires too, as long as its last value lasts: so that samples far
 * apart do not hold back a short hold. A clock that was set back, or that stood, makes it wait, never fire.
 */
export function seeTime(breach: Breach, { hold }: Limits, { now, since }: Clock): Breach {
  if (breach.firing || Number.isNaN(breach.since)) return breach;
  const [seenAt, heardAt] = [Math.min(breach.seenAt, now), Math.min(breach.heardAt, now)];
  const firing = now - Math.max(seenAt, since) >= hold && now - heardAt <= lasting(breach);
  return firing || seenAt !== breach.seenAt || heardAt !== breach.heardAt
    ? { ...breach, seenAt, heardAt, firing }
    : breach;
}

/** When time alone may next change something; Infinity: never. */
export function wakesAt(breach: Breach, { hold }: Limits, { since }: Clock): number {
  if (breach.firing || Number.isNaN(breach.since)) return Infinity;
  const at = Math.max(breach.seenAt, since) + hold;
  return at - breach.heardAt <= lasting(breach) ? at : Infinity;
}

/** As it is kept: what a calm series has not takes no room. */
export function numbersOfBreach({ firing, at, last, pace, since, seenAt, heardAt, value }: Breach): number[] {
  return [firing ? 1 : none, at, last === at ? none : last, pace || none, since, seenAt, heardAt, value];
}

export const breachLength = 8;

export function breachOfNumbers(numbers: ArrayLike<number>): Breach {
  const at = numbers[1]!;
  return {
    firing: numbers[0] === 1,
    at,
    last: Number.isNaN(numbers[2]) ? at : numbers[2]!,
    pace: numbers[3]! || 0,
    since: numbers[4]!,
    seenAt: numbers[5]!,
    heardAt: numbers[6]!,
    value: numbers[7]!,
  };
}
