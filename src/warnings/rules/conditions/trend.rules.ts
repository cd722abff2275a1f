import type { LimitSide } from '../warning-rule.values';

export interface Trend {
  /** Per unit of time. */
  slope: number;
  /** Of the line at the last instant. */
  level: number;
  /**
   * How much of one mind the pairs are: 1 where each later value is higher, -1 where each is lower, about 0 of noise (Kendall's tau). The least of
   * the whole and of its two halves, and 0 where these differ: a season of the length of the whole rises in one and falls in the other.
   */
  agreement: number;
}

/** The line of Theil and Sen: the median of the slopes of all pairs. Up to 29 % of the values may be anything. */
export function trendOf(ats: readonly number[], values: readonly number[]): Trend {
  const slopes: number[] = [];
  for (let i = 0; i < ats.length; i += 1)
    for (let j = i + 1; j < ats.length; j += 1) slopes.push((values[j]! - values[i]!) / (ats[j]! - ats[i]!));
  const slope = medianOf(slopes);
  const last = ats.at(-1)!;
  const level = medianOf(values.map((value, i) => value + slope * (last - ats[i]!)));
  return { slope, level, agreement: agreementOf(values) };
}

function agreementOf(values: readonly number[]): number {
  const middle = values.length >>> 1;
  const taus = [values, values.slice(0, middle), values.slice(middle)].map(tauOf);
  const [least, greatest] = [Math.min(...taus), Math.max(...taus)];
  return least > 0 ? least : greatest < 0 ? greatest : 0;
}

function tauOf(values: readonly number[]): number {
  let signs = 0;
  for (let i = 0; i < values.length; i += 1)
    for (let j = i + 1; j < values.length; j += 1) signs += Math.sign(values[j]! - values[i]!);
  return signs / ((values.length * (values.length - 1)) / 2);
}

export function medianOf(numbers: readonly number[]): number {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Less than this is taken for chance. */
const leastAgreement = 0.4;

/** How long after its last instant a trend reaches a limit; Infinity where it does not lead there. */
export function timeUntil({ slope, level, agreement }: Trend, side: LimitSide, limit: number): number {
  const up = side === 'ABOVE' ? 1 : -1;
  if (slope * up <= 0 || agreement * up < leastAgreement) return Infinity;
  return Math.max(0, (limit - level) / slope);
}
