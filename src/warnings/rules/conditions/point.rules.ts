/** A sample as conditions look at it; instants are microseconds since 1970. */
export interface Point {
  at: number;
  value: number;
  /** 0 a number, 1 NaN, 2 +Inf, 3 -Inf, 4 stale. */
  flag: number;
}

/** The hub's clock: of now, and of when it began to look without a break. What lies before a break or a jump is not counted as time gone by. */
export interface Clock {
  now: number;
  since: number;
}

/** Of numbers in a state: there is none. */
export const none = NaN;
export const second = 1e6;

const flags = { number: 0, positiveInfinity: 2, negativeInfinity: 3, stale: 4 };

export const hasEnded = ({ flag }: Point): boolean => flag === flags.stale;

/** What a limit is compared with: infinities lie beyond all limits; NaN says nothing, and is null. */
export function comparable({ value, flag }: Point): number | null {
  if (flag === flags.positiveInfinity) return Infinity;
  if (flag === flags.negativeInfinity) return -Infinity;
  return flag === flags.number && !Number.isNaN(value) ? value : null;
}

/** What can be reckoned with. */
export const countable = ({ value, flag }: Point): number | null =>
  flag === flags.number && Number.isFinite(value) ? value : null;
