import type { Incoming } from '../../../src/monitoring/incoming/incoming';

/** Samples as a person would say them: series, instant, the value's bits in hexadecimal, flag. */
export function samplesOf({ series, seriesAt, at, values, flags }: Incoming): [string, number, string, number][] {
  const bits = new BigUint64Array(values.buffer, values.byteOffset, values.length);
  return Array.from(seriesAt, (place, i) => [series[place]!.key, at[i]!, bits[i]!.toString(16), flags[i]!]);
}

/** The same with values as numbers. */
export const numbersOf = ({ series, seriesAt, at, values }: Incoming): [string, number, number][] =>
  Array.from(seriesAt, (place, i) => [series[place]!.key, at[i]!, values[i]!]);

/** Whether the columns fit together. */
export function isWellFormed({ series, seriesAt, at, values, flags }: Incoming): boolean {
  const lengths = new Set([seriesAt, at, values, flags].map(({ length }) => length));
  const keys = new Set(series.map(({ key }) => key));
  return (
    lengths.size === 1 &&
    keys.size === series.length &&
    seriesAt.every((place) => place < series.length) &&
    at.every((instant) => Number.isSafeInteger(instant) && instant >= 0) &&
    flags.every((flag) => flag <= 4)
  );
}

export const now = Date.UTC(2026, 10, 22, 12);
