import { dayMicros } from '../../kernel/instant';
import { longestPause, type Span } from './share.rules';
import type { Judged } from './summary.rules';

/** Series of which one sample is enough for all to have been heard of, and what is left of the range without any. */
export interface Silence {
  /** Those with most samples first: they leave least. */
  series: readonly Judged[];
  /** The shortest of them. */
  pause: number;
  /** Longer than that. */
  gaps: readonly Span[];
}

/** Before any sample is looked at, nothing is there; null where of no series an interval is known. */
export function wholeSilence(all: readonly Judged[]): Silence | null {
  const series = all.filter(({ span }) => span.to > span.from);
  const pause = all.reduce((least, { interval }) => Math.min(least, longestPause(interval)), Infinity);
  if (pause === Infinity) return null;
  const from = series.reduce((least, { span }) => Math.min(least, span.from), Infinity);
  const to = series.reduce((most, { span }) => Math.max(most, span.to), -Infinity);
  const densestFirst = series.toSorted((one, other) => other.count - one.count);
  return { series: densestFirst, pause, gaps: to - from > pause ? [{ from, to }] : [] };
}

/** What rising instants leave of some gaps that is longer than a pause: each from one sample to the next. */
export function cutGaps(gaps: readonly Span[], at: Float64Array, pause: number): readonly Span[] {
  if (at.length === 0) return gaps;
  const [first, last] = [at[0]!, at[at.length - 1]!];
  if (gaps.every(({ from, to }) => to <= first || from >= last)) return gaps;
  return gaps.flatMap((gap) => (gap.to <= first || gap.from >= last ? [gap] : cutGap(gap, at, pause)));
}

function cutGap({ from, to }: Span, at: Float64Array, pause: number): Span[] {
  const left: Span[] = [];
  let before = from;
  for (let i = placeBehind(at, from); i < at.length && at[i]! < to; i += 1) {
    if (at[i]! - before > pause) left.push({ from: before, to: at[i]! });
    before = at[i]!;
  }
  if (to - before > pause) left.push({ from: before, to });
  return left;
}

function placeBehind(at: Float64Array, instant: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Some series should have been heard of in a gap: one that began or ended there, or comes more rarely, does not miss it. */
export const isMissed = (gap: Span, series: readonly Judged[]): boolean =>
  series.some(
    ({ span, interval }) => Math.min(gap.to, span.to) - Math.max(gap.from, span.from) > longestPause(interval),
  );

/** Ranges that hold all gaps, those of neighbouring days as one. */
export function spansOf(gaps: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const { from, to } of gaps) {
    const last = spans.at(-1);
    if (last && from - last.to < dayMicros) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}
