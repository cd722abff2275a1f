/** As many numbers as the columns of one rollup take on the way, and more. */
const memory = new Float64Array(1 << 15);
let taken = 0;

/** Gives back what was taken: columns taken before must not be used any more. */
export function clearRoom(): void {
  taken = 0;
}

/** A column of zeros that is used for as long as one rollup is written, or read: it costs a tenth of one of its own. */
export function takeColumn(count: number): Float64Array {
  if (taken + count > memory.length) return new Float64Array(count);
  taken += count;
  return new Float64Array(memory.buffer, (taken - count) * 8, count).fill(0);
}
