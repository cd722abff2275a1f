import { blockLength, planBlock } from './block-plan';
import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';

/** In the first byte of a block, beside the width. */
const withOutliers = 0x40;
const greatestWidth = 53;
/** Fewer equal numbers than this are no run, except at the end. */
const leastRun = 32;
/** About what every block has: its first byte and its base. */
const usualHeadBits = 16;
const mostEstimated = 8;

const lows = new Uint32Array(blockLength);
const highs = new Uint32Array(blockLength);
const outliers = new Uint8Array(blockLength);

/** Writes whole numbers, each of less than 2^51. */
export function writeBlocks(out: ChunkWriter, column: Float64Array): void {
  for (let at = 0; at < column.length;) {
    const run = runLength(column, at);
    const isRun = run >= leastRun || at + run === column.length;
    at += isRun ? writeRun(out, column[at]!, run) : writeBlock(out, column, at);
  }
}

/** About the bits that `writeBlocks` needs, from some of the blocks: to compare columns of the same length. */
export function estimateBits(column: Float64Array): number {
  const stride = blockLength * Math.ceil(column.length / blockLength / mostEstimated);
  let bits = 0;
  for (let from = 0; from < column.length; from += stride) {
    bits += usualHeadBits + planBlock(column, from, Math.min(blockLength, column.length - from)).bits;
  }
  return bits;
}

function runLength(column: Float64Array, from: number): number {
  let at = from + 1;
  while (at < column.length && column[at] === column[from]) at += 1;
  return at - from;
}

function writeRun(out: ChunkWriter, value: number, length: number): number {
  out.byte(0);
  out.signed(value);
  out.varint(length);
  return length;
}

function writeBlock(out: ChunkWriter, column: Float64Array, from: number): number {
  const count = Math.min(blockLength, column.length - from);
  const { base, width } = planBlock(column, from, count);
  const found = splitBlock(column, from, count, base, 2 ** width);
  out.byte(found === 0 ? width : width | withOutliers);
  out.signed(base);
  if (width > 0) out.packed(lows, count, Math.min(width, 32));
  if (width > 32) out.packed(highs, count, width - 32);
  if (found > 0) writeOutliers(out, column, from, found, base);
  return count;
}

/** Splits each distance under `limit` into `lows` and `highs`; the places of all others are the `outliers`, whose number is returned. */
function splitBlock(column: Float64Array, from: number, count: number, base: number, limit: number): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const distance = column[from + i]! - base;
    const fits = distance >= 0 && distance < limit;
    if (!fits) outliers[found++] = i;
    // An array of such words keeps the lowest 32 bits of what it is given.
    lows[i] = fits ? distance : 0;
    highs[i] = fits ? distance / 2 ** 32 : 0;
  }
  return found;
}

function writeOutliers(out: ChunkWriter, column: Float64Array, from: number, found: number, base: number): void {
  out.byte(found);
  for (let i = 0; i < found; i += 1) {
    out.byte(outliers[i]!);
    out.signed(column[from + outliers[i]!]! - base);
  }
}

/** Fills the column, from the second place on, with what `writeBlocks` wrote. */
export function readBlocks(input: ChunkReader, column: Float64Array): void {
  for (let at = 1; at < column.length;) {
    const head = input.byte();
    const base = input.signed();
    at += head === 0 ? readRun(input, column, at, base) : readBlock(input, column, at, head, base);
  }
}

function readRun(input: ChunkReader, column: Float64Array, from: number, value: number): number {
  const length = input.varint();
  if (length === 0 || length > column.length - from) throw new DamagedChunk('a run is longer than what is left');
  column.fill(value, from, from + length);
  return length;
}

function readBlock(input: ChunkReader, column: Float64Array, from: number, head: number, base: number): number {
  const count = Math.min(blockLength, column.length - from);
  const width = head & ~withOutliers;
  if (width > greatestWidth) throw new DamagedChunk(`${width} bits are no width of a block`);
  if (width === 0) column.fill(base, from, from + count);
  else readDistances(input, column, from, count, width, base);
  if ((head & withOutliers) !== 0) readOutliers(input, column, from, count, base);
  return count;
}

function readDistances(
  input: ChunkReader,
  column: Float64Array,
  from: number,
  count: number,
  width: number,
  base: number,
): void {
  input.packed(lows, count, Math.min(width, 32));
  for (let i = 0; i < count; i += 1) column[from + i] = base + lows[i]!;
  if (width <= 32) return;
  input.packed(highs, count, width - 32);
  for (let i = 0; i < count; i += 1) column[from + i]! += highs[i]! * 2 ** 32;
}

function readOutliers(input: ChunkReader, column: Float64Array, from: number, count: number, base: number): void {
  for (let left = input.byte(); left > 0; left -= 1) {
    const place = input.byte();
    if (place >= count) throw new DamagedChunk('an outlier lies outside of its block');
    column[from + place] = base + input.signed();
  }
}
