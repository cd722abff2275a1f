import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import { greatestDistance, numberOf, offsetOf, valueOf } from './grid-values';
import { readMisfits, writeMisfits } from './misfits';
import { readFew, writeNumbers } from './number-column';
import { takeColumn } from './room';

const { abs } = Math;

/** Values of which some are known from what was written before: NaN in all other places, the open ones. */
export interface Expected {
  readonly known: Float64Array;
  /** The open places. */
  readonly open: Float64Array;
  readonly factor: number;
  /** Of each place, the grid that its value lies on; none, and they lie on none. */
  readonly grids: Float64Array | undefined;
}

export function expectValues(known: Float64Array, factor: number, grids?: Float64Array): Expected {
  const open = takeColumn(known.length);
  let found = 0;
  for (let i = 0; i < known.length; i += 1) if (Number.isNaN(known[i])) open[found++] = i;
  return { known, open: open.subarray(0, found), factor, grids };
}

/** Writes what the numbers leave open of the values: how far each is from its number, and those that it does not bring back. */
export function writeOpen(out: BitWriter, values: Float64Array, numbers: Float64Array, expected: Expected): void {
  const { known, factor, grids, open } = expected;
  const offsets = takeColumn(open.length);
  const misfits: number[] = [];
  for (let i = 0, next = 0; i < known.length; i += 1) {
    if (open[next] !== i) {
      if (!Object.is(known[i], values[i])) misfits.push(i);
      continue;
    }
    const offset = offsetOf(values[i]!, numbers[i]!, factor, grids === undefined ? 0 : grids[i]!);
    if (Number.isNaN(offset)) misfits.push(i);
    else offsets[next] = offset;
    next += 1;
  }
  writeNumbers(out, offsets);
  writeMisfits(out, values, misfits);
}

/** Puts the values in their places. */
export function readOpen(input: BitReader, numbers: Float64Array, expected: Expected): Float64Array {
  const { known, factor, grids, open } = expected;
  const offsets = readFew(input, open.length);
  const values = known;
  for (let i = 0; i < open.length; i += 1) {
    const place = open[i]!;
    values[place] = valueOf(
      numbers[place]!,
      offsets === undefined ? 0 : offsets[i]!,
      factor,
      grids === undefined ? 0 : grids[place]!,
    );
  }
  readMisfits(input, values);
  return values;
}

/** The numbers of values; where one has none, or one far from it, what stands instead. */
export function numbersOf(values: Float64Array, instead: Float64Array, factor: number): Float64Array {
  const numbers = takeColumn(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const number = numberOf(values[i]!, factor);
    numbers[i] = abs(number - instead[i]!) < greatestDistance ? number : instead[i]!;
  }
  return numbers;
}
