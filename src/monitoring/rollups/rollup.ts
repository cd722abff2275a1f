import type { MetricKind } from '../monitoring.values';

const { floor } = Math;

/** Steps of one level of one series within one UTC day, those that hold a number; columns of one length. */
export interface StepColumns {
  /** Place of each step in its day from 0, rising: of 288, 24 or 1. */
  readonly places: Float64Array;
  /** Numbers in it; of a counter, increases, of which the first step of a day may have none. */
  readonly counts: Float64Array;
  /** Of a gauge the sum of the values, of a counter that of the increases. */
  readonly sums: Float64Array;
  /** Of a gauge the least value, of a counter the increase of the sample with the least rate. */
  readonly lows: Float64Array;
  /** The same, greatest. */
  readonly highs: Float64Array;
  /** Last value in the step: of a counter its count, not an increase. */
  readonly lasts: Float64Array;
  /** Of a counter, whole microseconds; of length 0 of a gauge: the time that the increases took in all. */
  readonly spans: Float64Array;
  /** The time that the lowest took. */
  readonly lowSpans: Float64Array;
  /** The time that the highest took. */
  readonly highSpans: Float64Array;
}

/** Of a counter: its first and last number of the day, so that the increase across midnight can be told. Microseconds since 1970. */
export interface DayEnds {
  readonly firstAt: number;
  readonly firstValue: number;
  readonly lastAt: number;
  readonly lastValue: number;
}

export interface Rollup {
  readonly kind: MetricKind;
  readonly steps: StepColumns;
  /** Of a gauge, or of a counter without a number that day, null. */
  readonly ends: DayEnds | null;
}

export const mostSteps = 288;
/** More samples, and more microseconds, than a day has. */
export const greatestCount = 2 ** 48;

export const isCount = (number: number): boolean => number >= 0 && number < greatestCount && number === floor(number);

/** Columns made one by one, each by its place among them. */
export const mapSteps = (make: (name: keyof StepColumns, place: number) => Float64Array): StepColumns => ({
  places: make('places', 0),
  counts: make('counts', 1),
  sums: make('sums', 2),
  lows: make('lows', 3),
  highs: make('highs', 4),
  lasts: make('lasts', 5),
  spans: make('spans', 6),
  lowSpans: make('lowSpans', 7),
  highSpans: make('highSpans', 8),
});
export const stepColumnCount = 9;
