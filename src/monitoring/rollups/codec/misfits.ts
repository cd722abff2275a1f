import { DamagedChunk } from '../../chunks/damaged-chunk';
import { wordsOf } from '../../chunks/sample-columns';
import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import { readNumbers, writeNumbers } from './number-column';

/** Writes the bits of the values at some places. */
export function writeMisfits(out: BitWriter, values: Float64Array, places: readonly number[]): void {
  out.small(places.length);
  if (places.length === 0) return;
  const words = wordsOf(values);
  writeNumbers(
    out,
    Float64Array.from(places, (place, i) => place - (i === 0 ? 0 : places[i - 1]! + 1)),
  );
  writeNumbers(
    out,
    Float64Array.from(places, (place) => words[2 * place + 1]!),
  );
  writeNumbers(
    out,
    Float64Array.from(places, (place) => words[2 * place]!),
  );
}

export function readMisfits(input: BitReader, values: Float64Array): void {
  const count = input.small();
  if (count === 0) return;
  if (count > values.length) throw new DamagedChunk('it has more misfits than values');
  const [gaps, highs, lows] = [readNumbers(input, count), readNumbers(input, count), readNumbers(input, count)];
  const words = wordsOf(values);
  for (let i = 0, place = 0; i < count; i += 1, place += 1) {
    place += gaps[i]!;
    if (!(place >= 0 && place < values.length)) throw new DamagedChunk('a misfit has no place');
    words[2 * place] = lows[i]!;
    words[2 * place + 1] = highs[i]!;
  }
}
