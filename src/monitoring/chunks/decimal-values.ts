import type { ChunkReader } from './chunk-reader';
import type { ChunkWriter } from './chunk-writer';
import { greatestDistance, greatestFirst, readIntegers, writeIntegers } from './integer-column';
import { isUnusual, writeMisfits } from './misfits';
import { wordsOf, type SampleColumns, type UsualWords } from './sample-columns';
import { addUlps, ulpsFrom } from './ulps';

export const mostPlaces = 12;
const powersOfTen = Float64Array.from({ length: mostPlaces + 1 }, (_, places) => Number(`1e${places}`));
/** A value may lie so many ulps, floating-point numbers, away from its decimal: it was added up, or multiplied. */
const mostUlps = 2 ** 16;

interface Scaled {
  /** What has no such form, and what is flagged, is like the one before it. */
  readonly numbers: Float64Array;
  readonly ulps: Float64Array;
  /** The places of the values that the two do not bring back, nor their flags. */
  readonly misfits: number[];
}

/** Writes values as whole numbers, ten to the power of `places` times as great, and how far each then is from its decimal. */
export function writeDecimals(out: ChunkWriter, samples: SampleColumns, usual: UsualWords, places: number): void {
  const { numbers, ulps, misfits } = scale(samples, usual, powersOfTen[places]!);
  writeIntegers(out, numbers, ['levels', 'steps']);
  writeIntegers(out, ulps, ['levels', 'steps']);
  writeMisfits(out, samples.values, misfits);
}

export function readDecimals(input: ChunkReader, count: number, places: number): Float64Array {
  const values = readIntegers(input, count);
  const power = powersOfTen[places]!;
  for (let i = 0; i < count; i += 1) values[i]! /= power;
  addUlps(values, readIntegers(input, count));
  return values;
}

function scale({ values, flags }: SampleColumns, usual: UsualWords, power: number): Scaled {
  const words = wordsOf(values);
  const [numbers, ulps] = [new Float64Array(values.length), new Float64Array(values.length)];
  const misfits: number[] = [];
  let first = NaN;
  for (let i = 0; i < values.length; i += 1) {
    const flag = flags[i]!;
    const number = flag === 0 ? Math.round(values[i]! * power) : NaN;
    const apart = ulpsOfNumber(number, power, values[i]!, words, i);
    // Before there is a first, nothing is too far from it.
    if (Math.abs(apart) <= mostUlps && !(Math.abs(number - first) >= greatestDistance)) {
      numbers[i] = number;
      ulps[i] = apart;
      if (Number.isNaN(first)) numbers.fill((first = number), 0, i);
      continue;
    }
    if (flag === 0 || isUnusual(words, i, flag, usual)) misfits.push(i);
    if (i === 0) continue;
    numbers[i] = numbers[i - 1]!;
    ulps[i] = ulps[i - 1]!;
  }
  return { numbers, ulps, misfits };
}

/** How far a value is from its decimal; NaN where that can not be brought back. */
function ulpsOfNumber(number: number, power: number, value: number, words: Uint32Array, place: number): number {
  // 0 and -0 are equal, and differ in the high word.
  if (number === 0) return value === 0 && words[2 * place + 1] === 0 ? 0 : NaN;
  if (!(Math.abs(number) < greatestFirst)) return NaN;
  const decimal = number / power;
  return decimal === value ? 0 : ulpsFrom(decimal, words, place);
}

/** Whether a value is a decimal of so many places, or one within `tolerance` of it. */
export function isDecimal(value: number, places: number, tolerance: number): boolean {
  const power = powersOfTen[places]!;
  const number = Math.round(value * power);
  return Math.abs(number) < greatestFirst && Math.abs(number / power - value) <= tolerance * Math.abs(value);
}
