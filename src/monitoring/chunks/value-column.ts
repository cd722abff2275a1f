import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';
import { mostPlaces, readDecimals, writeDecimals } from './decimal-values';
import { likelyPlaces } from './likely-places';
import { readMisfits } from './misfits';
import { wordsOf, type SampleColumns, type UsualWords } from './sample-columns';
import { readWords, writeWords } from './word-values';

/** The first byte: this, or the number of decimal places. */
const asWords = 0x80;
/** Bytes a value: below this no other way is tried, words take hardly less. */
const enough = 4;

/** Writes the bits of all values but those that their flags tell. */
export function writeValues(out: ChunkWriter, samples: SampleColumns, usual: UsualWords): void {
  const decimals = likelyPlaces(samples).map((places) => () => {
    out.byte(places);
    writeDecimals(out, samples, usual, places);
  });
  const words = () => {
    out.byte(asWords);
    writeWords(out, samples, usual);
  };
  out.shortestOf([...decimals, words], enough * samples.values.length);
}

export function readValues(input: ChunkReader, flags: Uint8Array, usual: UsualWords): Float64Array {
  const values = readPlain(input, flags.length);
  const words = wordsOf(values);
  for (let i = 0; i < flags.length; i += 1) {
    const flag = flags[i]!;
    if (flag === 0) continue;
    words[2 * i] = usual.low[flag]!;
    words[2 * i + 1] = usual.high[flag]!;
  }
  readMisfits(input, values);
  return values;
}

function readPlain(input: ChunkReader, count: number): Float64Array {
  const way = input.byte();
  if (way === asWords) return readWords(input, count);
  if (way > mostPlaces) throw new DamagedChunk('its values are written in a way that is not known');
  return readDecimals(input, count, way);
}
