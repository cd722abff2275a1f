import { DamagedChunk } from '../../chunks/damaged-chunk';
import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import { readNumbers, writeNumbers } from './number-column';
import { greatestCount, isCount, mostSteps, type StepColumns } from '../rollup';
import { takeColumn } from './room';

const { floor } = Math;

/** How many steps: of a whole day by a sign, else as they are. */
const usualCounts = [1, 24, mostSteps];
const otherCount = 3;
const countBits = 9;

const microUnits = [1, 1000, 1_000_000] as const;
const unitBits = 2;

export function writePlaces(out: BitWriter, places: Float64Array): void {
  const sign = usualCounts.indexOf(places.length);
  out.bits(sign < 0 ? otherCount : sign, 2);
  if (sign < 0) out.bits(places.length, countBits);
  const gaps = takeColumn(places.length);
  for (let i = 0; i < gaps.length; i += 1) gaps[i] = places[i]! - (i === 0 ? 0 : places[i - 1]! + 1);
  writeNumbers(out, gaps);
}

export function readPlaces(input: BitReader): Float64Array {
  const count = usualCounts[input.bits(2)] ?? input.bits(countBits);
  if (count > mostSteps) throw new DamagedChunk(`it can not hold ${count} steps`);
  const places = readNumbers(input, count);
  for (let i = 0, next = 0; i < count; i += 1) {
    const place = next + places[i]!;
    if (!(place >= next && place < mostSteps)) throw new DamagedChunk('its steps leave the day, or do not rise');
    places[i] = place;
    next = place + 1;
  }
  return places;
}

/** The first number of a counter is no increase: it is counted here, and all steps have as many as a rule. */
export function writeCounts(out: BitWriter, counts: Float64Array, isCounter: boolean): void {
  const numbers = takeColumn(counts.length);
  numbers.set(counts);
  if (isCounter && numbers.length > 0) numbers[0]! += 1;
  writeNumbers(out, numbers);
}

export function readCounts(input: BitReader, count: number, isCounter: boolean): Float64Array {
  const counts = readNumbers(input, count);
  if (isCounter && count > 0) counts[0]! -= 1;
  refuseImpossible(counts);
  return counts;
}

type Spans = Pick<StepColumns, 'spans' | 'lowSpans' | 'highSpans'>;

/** Writes how far the times are from so many times an interval, and from one. */
export function writeSpans(out: BitWriter, { counts, spans, lowSpans, highSpans }: StepColumns): void {
  if (counts.length === 0) return;
  const unit = microUnits.findLastIndex((micros) =>
    [spans, lowSpans, highSpans].every((times) => isWhole(times, micros)),
  );
  const micros = microUnits[unit]!;
  const interval = lowSpans[counts.length >> 1]!;
  const beyond = takeColumn(counts.length);
  out.bits(unit, unitBits);
  out.number(interval / micros);
  for (let i = 0; i < beyond.length; i += 1) beyond[i] = (spans[i]! - boundedSpan(counts[i]!, interval)) / micros;
  writeNumbers(out, beyond);
  for (const times of [lowSpans, highSpans]) {
    for (let i = 0; i < beyond.length; i += 1)
      beyond[i] = (times[i]! - usualSpan(counts[i]!, spans[i]!, interval)) / micros;
    writeNumbers(out, beyond);
  }
}

export function readSpans(input: BitReader, counts: Float64Array): Spans {
  const count = counts.length;
  if (count === 0) return { spans: counts, lowSpans: counts, highSpans: counts };
  const micros = microUnits[input.bits(unitBits)];
  if (micros === undefined) throw new DamagedChunk('its times have a unit that is not known');
  const interval = input.number() * micros;
  const [spans, lowSpans, highSpans] = [
    readNumbers(input, count),
    readNumbers(input, count),
    readNumbers(input, count),
  ];
  for (let i = 0; i < count; i += 1) {
    spans[i] = spans[i]! * micros + boundedSpan(counts[i]!, interval);
    const usual = usualSpan(counts[i]!, spans[i]!, interval);
    lowSpans[i] = lowSpans[i]! * micros + usual;
    highSpans[i] = highSpans[i]! * micros + usual;
  }
  for (const times of [spans, lowSpans, highSpans]) refuseImpossible(times);
  return { spans, lowSpans, highSpans };
}

const usualSpan = (count: number, span: number, interval: number): number => (count < 2 ? span : interval);

/** What more than a day has would not stay exact. */
const boundedSpan = (count: number, interval: number): number =>
  count * interval < greatestCount ? count * interval : 0;

function isWhole(times: Float64Array, micros: number): boolean {
  let i = 0;
  // Many times faster than %, and as exact.
  while (i < times.length && times[i]! / micros === floor(times[i]! / micros)) i += 1;
  return i === times.length;
}

function refuseImpossible(column: Float64Array): void {
  for (let i = 0; i < column.length; i += 1)
    if (!isCount(column[i]!)) throw new DamagedChunk('a number of samples, or a time, is none');
}
