import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import { greatestDistance, numberOf, ulpOf } from './grid-values';
import { readLevels, splitLevels, writeLevels, type Levels } from './level-column';
import { planNumbers, readNumbers, writeNumbers, writeShorter } from './number-column';
import { expectValues, numbersOf, readOpen, writeOpen, type Expected } from './open-values';
import type { StepColumns } from '../rollup';
import { takeColumn } from './room';
import { readUnit, unitOf, writeUnit } from './unit';

const { abs, max } = Math;

type Values = Pick<StepColumns, 'lasts' | 'lows' | 'highs' | 'sums'>;

export interface CounterValues extends Values {
  readonly firstValue: number;
}

/** The increases of the steps as whole numbers, multiples of a unit, and as many times smaller for one of each. */
interface Increases {
  readonly numbers: Float64Array;
  readonly means: Float64Array;
  readonly unit: number;
}

/** Writes the values of a counter. `firstValue` is what it stood at before its first increase of the day. */
export function writeCounter(out: BitWriter, steps: StepColumns, firstValue: number, factor: number): void {
  const { counts, lasts, sums, lows, highs } = steps;
  const levels = splitLevels(joined(firstValue, lasts), factor);
  const beyond = beyondOf(sums, levels, factor);
  const zeros = takeColumn(lasts.length);
  const [lowest, highest] = [numbersOf(lows, zeros, factor), numbersOf(highs, zeros, factor)];
  const numbers = increasesOf(levels.numbers, beyond);
  const unit = unitOf([numbers, lowest, highest], 0);
  const increases = { numbers, means: meansOf(numbers, counts, unit), unit };
  const grids = gridsOf(lasts);
  writeUnit(out, unit);
  writeNumbers(out, beyond);
  writeLevels(out, levels, unit, beyond);
  writeOpen(out, sums, numbers, expectSums(levels.values, beyond, factor, grids));
  writeExtremes(out, lows, lowest, increases, expectLows(counts, sums, factor, grids));
  writeExtremes(out, highs, highest, increases, expectHighs(counts, sums, lows, factor, grids));
}

export function readCounter(input: BitReader, counts: Float64Array, factor: number): CounterValues {
  const unit = readUnit(input);
  const beyond = readNumbers(input, counts.length);
  const levels = readLevels(input, counts.length + 1, factor, unit, beyond);
  const lasts = levels.values.subarray(1);
  const grids = gridsOf(lasts);
  const numbers = increasesOf(levels.numbers, beyond);
  const sums = readOpen(input, numbers, expectSums(levels.values, beyond, factor, grids));
  const increases = { numbers, means: meansOf(numbers, counts, unit), unit };
  const lows = readExtremes(input, increases, expectLows(counts, sums, factor, grids));
  const highs = readExtremes(input, increases, expectHighs(counts, sums, lows, factor, grids));
  return { firstValue: levels.values[0]!, lasts, sums, lows, highs };
}

function joined(first: number, others: Float64Array): Float64Array {
  const all = takeColumn(others.length + 1);
  all[0] = first;
  all.set(others, 1);
  return all;
}

/** A difference of two floating-point numbers lies on their grid. */
function gridsOf(lasts: Float64Array): Float64Array {
  const grids = takeColumn(lasts.length);
  for (let i = 0; i < grids.length; i += 1) grids[i] = ulpOf(lasts[i]!);
  return grids;
}

/** How much the increase of a step is beyond what its last value is above that of the step before: nothing, but for resets. */
function beyondOf(sums: Float64Array, { values, numbers }: Levels, factor: number): Float64Array {
  const beyond = takeColumn(sums.length);
  for (let i = 0; i < sums.length; i += 1) {
    if (sums[i] === values[i + 1]! - values[i]!) continue;
    const more = numberOf(sums[i]!, factor) - (numbers[i + 1]! - numbers[i]!);
    if (abs(more) < greatestDistance) beyond[i] = more;
  }
  return beyond;
}

function increasesOf(levels: Float64Array, beyond: Float64Array): Float64Array {
  const increases = takeColumn(beyond.length);
  for (let i = 0; i < beyond.length; i += 1) increases[i] = levels[i + 1]! - levels[i]! + beyond[i]!;
  return increases;
}

function expectSums(levels: Float64Array, beyond: Float64Array, factor: number, grids: Float64Array): Expected {
  const known = takeColumn(beyond.length);
  for (let i = 0; i < known.length; i += 1) known[i] = beyond[i] === 0 ? levels[i + 1]! - levels[i]! : NaN;
  return expectValues(known, factor, grids);
}

/** The usual increase of each step, in units. */
function meansOf(sums: Float64Array, counts: Float64Array, unit: number): Float64Array {
  const means = takeColumn(sums.length);
  for (let i = 0; i < sums.length; i += 1) means[i] = max(1, abs(sums[i]!) / max(1, counts[i]!) / unit);
  return means;
}

/** Of one increase, or where there is none, the sum is the lowest and the highest. */
function expectLows(counts: Float64Array, sums: Float64Array, factor: number, grids: Float64Array): Expected {
  const known = takeColumn(sums.length);
  for (let i = 0; i < known.length; i += 1) known[i] = sums[i] === 0 || counts[i]! < 2 ? sums[i]! : NaN;
  return expectValues(known, factor, grids);
}

/** Of two the highest is what is left. */
function expectHighs(
  counts: Float64Array,
  sums: Float64Array,
  lows: Float64Array,
  factor: number,
  grids: Float64Array,
): Expected {
  const known = takeColumn(sums.length);
  for (let i = 0; i < known.length; i += 1)
    known[i] = sums[i] === 0 || counts[i]! < 2 ? sums[i]! : counts[i] === 2 ? sums[i]! - lows[i]! : NaN;
  return expectValues(known, factor, grids);
}

/** Writes increases as they are, or as what they leave of the sum: the first of a bit. */
function writeExtremes(
  out: BitWriter,
  values: Float64Array,
  extremes: Float64Array,
  increases: Increases,
  expected: Expected,
): void {
  const { numbers, means, unit } = increases;
  const { open } = expected;
  const [plain, left, scales] = [takeColumn(open.length), takeColumn(open.length), takeColumn(open.length)];
  for (let i = 0; i < open.length; i += 1) {
    const place = open[i]!;
    plain[i] = extremes[place]! / unit;
    left[i] = (numbers[place]! - extremes[place]!) / unit;
    scales[i] = means[place]!;
  }
  writeShorter(out, planNumbers(plain, scales), planNumbers(left, scales));
  writeOpen(out, values, extremes, expected);
}

function readExtremes(input: BitReader, { numbers, means, unit }: Increases, expected: Expected): Float64Array {
  const { open } = expected;
  const [extremes, scales] = [takeColumn(means.length), takeColumn(open.length)];
  for (let i = 0; i < open.length; i += 1) scales[i] = means[open[i]!]!;
  const isPlain = input.bits(1) === 0;
  const column = readNumbers(input, open.length, scales);
  for (let i = 0; i < open.length; i += 1) {
    const place = open[i]!;
    extremes[place] = isPlain ? column[i]! * unit : numbers[place]! - column[i]! * unit;
  }
  return readOpen(input, extremes, expected);
}
