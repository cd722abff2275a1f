import { lengthOf } from './bit-writer';

/*
 * What is learned from the numbers of a column that came by, alike where they are written and where they are read: from nothing but
 * sums, products and rounding, so that every machine learns the same.
 */

/** Taken from Math once, here and in other inner loops: every look at a global takes long where tests run. */
const { floor, max } = Math;

export const greatestWidth = 50;
const greatestCenter = 2 ** 50;
const sizeShare = 1 / 8;
const centerShare = 1 / 16;

/** How great numbers are, before the first: told by their usual width. */
export const firstMean = (width: number): number => 0.75 * 2 ** width;

export const nextMean = (mean: number, size: number): number => mean + (size - mean) * sizeShare;

/** How many bits a number is likely to need where numbers are so great. */
export const widthOf = (mean: number): number => (mean < 2 ? 0 : mean < 2 ** 50 ? lengthOf(mean) - 1 : greatestWidth);

/** What numbers lie around, as a whole number. */
export function centerOf(mean: number): number {
  const center = floor(mean + 0.5);
  return center >= -greatestCenter && center <= greatestCenter ? center : 0;
}

/** By place in the column, the share of a number in what they lie around: of the first ones, all have the same. */
export const centerShares = Float64Array.from({ length: 512 }, (_, i) => max(1 / (i + 1), centerShare));
