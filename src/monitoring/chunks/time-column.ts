import { dayMicros } from '../../kernel/instant';
import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { DamagedChunk } from './damaged-chunk';
import { readIntegers, writeIntegers } from './integer-column';

/** Writes the microseconds since the start of the day. */
export function writeTimes(out: ChunkWriter, at: Float64Array, dayStart: number): void {
  const column = new Float64Array(at.length);
  let before = -1;
  for (let i = 0; i < at.length; i += 1) {
    const micros = at[i]! - dayStart;
    if (!isNext(micros, before)) throw new RangeError(faultOf(at[i]!, dayStart));
    column[i] = before = micros;
  }
  writeIntegers(out, column, ['steps', 'drifts']);
}

export function readTimes(input: ChunkReader, count: number, dayStart: number): Float64Array {
  const column = readIntegers(input, count);
  let before = -1;
  for (let i = 0; i < count; i += 1) {
    const micros = column[i]!;
    if (!isNext(micros, before)) throw new DamagedChunk('its times leave the day, or do not rise');
    before = micros;
    column[i] = dayStart + micros;
  }
  return column;
}

const isNext = (micros: number, before: number): boolean =>
  micros > before && micros < dayMicros && micros === Math.floor(micros);

const faultOf = (at: number, dayStart: number): string =>
  `A sample at ${at} (microseconds since 1970) can not stand here in a chunk of the day from ${dayStart} on: ` +
  'give whole microseconds of that day, oldest first, none twice.';
