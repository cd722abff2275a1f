import { wordsOf } from './sample-columns';

const cell = new Float64Array(1);
const wordsOfCell = wordsOf(cell);

/** How many floating-point numbers the value at a place lies beyond a number of the same sign: 0.1 + 0.2 lies 1 beyond 0.3. */
export function ulpsFrom(number: number, words: Uint32Array, place: number): number {
  cell[0] = number;
  return (words[2 * place + 1]! - wordsOfCell[1]!) * 2 ** 32 + words[2 * place]! - wordsOfCell[0]!;
}

/** Moves each value by so many floating-point numbers. */
export function addUlps(values: Float64Array, ulps: Float64Array): void {
  const words = wordsOf(values);
  for (let i = 0; i < values.length; i += 1) {
    if (ulps[i] === 0) continue;
    const low = words[2 * i]! + ulps[i]!;
    // Words keep the lowest 32 bits of what they are given.
    words[2 * i] = low;
    words[2 * i + 1]! += Math.floor(low / 2 ** 32);
  }
}
