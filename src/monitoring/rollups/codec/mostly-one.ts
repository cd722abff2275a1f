import { DamagedChunk } from '../../chunks/damaged-chunk';
import { unfolded, type BitReader } from './bit-reader';
import { folded, lengthBits, lengthOf, type BitWriter } from './bit-writer';
import { takeColumn } from './room';
import { planSizes, readSizes, type ColumnPlan } from './size-column';

/** A column as the number that most of them are, and the others with their places. */
export function planMostlyOne(column: Float64Array): ColumnPlan {
  const usual = majorityOf(column);
  const { gaps, sizes } = exceptionsOf(column, usual);
  const parts = gaps.length === 0 ? [] : [planSizes(gaps), planSizes(sizes)];
  const write = (out: BitWriter) => {
    out.signed(usual);
    out.small(gaps.length);
    for (const part of parts) part.write(out);
  };
  const head = lengthBits + lengthOf(folded(usual)) + 2 * lengthOf(gaps.length);
  return { bits: parts.reduce((sum, { bits }) => sum + bits, head), write };
}

export function readMostlyOne(input: BitReader, column: Float64Array): void {
  const usual = input.signed();
  column.fill(usual);
  const count = input.small();
  if (count === 0) return;
  if (count > column.length) throw new DamagedChunk('a column has more exceptions than numbers');
  const [gaps, sizes] = [takeColumn(count), takeColumn(count)];
  readSizes(input, gaps);
  readSizes(input, sizes);
  for (let i = 0, place = 0; i < count; i += 1, place += 1) {
    place += gaps[i]!;
    if (place >= column.length) throw new DamagedChunk('an exception has no place');
    column[place] = usual + unfolded(sizes[i]!);
  }
}

function exceptionsOf(column: Float64Array, usual: number): { gaps: Float64Array; sizes: Float64Array } {
  const [gaps, sizes] = [takeColumn(column.length), takeColumn(column.length)];
  let [found, next] = [0, 0];
  for (let i = 0; i < column.length; i += 1) {
    if (column[i] === usual) continue;
    gaps[found] = i - next;
    sizes[found] = folded(column[i]! - usual);
    found += 1;
    next = i + 1;
  }
  return { gaps: gaps.subarray(0, found), sizes: sizes.subarray(0, found) };
}

/** The number that more than half of them are, or any. */
function majorityOf(column: Float64Array): number {
  let [usual, lead] = [0, 0];
  for (let i = 0; i < column.length; i += 1) {
    if (lead === 0) usual = column[i]!;
    lead += column[i] === usual ? 1 : -1;
  }
  return usual;
}
