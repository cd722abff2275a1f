import type { BitReader } from './bit-reader';
import { lengthOf, type BitWriter } from './bit-writer';
import { firstMean, greatestWidth, nextMean, widthOf } from './learned';

const { log2, min } = Math;

/** A way to write a column, and about the bits it takes. */
export interface ColumnPlan {
  readonly bits: number;
  write(out: BitWriter): void;
}

/** How many times as great the numbers in some places are likely to be; none, and all places are alike. */
export type Scales = Float64Array | undefined;

export const widthBits = 6;

/** Whole numbers from 0 up to 2^52: their usual width, and each in about as many bits as those before it need. */
export function planSizes(sizes: Float64Array, scales?: Scales): ColumnPlan {
  const mean = meanOf(sizes, scales);
  const each = mean < 1 ? 1 + mean : 2 + log2(mean);
  return { bits: widthBits + sizes.length * each, write: (out) => writeSizes(out, sizes, mean, scales) };
}

function writeSizes(out: BitWriter, sizes: Float64Array, usual: number, scales: Scales): void {
  const width = min(greatestWidth, lengthOf(min(usual, 2 ** greatestWidth)));
  out.bits(width, widthBits);
  let mean = firstMean(width);
  for (let i = 0; i < sizes.length; i += 1) {
    const scale = scales === undefined ? 1 : scales[i]!;
    out.likely(sizes[i]!, widthOf(mean * scale));
    mean = nextMean(mean, sizes[i]! * (1 / scale));
  }
}

export function readSizes(input: BitReader, column: Float64Array, scales?: Scales): void {
  let mean = firstMean(input.bits(widthBits));
  for (let i = 0; i < column.length; i += 1) {
    const scale = scales === undefined ? 1 : scales[i]!;
    const size = input.likely(widthOf(mean * scale));
    column[i] = size;
    mean = nextMean(mean, size * (1 / scale));
  }
}

function meanOf(sizes: Float64Array, scales: Scales): number {
  let sum = 0;
  for (let i = 0; i < sizes.length; i += 1) sum += scales === undefined ? sizes[i]! : sizes[i]! / scales[i]!;
  return sizes.length === 0 ? 0 : sum / sizes.length;
}
