import { unfolded, type BitReader } from './bit-reader';
import { folded, type BitWriter } from './bit-writer';
import { centerOf, centerShares, firstMean, nextMean, widthOf } from './learned';
import { planMostlyOne, readMostlyOne } from './mostly-one';
import { takeColumn } from './room';
import { planSizes, readSizes, widthBits, type ColumnPlan, type Scales } from './size-column';

/** How the numbers of a column are written: two bits. */
const zeros = 0;
const amounts = 1;
const around = 2;
const mostlyOne = 3;
const modeBits = 2;

const nothing: ColumnPlan = { bits: modeBits, write: (out) => out.bits(zeros, modeBits) };

/** The shortest of the ways to write whole numbers within 2^50 of 0. */
export function planNumbers(column: Float64Array, scales?: Scales): ColumnPlan {
  const { others, repeated, negative } = countKinds(column);
  if (others === 0) return nothing;
  const plans = negative > 0 ? [] : [headed(amounts, planSizes(column, scales))];
  if (column.length > 1 || negative > 0) plans.push(planAround(column, scales));
  if (repeated * 2 > column.length) plans.push(headed(mostlyOne, planMostlyOne(column)));
  return shortest(plans);
}

export const shortest = (plans: readonly ColumnPlan[]): ColumnPlan =>
  plans.reduce((best, plan) => (plan.bits < best.bits ? plan : best));

/** Writes the shorter of two, and which it is in a bit before. */
export function writeShorter(out: BitWriter, one: ColumnPlan, other: ColumnPlan): boolean {
  const isOther = other.bits < one.bits;
  out.bits(isOther ? 1 : 0, 1);
  (isOther ? other : one).write(out);
  return isOther;
}

export const writeNumbers = (out: BitWriter, column: Float64Array, scales?: Scales): void =>
  planNumbers(column, scales).write(out);

export function readNumbers(input: BitReader, count: number, scales?: Scales): Float64Array {
  return readFew(input, count, scales) ?? takeColumn(count);
}

/** The same, and nothing where all are 0. */
export function readFew(input: BitReader, count: number, scales?: Scales): Float64Array | undefined {
  const mode = input.bits(modeBits);
  if (mode === zeros) return undefined;
  const column = takeColumn(count);
  if (mode === amounts) readSizes(input, column, scales);
  else if (mode === around) readAround(input, column, scales);
  else readMostlyOne(input, column);
  return column;
}

const headed = (mode: number, plan: ColumnPlan): ColumnPlan => ({
  bits: modeBits + plan.bits,
  write: (out) => {
    out.bits(mode, modeBits);
    plan.write(out);
  },
});

/** How many are not 0, are like the one before, are below 0. */
function countKinds(column: Float64Array): { others: number; repeated: number; negative: number } {
  let [others, repeated, negative, before] = [0, 0, 0, 0];
  for (let i = 0; i < column.length; i += 1) {
    const number = column[i]!;
    if (number !== 0) others += 1;
    if (number < 0) negative += 1;
    if (number === before) repeated += 1;
    before = number;
  }
  return { others, repeated, negative };
}

function planAround(column: Float64Array, scales: Scales): ColumnPlan {
  const sizes = takeColumn(column.length);
  let mean = 0;
  for (let i = 0; i < column.length; i += 1) {
    const number = column[i]!;
    const scale = scales === undefined ? 1 : scales[i]!;
    sizes[i] = folded(number - centerOf(mean * scale));
    mean += (number * (1 / scale) - mean) * centerShares[i]!;
  }
  return headed(around, planSizes(sizes, scales));
}

function readAround(input: BitReader, column: Float64Array, scales: Scales): void {
  let size = firstMean(input.bits(widthBits));
  let mean = 0;
  for (let i = 0; i < column.length; i += 1) {
    const scale = scales === undefined ? 1 : scales[i]!;
    const found = input.likely(widthOf(size * scale));
    const number = centerOf(mean * scale) + unfolded(found);
    const share = 1 / scale;
    column[i] = number;
    size = nextMean(size, found * share);
    mean += (number * share - mean) * centerShares[i]!;
  }
}
