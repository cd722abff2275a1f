import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';
import { readIntegers, writeIntegers } from './integer-column';
import { wordsOf, type UsualWords } from './sample-columns';

/** The value of a flagged sample has other bits than its flag tells. */
export const isUnusual = (words: Uint32Array, place: number, flag: number, usual: UsualWords): boolean =>
  words[2 * place] !== usual.low[flag] || words[2 * place + 1] !== usual.high[flag];

/** Writes the bits of the values at some places, which rise. */
export function writeMisfits(out: ChunkWriter, values: Float64Array, places: readonly number[]): void {
  out.varint(places.length);
  if (places.length === 0) return;
  const words = wordsOf(values);
  writeIntegers(out, Float64Array.from(places), ['steps']);
  writeIntegers(
    out,
    Float64Array.from(places, (place) => words[2 * place + 1]!),
    ['levels', 'steps'],
  );
  writeIntegers(
    out,
    Float64Array.from(places, (place) => words[2 * place]!),
    ['levels', 'steps'],
  );
}

/** Puts the bits that `writeMisfits` wrote in their places. */
export function readMisfits(input: ChunkReader, values: Float64Array): void {
  const count = input.varint();
  if (count === 0) return;
  if (count > values.length) throw new DamagedChunk('it has more misfits than samples');
  const places = readIntegers(input, count);
  const highs = readIntegers(input, count);
  const lows = readIntegers(input, count);
  const words = wordsOf(values);
  for (let i = 0; i < count; i += 1) {
    const place = places[i]!;
    if (!(Number.isInteger(place) && place >= 0 && place < values.length))
      throw new DamagedChunk('a misfit has no place');
    words[2 * place + 1] = highs[i]!;
    words[2 * place] = lows[i]!;
  }
}
