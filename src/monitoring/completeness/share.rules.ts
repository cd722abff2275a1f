/** An instant in microseconds since 1970. */
type Micros = number;

export interface Span {
  from: Micros;
  to: Micros;
}

/** What is known of a series, and how many samples of a range the hub holds of it. */
export interface Presence {
  id: string;
  /** Between its samples, in seconds; null where it is not known. */
  interval: number | null;
  isStated: boolean;
  /** null of a series that never had a sample. */
  firstAt: Micros | null;
  lastAt: Micros | null;
  /** Its newest sample says that it is gone. */
  hasEnded: boolean;
  /** When the hub last got a new sample of it; null where that was before it kept this. */
  arrivedAt: Micros | null;
  /** When one came that was older than those it had. */
  lateAt: Micros | null;
  count: number;
  /** The moment of all this, by the clock of the database. */
  asOf: Micros;
}

/** What came this long ago still comes; and what is this old when it comes is made up for. */
const moment = 5 * 60_000_000;
/** Less than this is no gap: one sample may come late, or be lost. */
const gapFactor = 2.5;

/** The part of a range in which samples of a series can be expected: since its first one, until now, or until it ended. */
export function expectedSpan({ from, to }: Span, { firstAt, lastAt, hasEnded, asOf }: Presence): Span {
  const end = Math.min(to, hasEnded && lastAt !== null ? lastAt + 1 : asOf);
  const start = firstAt === null ? end : Math.max(from, firstAt);
  return { from: start, to: Math.max(start, end) };
}

/** As many as its interval fits into it, in whole numbers: a steady series never has fewer. */
export const expectedCount = ({ from, to }: Span, interval: number | null): number =>
  interval === null ? 0 : Math.floor((to - from) / 1_000_000 / interval);

export const shareOf = (present: number, expected: number): number | null =>
  expected === 0 ? null : Math.min(1, present / expected);

/** The longest time without a sample that is not missed, in microseconds; Infinity where no interval is known. */
export const longestPause = (interval: number | null): number =>
  interval === null ? Infinity : interval * gapFactor * 1_000_000;

/** Its newest sample is older than it should be. */
export const isOverdue = ({ interval, lastAt, hasEnded, asOf }: Presence): boolean =>
  !hasEnded && lastAt !== null && asOf - lastAt > longestPause(interval);

/**
 * What it was not heard of for a while comes now: in the last five minutes came something older than what it had, or something that was that old,
 * and older than a pause of it, when it came.
 */
export function isBackfilling({ interval, lastAt, arrivedAt, lateAt, asOf }: Presence): boolean {
  const isRecent = (at: Micros | null): at is Micros => at !== null && asOf - at < moment;
  if (isRecent(lateAt)) return true;
  const pause = Math.max(moment, interval === null ? 0 : longestPause(interval));
  return isRecent(arrivedAt) && lastAt !== null && arrivedAt - lastAt > pause;
}
