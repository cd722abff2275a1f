import { ChunkReader } from '../chunks/chunk-reader';
import { ChunkWriter } from '../chunks/chunk-writer';
import { DamagedChunk } from '../chunks/damaged-chunk';
import { readIntegers, writeIntegers } from '../chunks/integer-column';
import { usualWords } from '../chunks/sample-columns';
import { readValues, writeValues } from '../chunks/value-column';
import type { MetricKind } from '../monitoring.values';
import type { DayEnds, Rollup, StepColumns } from './rollup';

const version = 1;
const mostSteps = 288;
const dayMicros = 86_400_000_000;
const kinds: readonly MetricKind[] = ['GAUGE', 'COUNTER'];
const usual = usualWords(0);

const writer = new ChunkWriter();

/** The steps as bytes. `dayStart` is in microseconds since 1970, and the ends lie within the 24 hours from it on. */
export function encodeRollup(rollup: Rollup, dayStart: number): Uint8Array {
  const { kind, steps, ends } = rollup;
  return writer.of((out) => {
    out.byte(version);
    out.byte(kinds.indexOf(kind));
    out.byte(ends === null ? 0 : 1);
    out.varint(steps.places.length);
    if (steps.places.length > 0) writeSteps(out, steps);
    if (ends !== null) writeEnds(out, ends, dayStart);
  });
}

/** What `encodeRollup` was given, to the bit. Throws `DamagedChunk` where the bytes are none of its own. */
export function decodeRollup(bytes: Uint8Array, dayStart: number): Rollup {
  const input = new ChunkReader(bytes);
  const kind = readKind(input);
  const hasEnds = input.byte();
  if (hasEnds > 1) throw new DamagedChunk('its ends are of a kind that is not known');
  const count = input.varint();
  if (count > mostSteps) throw new DamagedChunk(`it can not hold ${count} steps`);
  const steps = readSteps(input, count, kind);
  const ends = hasEnds === 1 ? readEnds(input, dayStart) : null;
  input.finish();
  return { kind, steps, ends };
}

/** From its first bytes. */
export const kindOf = (bytes: Uint8Array): MetricKind => readKind(new ChunkReader(bytes.subarray(0, 2)));

function readKind(input: ChunkReader): MetricKind {
  const found = input.byte();
  if (found !== version)
    throw new DamagedChunk(`version ${found} is not known here, a later release may have written it`);
  const kind = kinds[input.byte()];
  if (kind === undefined) throw new DamagedChunk('its kind is not known');
  return kind;
}

function writeSteps(out: ChunkWriter, steps: StepColumns): void {
  writeIntegers(out, steps.places, ['steps']);
  writeIntegers(out, steps.counts, ['levels']);
  for (const values of [steps.lasts, steps.sums, steps.lows, steps.highs]) writeDoubles(out, values);
  if (steps.spans.length === 0) return;
  for (const times of [steps.spans, steps.lowSpans, steps.highSpans]) writeIntegers(out, times, ['levels']);
}

function readSteps(input: ChunkReader, count: number, kind: MetricKind): StepColumns {
  const integers = (length: number) => (length === 0 ? new Float64Array(0) : readIntegers(input, length));
  const doubles = () => (count === 0 ? new Float64Array(0) : readDoubles(input, count));
  const [places, counts] = [integers(count), integers(count)];
  const [lasts, sums, lows, highs] = [doubles(), doubles(), doubles(), doubles()];
  const timed = kind === 'COUNTER' ? count : 0;
  const [spans, lowSpans, highSpans] = [integers(timed), integers(timed), integers(timed)];
  refuseImpossible(places, [counts, spans, lowSpans, highSpans]);
  return { places, counts, sums, lows, highs, lasts, spans, lowSpans, highSpans };
}

function refuseImpossible(places: Float64Array, whole: readonly Float64Array[]): void {
  let before = -1;
  for (const place of places) {
    if (!(place > before && place < mostSteps && Number.isInteger(place)))
      throw new DamagedChunk('its steps leave the day, or do not rise');
    before = place;
  }
  const isCount = (number: number) => number >= 0 && Number.isSafeInteger(number);
  if (!whole.every((column) => column.every(isCount))) throw new DamagedChunk('a count is no whole number');
}

function writeEnds(out: ChunkWriter, ends: DayEnds, dayStart: number): void {
  writeIntegers(out, Float64Array.of(ends.firstAt - dayStart, ends.lastAt - dayStart), ['levels']);
  writeDoubles(out, Float64Array.of(ends.firstValue, ends.lastValue));
}

function readEnds(input: ChunkReader, dayStart: number): DayEnds {
  const [first, last] = readIntegers(input, 2) as unknown as [number, number];
  if (!(first >= 0 && last >= first && last < dayMicros)) throw new DamagedChunk('its ends leave the day');
  const [firstValue, lastValue] = readDoubles(input, 2) as unknown as [number, number];
  return { firstAt: dayStart + first, firstValue, lastAt: dayStart + last, lastValue };
}

const writeDoubles = (out: ChunkWriter, values: Float64Array): void =>
  writeValues(out, { at: values, values, flags: new Uint8Array(values.length) }, usual);

const readDoubles = (input: ChunkReader, count: number): Float64Array =>
  readValues(input, new Uint8Array(count), usual);
