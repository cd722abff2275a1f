import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { readIntegers, writeIntegers } from './integer-column';
import { isUnusual, writeMisfits } from './misfits';
import { wordsOf, type SampleColumns, type UsualWords } from './sample-columns';

/** Writes the bits of the values as two columns of words, for what has no form as decimals; a flagged value as the one before it. */
export function writeWords(out: ChunkWriter, { values, flags }: SampleColumns, usual: UsualWords): void {
  const words = wordsOf(values);
  const highs = new Float64Array(values.length);
  const lows = new Float64Array(values.length);
  const misfits: number[] = [];
  let last = Math.max(0, flags.indexOf(0));
  for (let i = 0; i < values.length; i += 1) {
    const flag = flags[i]!;
    if (flag === 0) last = i;
    else if (isUnusual(words, i, flag, usual)) misfits.push(i);
    highs[i] = words[2 * last + 1]!;
    lows[i] = words[2 * last]!;
  }
  writeIntegers(out, highs, ['levels', 'steps']);
  writeIntegers(out, lows, ['levels', 'steps']);
  writeMisfits(out, values, misfits);
}

export function readWords(input: ChunkReader, count: number): Float64Array {
  const highs = readIntegers(input, count);
  const lows = readIntegers(input, count);
  const values = new Float64Array(count);
  const words = wordsOf(values);
  for (let i = 0; i < count; i += 1) {
    words[2 * i + 1] = highs[i]!;
    words[2 * i] = lows[i]!;
  }
  return values;
}
