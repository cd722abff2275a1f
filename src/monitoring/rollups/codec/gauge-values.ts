import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import { greatestDistance, numberOf } from './grid-values';
import { readLevels, splitLevels, writeLevels } from './level-column';
import { planNumbers, readNumbers, writeNumbers } from './number-column';
import { expectValues, numbersOf, readOpen, writeOpen, type Expected } from './open-values';
import type { StepColumns } from '../rollup';
import { takeColumn } from './room';
import { readUnit, unitOf, writeUnit } from './unit';

const { abs, max, min, round } = Math;

type Values = Pick<StepColumns, 'lasts' | 'lows' | 'highs' | 'sums'>;

/** The whole numbers that the values are, multiples of a unit apart. */
interface Numbers {
  readonly lasts: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly unit: number;
}

/** What the lowest and the highest of a step are measured from, one bit: its last and the one before, or the first of all. */
const fromLasts = 0;
const fromFirst = 1;

export function writeGauge(out: BitWriter, steps: StepColumns, factor: number): void {
  const levels = splitLevels(steps.lasts, factor);
  const lasts = levels.numbers;
  const [lows, highs] = [numbersOf(steps.lows, lasts, factor), numbersOf(steps.highs, lasts, factor)];
  const expected = expectExtremes(steps.counts, steps.lasts, factor);
  keepOpen(lows, lasts, expected);
  keepOpen(highs, lasts, expected);
  const unit = unitOf([lasts, lows, highs], lasts[0]!);
  const numbers = { lasts, lows, highs, unit };
  writeUnit(out, unit);
  writeLevels(out, levels, unit);
  writeExtremes(out, numbers, expected.open);
  writeOpen(out, steps.lows, lows, expected);
  writeOpen(out, steps.highs, highs, expected);
  writeSums(out, steps, numbers, expectSums(steps.counts, steps, factor));
}

export function readGauge(input: BitReader, counts: Float64Array, factor: number): Values {
  const unit = readUnit(input);
  const { values: lasts, numbers } = readLevels(input, counts.length, factor, unit);
  const expected = expectExtremes(counts, lasts, factor);
  const [lows, highs] = readExtremes(input, numbers, expected.open, unit);
  const alike = expectExtremes(counts, lasts, factor);
  const values = { lasts, lows: readOpen(input, lows, expected), highs: readOpen(input, highs, alike) };
  const sums = readSums(input, counts, { lasts: numbers, lows, highs, unit }, expectSums(counts, values, factor));
  return { ...values, sums };
}

/** Of one number, it is the lowest and the highest. */
function expectExtremes(counts: Float64Array, lasts: Float64Array, factor: number): Expected {
  const known = takeColumn(counts.length);
  for (let i = 0; i < known.length; i += 1) known[i] = counts[i] === 1 ? lasts[i]! : NaN;
  return expectValues(known, factor);
}

function keepOpen(numbers: Float64Array, lasts: Float64Array, { open }: Expected): void {
  if (open.length === numbers.length) return;
  for (let i = 0, next = 0; i < numbers.length; i += 1) {
    if (open[next] === i) next += 1;
    else numbers[i] = lasts[i]!;
  }
}

function writeExtremes(out: BitWriter, numbers: Numbers, open: Float64Array): void {
  const ways = [fromLasts, fromFirst].map((base) => {
    const [below, above] = distancesFrom(base, numbers, open).map((column) => planNumbers(column));
    return { base, below: below!, above: above!, bits: below!.bits + above!.bits };
  });
  const best = ways.reduce((least, way) => (way.bits < least.bits ? way : least));
  out.bits(best.base, 1);
  best.below.write(out);
  best.above.write(out);
}

function distancesFrom(base: number, { lasts, lows, highs, unit }: Numbers, open: Float64Array): Float64Array[] {
  const [below, above] = [takeColumn(open.length), takeColumn(open.length)];
  for (let i = 0; i < open.length; i += 1) {
    const place = open[i]!;
    below[i] = (lowBase(base, lasts, place) - lows[place]!) / unit;
    above[i] = (highs[place]! - highBase(base, lasts, place)) / unit;
  }
  return [below, above];
}

