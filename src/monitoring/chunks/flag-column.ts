import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';
import { readIntegers, writeIntegers } from './integer-column';
import { greatestFlag, lowOfFirstNaN, usualWords, type SampleColumns, type UsualWords } from './sample-columns';

/** The first byte. The other two also tell the low word of the usual NaN: 0 or 1. */
const allNumbers = 0;
const flagged = 1;

/** Writes the flags, and tells what bits the values of flagged samples have as a rule. */
export function writeFlags(out: ChunkWriter, samples: SampleColumns): UsualWords {
  const greatest = samples.flags.reduce((most, flag) => Math.max(most, flag), 0);
  if (greatest > greatestFlag) throw new RangeError(`${greatest} is no flag of a sample: give 0 to ${greatestFlag}.`);
  const lowOfNaN = lowOfFirstNaN(samples);
  out.byte(greatest === 0 ? allNumbers : flagged + lowOfNaN);
  if (greatest > 0) writeIntegers(out, Float64Array.from(samples.flags), ['levels']);
  return usualWords(lowOfNaN);
}

export function readFlags(input: ChunkReader, count: number): [flags: Uint8Array, usual: UsualWords] {
  const kind = input.byte();
  if (kind > flagged + 1) throw new DamagedChunk('its flags are of a kind that is not known');
  if (kind === allNumbers) return [new Uint8Array(count), usualWords(0)];
  const column = readIntegers(input, count);
  const isFlag = (flag: number) => flag >= 0 && flag <= greatestFlag && Number.isInteger(flag);
  if (!column.every(isFlag)) throw new DamagedChunk('a sample has a flag that is not known');
  return [Uint8Array.from(column), usualWords(kind - flagged)];
}
