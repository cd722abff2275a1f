import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';

const { abs, floor } = Math;

/** The greatest whole number that divides all distances from the first, and 1 where there are none. */
export function unitOf(columns: readonly Float64Array[], first: number): number {
  let unit = 0;
  for (const column of columns) {
    for (let i = 0; i < column.length && unit !== 1; i += 1) {
      const distance = abs(column[i]! - first);
      if (distance === unit || distance === 0) continue;
      // Exact below 2^53, and many times faster than %.
      const times = distance / unit;
      if (unit === 0 || times !== floor(times)) unit = greatestDivisor(distance, unit);
    }
  }
  return unit === 0 ? 1 : unit;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

export function writeUnit(out: BitWriter, unit: number): void {
  out.bits(unit === 1 ? 0 : 1, 1);
  if (unit !== 1) out.number(unit);
}

export const readUnit = (input: BitReader): number => (input.bits(1) === 0 ? 1 : input.number());