function readExtremes(
  input: BitReader,
  lasts: Float64Array,
  open: Float64Array,
  unit: number,
): [lows: Float64Array, highs: Float64Array] {
  const base = input.bits(1);
  const [below, above] = [readNumbers(input, open.length), readNumbers(input, open.length)];
  const [lows, highs] = [takeColumn(lasts.length), takeColumn(lasts.length)];
  lows.set(lasts);
  highs.set(lasts);
  for (let i = 0; i < open.length; i += 1) {
    const place = open[i]!;
    lows[place] = lowBase(base, lasts, place) - below[i]! * unit;
    highs[place] = highBase(base, lasts, place) + above[i]! * unit;
  }
  return [lows, highs];
}

function lowBase(base: number, lasts: Float64Array, i: number): number {
  if (base === fromFirst) return lasts[0]!;
  return i > 0 ? min(lasts[i]!, lasts[i - 1]!) : lasts[i]!;
}

function highBase(base: number, lasts: Float64Array, i: number): number {
  if (base === fromFirst) return lasts[0]!;
  return i > 0 ? max(lasts[i]!, lasts[i - 1]!) : lasts[i]!;
}

/** Of one number the sum is that, of two it is both. */
function expectSums(counts: Float64Array, { lasts, lows, highs }: Omit<Values, 'sums'>, factor: number): Expected {
  const known = takeColumn(counts.length);
  for (let i = 0; i < known.length; i += 1)
    known[i] = counts[i] === 1 ? lasts[i]! : counts[i] === 2 ? lows[i]! + highs[i]! : NaN;
  return expectValues(known, factor);
}

/** Where all numbers of a step are alike the sum is known, else it is the more likely to be far from the least the further they spread. */
function spreadOf(
  counts: Float64Array,
  { lows, highs, unit }: Numbers,
  open: Float64Array,
): { spread: Float64Array; scales: Float64Array } {
  const [spread, scales] = [takeColumn(open.length), takeColumn(open.length)];
  let found = 0;
  for (let i = 0; i < open.length; i += 1) {
    const place = open[i]!;
    if (lows[place] === highs[place] || counts[place] === 0) continue;
    spread[found] = place;
    scales[found] = (counts[place]! * abs(highs[place]! - lows[place]!)) / unit;
    found += 1;
  }
  return { spread: spread.subarray(0, found), scales: scales.subarray(0, found) };
}

function writeSums(out: BitWriter, { counts, sums }: StepColumns, numbers: Numbers, expected: Expected): void {
  const { spread, scales } = spreadOf(counts, numbers, expected.open);
  const whole = leastSums(counts, numbers);
  const beyond = takeColumn(spread.length);
  for (let i = 0; i < spread.length; i += 1) {
    const place = spread[i]!;
    const number = (numberOf(sums[place]!, expected.factor) - whole[place]!) / numbers.unit;
    if (abs(number) < greatestDistance) beyond[i] = round(number);
    whole[place]! += beyond[i]! * numbers.unit;
  }
  writeNumbers(out, beyond, scales);
  writeOpen(out, sums, whole, expected);
}

function readSums(input: BitReader, counts: Float64Array, numbers: Numbers, expected: Expected): Float64Array {
  const { spread, scales } = spreadOf(counts, numbers, expected.open);
  const whole = leastSums(counts, numbers);
  const beyond = readNumbers(input, spread.length, scales);
  for (let i = 0; i < spread.length; i += 1) whole[spread[i]!]! += beyond[i]! * numbers.unit;
  return readOpen(input, whole, expected);
}

function leastSums(counts: Float64Array, { lows }: Numbers): Float64Array {
  const sums = takeColumn(counts.length);
  for (let i = 0; i < sums.length; i += 1) sums[i] = counts[i]! * lows[i]!;
  return sums;
}
