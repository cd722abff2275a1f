/** How a series of a slice stands to a rule, as it is kept. */
export interface KeptState {
  /** Of the series. */
  number: number;
  /** Whether it was last told that it fires. */
  told: boolean;
  /** What its evaluator wrote; NaN of what there is none. */
  numbers: Float64Array;
}

export const sliceSize = 1024;
export const sliceOf = (number: number): number => Math.floor(number / sliceSize);

/*
 * One behind the other, by rising number: its place in the slice and whether it was told (2 bytes, the highest bit), how many numbers (1 byte), which of
 * them there are (a bit each, lowest first, in whole bytes), and these, as doubles. All with the lowest byte first.
 */
const headSize = 3;
const toldBit = 0x8000;
const mostNumbers = 255;

const maskSize = (count: number): number => (count + 7) >>> 3;

export function encodeStates(states: readonly KeptState[]): Buffer {
  const bytes = Buffer.alloc(states.reduce((sum, { numbers }) => sum + sizeOf(numbers), 0));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (const { number, told, numbers } of states) {
    view.setUint16(at, (number % sliceSize) + (told ? toldBit : 0), true);
    view.setUint8(at + 2, numbers.length);
    const mask = at + headSize;
    at = mask + maskSize(numbers.length);
    for (let i = 0; i < numbers.length; i += 1) {
      if (Number.isNaN(numbers[i])) continue;
      bytes[mask + (i >>> 3)]! |= 1 << (i & 7);
      view.setFloat64(at, numbers[i]!, true);
      at += 8;
    }
  }
  return bytes;
}

function sizeOf(numbers: Float64Array): number {
  if (numbers.length > mostNumbers)
    throw new Error(`A state has ${mostNumbers} numbers at most, not ${numbers.length}.`);
  let there = 0;
  for (const number of numbers) if (!Number.isNaN(number)) there += 1;
  return headSize + maskSize(numbers.length) + there * 8;
}

export function decodeStates(slice: number, bytes: Buffer): KeptState[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const states: KeptState[] = [];
  for (let at = 0; at < bytes.length;) {
    const place = view.getUint16(at, true);
    const numbers = new Float64Array(view.getUint8(at + 2)).fill(NaN);
    const mask = at + headSize;
    at = mask + maskSize(numbers.length);
    for (let i = 0; i < numbers.length; i += 1) {
      if (((bytes[mask + (i >>> 3)]! >>> (i & 7)) & 1) === 0) continue;
      numbers[i] = view.getFloat64(at, true);
      at += 8;
    }
    states.push({ number: slice * sliceSize + (place & ~toldBit), told: (place & toldBit) !== 0, numbers });
  }
  return states;
}
