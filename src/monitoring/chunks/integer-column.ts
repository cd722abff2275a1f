import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';
import { estimateBits, readBlocks, writeBlocks } from './integer-blocks';

/** As what the numbers after the first are written; the place in the list is the byte in the chunk. */
const shapes = ['levels', 'steps', 'drifts'] as const;
export type Shape = (typeof shapes)[number];

/** What is added or multiplied on the way stays exact in a double below these. */
export const greatestFirst = 2 ** 52;
export const greatestDistance = 2 ** 49;
const longestStretch = 32;
const mostStretches = 33;

/**
 * Writes whole numbers: the first under 2^52, the others within 2^49 of it. Of the shapes given it takes the one that is likely
 * the shortest; `drifts` is for numbers that rise, as times do.
 */
export function writeIntegers(out: ChunkWriter, column: Float64Array, candidates: readonly Shape[]): void {
  const unit = unitOf(column);
  out.signed(column[0]!);
  out.varint(unit);
  if (unit === 0) return;
  const levels = levelsOf(column, unit);
  const pace = candidates.includes('drifts') ? paceOf(levels) : 0;
  const [shape, numbers] = shortest(levels, pace, candidates);
  out.byte(shapes.indexOf(shape));
  if (shape === 'drifts') out.varint(pace);
  writeBlocks(out, numbers);
}

export function readIntegers(input: ChunkReader, count: number): Float64Array {
  const column = new Float64Array(count);
  const first = input.signed();
  const unit = input.varint();
  if (unit === 0) return column.fill(first);
  const shape = shapes[input.byte()];
  if (shape === undefined) throw new DamagedChunk('a column has a shape that is not known');
  const pace = shape === 'drifts' ? input.varint() : 0;
  readBlocks(input, column);
  restoreLevels(column, shape, pace);
  for (let i = 0; i < count; i += 1) column[i] = first + unit * column[i]!;
  return column;
}

/** The greatest whole number that divides all distances; 0 where there are none. */
function unitOf(column: Float64Array): number {
  let unit = 0;
  for (let i = 1; i < column.length && unit !== 1; i += 1) {
    const distance = Math.abs(column[i]! - column[i - 1]!);
    if (distance === unit || distance === 0) continue;
    // Exact below 2^53, and many times faster than %.
    const times = distance / unit;
    if (unit === 0 || times !== Math.floor(times)) unit = greatestDivisor(distance, unit);
  }
  return unit;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** All but the first, as distances from it. */
function levelsOf(column: Float64Array, unit: number): Float64Array {
  const first = column[0]!;
  const levels = new Float64Array(column.length - 1);
  for (let i = 0; i < levels.length; i += 1) levels[i] = (column[i + 1]! - first) / unit;
  return levels;
}

/** The usual step: the median over some stretches. 0 where so even a pace would leave the numbers too far behind. */
function paceOf(levels: Float64Array): number {
  const stretch = Math.min(longestStretch, levels.length - 1);
  if (stretch < 1) return 0;
  const steps = Float64Array.from({ length: mostStretches }, (_, i) => {
    const at = Math.floor((i * (levels.length - stretch)) / mostStretches);
    return (levels[at + stretch]! - levels[at]!) / stretch;
  }).sort();
  const pace = Math.round(steps[mostStretches >> 1]!);
  return pace * levels.length < greatestDistance ? pace : 0;
}

function shortest(levels: Float64Array, pace: number, candidates: readonly Shape[]): [Shape, Float64Array] {
  let best: [Shape, Float64Array] = [candidates[0]!, shapeOf(levels, candidates[0]!, pace)];
  if (candidates.length === 1) return best;
  let least = estimateBits(best[1]);
  for (const shape of candidates.slice(1)) {
    const numbers = shapeOf(levels, shape, pace);
    const bits = estimateBits(numbers);
    if (bits >= least) continue;
    best = [shape, numbers];
    least = bits;
  }
  return best;
}

function shapeOf(levels: Float64Array, shape: Shape, pace: number): Float64Array {
  if (shape === 'levels') return levels;
  const numbers = new Float64Array(levels.length);
  let before = 0;
  for (let i = 0; i < levels.length; i += 1) {
    const level = levels[i]!;
    numbers[i] = shape === 'steps' ? level - before : level - pace * (i + 1);
    before = level;
  }
  return numbers;
}

/** Turns what was written of a column, from its second place on, into the distances from the first number. */
function restoreLevels(column: Float64Array, shape: Shape, pace: number): void {
  if (shape === 'levels') return;
  let before = 0;
  for (let i = 1; i < column.length; i += 1) {
    column[i]! += shape === 'steps' ? before : pace * i;
    before = column[i]!;
  }
}
