import { ChunkReader } from './chunk-reader';
import { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';
import { readFlags, writeFlags } from './flag-column';
import type { SampleColumns } from './sample-columns';
import { readTimes, writeTimes } from './time-column';
import { readValues, writeValues } from './value-column';

/*
 * A chunk: the samples of one series within one UTC day, none lost and no bit of them changed.
 *
 *   byte      1, the version
 *   varint    number of samples, 1 to 1,048,576
 *   column    microseconds since the start of the day, rising
 *   byte      0: no sample has a flag. 1, 2: some have, and the usual NaN ends in this number less 1
 *   column      their flags (not after 0)
 *   byte      how the values are written: 0 to 12 as decimals of so many places, 0x80 as words
 *   column      decimals: the values times ten to the power of the places, rounded; that divided by the power is the decimal;
 *               words: their high words
 *   column      decimals: how many floating-point numbers each value lies beyond its decimal, away from zero;
 *               words: their low words
 *   varint    number of misfits: values that the columns above, or the flags, do not bring back
 *   column      their places, from 0
 *   column      their high words
 *   column      their low words (none of the three after 0)
 *
 * The value of a flagged sample is what its flag says: 7ff8…0 or 7ff8…1, 7ff0…0, fff0…0, 7ff0…2; its place in the columns of
 * values is filled with its neighbour, which costs nothing. Any other bits make it a misfit.
 *
 * A column of n whole numbers:
 *
 *   signed    the first
 *   varint    unit: all others lie a multiple of it from the first. 0: they are like the first, and nothing follows
 *   byte      shape of the others, counted in units from the first: 0 as they are, 1 each less the one before,
 *             2 each less as many times the pace as numbers come before it
 *   varint      pace (only after 2)
 *   blocks    of n - 1 numbers of that shape
 *
 * A block of 64 numbers, or of those that are left:
 *
 *   byte      width in bits, 0 to 53, and 64 if there are outliers. 0 alone: a run
 *   signed    base
 *   varint      only in a run: how many numbers, of any number, equal the base. Nothing follows
 *   bits      the lowest 32 bits, or fewer, of each number less the base: the first at the lowest bit of the first byte
 *   bits      the rest of each, if the width is above 32
 *   byte      number of outliers, and for each a byte, its place in the block, and a signed, its distance from the base
 *
 * A varint is a whole number under 2^53, seven bits a byte, the lowest first, the eighth says that more follow. A signed is a
 * varint of 0, 1, 2, 3 … for 0, -1, 1, -2 …
 *
 * Words packed in blocks stand here for the XOR of Gorilla and Prometheus, and for values as they are: they take fewer bits where
 * values have some likeness, hardly more where they have none, and are read many at a time.
 */

const version = 1;
/** Twelve samples a second. It bounds what a damaged chunk can make its reader allocate. */
export const mostInChunk = 1 << 20;
/** Version and count are no longer than this. */
const headLength = 9;

const writer = new ChunkWriter();

/** The samples as bytes. `dayStart` is in microseconds since 1970, and all instants lie within the 24 hours from it on. */
export function encodeChunk(samples: SampleColumns, dayStart: number): Uint8Array {
  refuseMisshapen(samples, dayStart);
  return writer.of((out) => {
    out.byte(version);
    out.varint(samples.at.length);
    writeTimes(out, samples.at, dayStart);
    writeValues(out, samples, writeFlags(out, samples));
  });
}

/** The samples that `encodeChunk` was given, to the bit. Throws `DamagedChunk` where the bytes are none of its own. */
export function decodeChunk(bytes: Uint8Array, dayStart: number): SampleColumns {
  const input = new ChunkReader(bytes);
  const count = readCount(input);
  const at = readTimes(input, count, dayStart);
  const [flags, usual] = readFlags(input, count);
  const values = readValues(input, flags, usual);
  input.finish();
  return { at, values, flags };
}

/** Only when they were measured, which is a fraction of the work. */
export function decodeTimes(bytes: Uint8Array, dayStart: number): Float64Array {
  const input = new ChunkReader(bytes);
  return readTimes(input, readCount(input), dayStart);
}

/** How many samples a chunk says it has, from its first bytes. */
export const countOf = (bytes: Uint8Array): number => readCount(new ChunkReader(bytes.subarray(0, headLength)));

function readCount(input: ChunkReader): number {
  const found = input.byte();
  if (found !== version)
    throw new DamagedChunk(`version ${found} is not known here, a later release may have written it`);
  const count = input.varint();
  if (count === 0 || count > mostInChunk) throw new DamagedChunk(`it can not hold ${count} samples`);
  return count;
}

function refuseMisshapen({ at, values, flags }: SampleColumns, dayStart: number): void {
  const count = at.length;
  if (count === 0) throw new RangeError('There are no samples to encode: leave the chunk out.');
  if (count > mostInChunk)
    throw new RangeError(`${count} samples are too many: split them, at most ${mostInChunk} each.`);
  if (values.length !== count || flags.length !== count) {
    throw new RangeError(`${count} instants, ${values.length} values and ${flags.length} flags: give as many of each.`);
  }
  if (!Number.isSafeInteger(dayStart))
    throw new RangeError(`${dayStart} is no start of a day: give whole microseconds.`);
}
