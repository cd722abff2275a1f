import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import { greatestDistance, numberOf, offsetOf, valueOf } from './grid-values';
import { readMisfits, writeMisfits } from './misfits';
import { planNumbers, writeShorter, readFew, readNumbers, writeNumbers } from './number-column';
import { takeColumn } from './room';

const { abs } = Math;

/** Values of a series in order, and the whole numbers that they are: what has none is like the one before. */
export interface Levels {
  readonly values: Float64Array;
  readonly numbers: Float64Array;
}

export interface SplitLevels extends Levels {
  readonly offsets: Float64Array;
  readonly misfits: readonly number[];
}

export function splitLevels(values: Float64Array, factor: number): SplitLevels {
  const [numbers, offsets] = [takeColumn(values.length), takeColumn(values.length)];
  const misfits: number[] = [];
  let first = NaN;
  for (let i = 0; i < values.length; i += 1) {
    const number = numberOf(values[i]!, factor);
    const offset = offsetOf(values[i]!, number, factor, 0);
    if (Number.isNaN(offset) || abs(number - first) >= greatestDistance) {
      misfits.push(i);
      if (i > 0) numbers[i] = numbers[i - 1]!;
      continue;
    }
    if (Number.isNaN(first)) numbers.fill((first = number), 0, i);
    numbers[i] = number;
    offsets[i] = offset;
  }
  return { values, numbers, offsets, misfits };
}

/**
 * Writes levels, in units, each less the one before or, if that is shorter, less the first; where it is told how much steps are `beyond`
 * what the levels rise, steps alone.
 */
export function writeLevels(out: BitWriter, levels: SplitLevels, unit: number, beyond?: Float64Array): void {
  const { values, numbers, offsets, misfits } = levels;
  if (values.length === 0) return;
  const [steps, heights] = [takeColumn(numbers.length - 1), takeColumn(numbers.length - 1)];
  for (let i = 0; i < steps.length; i += 1) {
    steps[i] = (numbers[i + 1]! - numbers[i]! + (beyond === undefined ? 0 : beyond[i]!)) / unit;
    heights[i] = (numbers[i + 1]! - numbers[0]!) / unit;
  }
  out.signed(numbers[0]!);
  if (beyond === undefined) writeShorter(out, planNumbers(steps), planNumbers(heights));
  else writeNumbers(out, steps);
  writeNumbers(out, offsets);
  writeMisfits(out, values, misfits);
}

export function readLevels(
  input: BitReader,
  count: number,
  factor: number,
  unit: number,
  beyond?: Float64Array,
): Levels {
  const [values, numbers] = [takeColumn(count), takeColumn(count)];
  if (count === 0) return { values, numbers };
  numbers[0] = input.signed();
  const asSteps = beyond !== undefined || input.bits(1) === 0;
  const others = readNumbers(input, count - 1);
  for (let i = 1; i < count; i += 1) {
    const less = beyond === undefined ? 0 : beyond[i - 1]!;
    numbers[i] = numbers[asSteps ? i - 1 : 0]! + others[i - 1]! * unit - less;
  }
  const offsets = readFew(input, count);
  for (let i = 0; i < count; i += 1)
    values[i] = offsets === undefined ? numbers[i]! / factor : valueOf(numbers[i]!, offsets[i]!, factor, 0);
  readMisfits(input, values);
  return { values, numbers };
}
