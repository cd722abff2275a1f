import { DamagedChunk } from '../../chunks/damaged-chunk';
import type { MetricKind } from '../../monitoring.values';
import { BitReader } from './bit-reader';
import { BitWriter } from './bit-writer';
import { readCounter, writeCounter } from './counter-values';
import { readEnds, writeEnds } from './day-ends';
import { readGauge, writeGauge } from './gauge-values';
import { factorBits, factors } from './grid-values';
import { likelyFactor } from './likely-factor';
import { refuseMisshapen } from './refuse-misshapen';
import type { Rollup, StepColumns } from '../rollup';
import { clearRoom, takeColumn } from './room';
import { readCounts, readPlaces, readSpans, writeCounts, writePlaces, writeSpans } from './step-times';

/*
 * A rollup: the steps of one level of one series within one UTC day, none lost and no bit of them changed. It is a run of bits, the first
 * the lowest of the first byte; what is left of the last byte is 0.
 *
 *   8 bits    1, the version
 *   1 bit     0 a gauge, 1 a counter
 *   2 bits    how many steps: 0, 1, 2 for 1, 24, 288. 3: that follows in 9 bits
 *   column    of each step, how many places before it have none
 *   column    numbers in each; of a counter the increases, and in its first step the first number too
 *   4 bits    factor: what values are multiplied by to be whole. 0 to 12: ten to that power; 13, 14, 15: 2^-4, 2^-8, 2^-12
 *   times     of a counter with steps
 *   1 bit     0: all values lie a multiple of 1 apart. 1: of a unit, a number that follows
 *   values    of a gauge: the levels that its last values are; lowest and highest; sums. Of a counter: resets; the levels that the first
 *             value of the day and the last ones of the steps are; rest of the sums; lowest; highest
 *   ends      of a counter
 *
 * What one column tells of another is not written. The last values and their like are decimals: as whole numbers, a number's distance
 * from its neighbor, or from what numbers lie around, is small.
 *
 *   times     2 bits: in micro-, milli- or seconds; a number: the interval; columns: what the increases took, less so many intervals,
 *             and what the lowest and the highest took, less one (less all that the step took, where it has but one increase)
 *   levels    signed: the first; 1 bit: 0 each less the one before, 1 less the first; column of them in units; rest. Of a counter no bit,
 *             and each less the one before and more by the reset is the sum of the step
 *   lowest    of a gauge: 1 bit: 0 below the lower of the last value and that of the step before, 1 below the first level of all; column;
 *             column of the highest, above the higher; rest of the lowest; rest of the highest. None where a step has one number
 *   sums      of a gauge: column: above so many times the lowest, scaled by how far that is from the highest; rest. The sum of one number,
 *             or of two, needs nothing, and where the lowest is the highest the column has no place
 *   resets    column: how much each sum is beyond what the last value is above the one before: 0 as a rule, and then that is the sum
 *   lowest    of a counter: 1 bit: 0 as it is, 1 what it leaves of the sum; column, scaled by the usual increase of the step; rest. Nothing
 *             where there are less than two increases, or the sum is 0
 *   highest   the same, and nothing where there are two increases: it is what the lowest leaves of the sum
 *   ends      1 bit: 0 none, and nothing follows; 1 bit: 1 the last instant is not where the increases end; number: microseconds from the
 *             start of the day to the first; number: from that to the last (only after 1); 1 bit: 1 the last value is not that of the last
 *             step; 64 bits: the last value (only after 1)
 *   rest      column: how many floating-point numbers, or of increases how many of the distances between such as the last value, each lies
 *             beyond its decimal; small: number of misfits, values that all this does not bring back; columns: gaps between their
 *             places, their high words, their low words (none of the three after 0)
 *
 *   column    2 bits: 0 all are 0; 1 amounts, not below 0; 2 signed, around the mean of those before; 3 mostly one. After 1 and 2:
 *   sizes       6 bits: their usual width; and each as likely, of a width that is learned from those before it
 *   mostly      signed: that one; small: number of others; sizes: gaps between their places; sizes: signed, their distances from it
 *   likely    of width w: as many ones as 2^w goes into it, a zero, the rest in w bits. Fifteen ones: a number follows instead
 *   number    6 bits: its length; its bits but for the highest. signed: 0, -1, 1, -2 … as the numbers 0, 1, 2, 3 …
 *   small     of one more: as many ones as it has bits below the highest, a zero, and those bits
 *
 * This is the code of Golomb and Rice, with what it adapts to learned by the way as in JPEG-LS: columns of 24 numbers, and of one, pay for
 * no tables. Blocks of packed bits, as chunks have them, take 40 % more for 288 steps, 65 % more for 24, and 2.7 times as much for one.
 */

