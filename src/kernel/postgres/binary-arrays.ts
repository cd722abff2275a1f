import { postgresEpoch } from '../instant';
import { typeOids } from './value-parsers';

/**
 * Arrays as Postgres takes them in binary: of thousands of numbers, going by way of their texts takes longer than all else, and what is no
 * number would lose the bits it has of its own. `put` writes the element at a place of the view.
 */
function arrayOf(
  oid: number,
  size: number,
  count: number,
  put: (view: DataView, at: number, n: number) => void,
): Buffer {
  const bytes = Buffer.allocUnsafe(headSize + count * (4 + size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // Dimensions, whether there are nulls, the type; then how many, and the place of the first.
  [1, 0, oid, count, 1].forEach((value, n) => view.setInt32(n * 4, value));
  for (let n = 0, at = headSize; n < count; n += 1, at += size) {
    view.setInt32(at, size);
    put(view, (at += 4), n);
  }
  return bytes;
}

const headSize = 20;

/** Whole numbers that a double holds exactly. */
export const int8s = (count: number, valueOf: (n: number) => number): Buffer =>
  arrayOf(typeOids.int8, 8, count, (view, at, n) => setWhole(view, at, valueOf(n)));

/** Instants in whole microseconds since 1970. */
export const timestamptzs = (count: number, microsOf: (n: number) => number): Buffer =>
  arrayOf(typeOids.timestamptz, 8, count, (view, at, n) => setWhole(view, at, microsOf(n) - postgresEpoch));

/** Doubles by the two words of their bits, as a column of numbers has them at a place: the low one first. */
export const float8s = (count: number, words: Uint32Array, placeOf: (n: number) => number): Buffer =>
  arrayOf(typeOids.float8, 8, count, (view, at, n) => {
    const place = placeOf(n) * 2;
    view.setUint32(at, words[place + 1]!);
    view.setUint32(at + 4, words[place]!);
  });

export const int2s = (count: number, valueOf: (n: number) => number): Buffer =>
  arrayOf(typeOids.int2, 2, count, (view, at, n) => view.setInt16(at, valueOf(n)));

/** A whole number as 64 bits. */
export function setWhole(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * 2 ** 32);
}
