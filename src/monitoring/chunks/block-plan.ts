export const blockLength = 64;
/** Of the numbers of a block, the most that are written apart: one in so many. */
const leastPerOutlier = 4;

/** How to write a block: each number as its distance from `base`, in `width` bits; those that do not fit, the outliers, apart. */
export interface BlockPlan {
  base: number;
  width: number;
  /** About the size, without what every block has. */
  bits: number;
}

/**
 * The plan of the fewest bits, or near to it: the numbers in order lose the one at either end that lies furthest out, again and again,
 * as long as what that saves the others may pay for writing it apart.
 */
export function planBlock(column: Float64Array, from: number, count: number): BlockPlan {
  const sorted = sort(column, from, count);
  let first = 0;
  let last = count - 1;
  let range = sorted[last]! - sorted[first]!;
  const best = { base: sorted[first]!, width: bitsOf(range), bits: bitsOf(range) * count };
  let apart = 8;
  for (let left = Math.floor(count / leastPerOutlier); left > 0 && range > 0; left -= 1) {
    apart += outlierBits(range);
    if (sorted[first + 1]! - sorted[first]! > sorted[last]! - sorted[last - 1]!) first += 1;
    else last -= 1;
    range = sorted[last]! - sorted[first]!;
    const width = bitsOf(range);
    if (width * count + apart >= best.bits) continue;
    best.base = sorted[first]!;
    best.width = width;
    best.bits = width * count + apart;
  }
  return best;
}

const whole = new Float64Array(blockLength);

function sort(column: Float64Array, from: number, count: number): Float64Array {
  const sorted = count === blockLength ? whole : whole.subarray(0, count);
  for (let i = 0; i < count; i += 1) sorted[i] = column[from + i]!;
  return sorted.sort();
}

/** Bits of a whole number from 0 up to 2^53. */
const bitsOf = (value: number): number =>
  value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));

/** A byte for its place, and a signed varint for a distance of that size. */
const outlierBits = (distance: number): number => 8 + 8 * Math.ceil((bitsOf(distance) + 1) / 7);