const version = 1;
const versionBits = 8;
const kinds: readonly MetricKind[] = ['GAUGE', 'COUNTER'];

const writer = new BitWriter();

/** The steps as bytes. `dayStart` is in microseconds since 1970, and the ends lie within the 24 hours from it on. */
export function encodeRollup(rollup: Rollup, dayStart: number): Uint8Array {
  const { kind, steps } = rollup;
  refuseMisshapen(rollup, dayStart);
  clearRoom();
  return writer.of((out) => {
    out.bits(version, versionBits);
    out.bits(kinds.indexOf(kind), 1);
    writePlaces(out, steps.places);
    writeCounts(out, steps.counts, kind === 'COUNTER');
    const place = likelyFactor(rollup);
    out.bits(place, factorBits);
    if (kind === 'GAUGE') writeGauge(out, steps, factors[place]!);
    else writeIncreasing(out, rollup, factors[place]!, dayStart);
  });
}

function writeIncreasing(out: BitWriter, { steps, ends }: Rollup, factor: number, dayStart: number): void {
  writeSpans(out, steps);
  writeCounter(out, steps, ends?.firstValue ?? 0, factor);
  writeEnds(out, steps, ends, dayStart);
}

/** What `encodeRollup` was given, to the bit. Throws `DamagedChunk` where the bytes are none of its own. */
export function decodeRollup(bytes: Uint8Array, dayStart: number): Rollup {
  clearRoom();
  const input = new BitReader(bytes);
  const kind = readKind(input);
  const places = readPlaces(input);
  const counts = readCounts(input, places.length, kind === 'COUNTER');
  const factor = factors[input.bits(factorBits)]!;
  const read = kind === 'GAUGE' ? readSteady : readIncreasing;
  const { steps, ends } = read(input, { places, counts }, factor, dayStart);
  input.finish();
  return { kind, steps, ends };
}

type Counts = Pick<StepColumns, 'places' | 'counts'>;

function readSteady(input: BitReader, { places, counts }: Counts, factor: number): Omit<Rollup, 'kind'> {
  const none = takeColumn(0);
  const { sums, lows, highs, lasts } = readGauge(input, counts, factor);
  const steps = { places, counts, sums, lows, highs, lasts, spans: none, lowSpans: none, highSpans: none };
  return { steps: copied(steps), ends: null };
}

function readIncreasing(
  input: BitReader,
  { places, counts }: Counts,
  factor: number,
  dayStart: number,
): Omit<Rollup, 'kind'> {
  const { spans, lowSpans, highSpans } = readSpans(input, counts);
  const { firstValue, sums, lows, highs, lasts } = readCounter(input, counts, factor);
  const steps = { places, counts, sums, lows, highs, lasts, spans, lowSpans, highSpans };
  return { steps: copied(steps), ends: readEnds(input, steps, firstValue, dayStart) };
}

/** Columns of their own, all in one piece of memory. */
function copied(steps: StepColumns): StepColumns {
  const { buffer } = new Float64Array(6 * steps.places.length + 3 * steps.spans.length);
  let end = 0;
  const copy = (column: Float64Array) => {
    const own = new Float64Array(buffer, end * 8, column.length);
    own.set(column);
    end += column.length;
    return own;
  };
  return {
    places: copy(steps.places),
    counts: copy(steps.counts),
    sums: copy(steps.sums),
    lows: copy(steps.lows),
    highs: copy(steps.highs),
    lasts: copy(steps.lasts),
    spans: copy(steps.spans),
    lowSpans: copy(steps.lowSpans),
    highSpans: copy(steps.highSpans),
  };
}

function readKind(input: BitReader): MetricKind {
  const found = input.bits(versionBits);
  if (found !== version)
    throw new DamagedChunk(`version ${found} is not known here, a later release may have written it`);
  return kinds[input.bits(1)]!;
}
