import { DamagedChunk } from '../../chunks/damaged-chunk';
import { wordsOf } from '../../chunks/sample-columns';
import { dayMicros } from '../../../kernel/instant';
import type { BitReader } from './bit-reader';
import type { BitWriter } from './bit-writer';
import type { DayEnds, StepColumns } from '../rollup';

/** Writes what the steps, and the first value, do not tell of the ends. */
export function writeEnds(out: BitWriter, steps: StepColumns, ends: DayEnds | null, dayStart: number): void {
  out.bits(ends === null ? 0 : 1, 1);
  if (ends === null) return;
  const expected = expectEnd(steps, ends);
  const isExpected = Object.is(expected.lastValue, ends.lastValue);
  out.bits(ends.lastAt === expected.lastAt ? 0 : 1, 1);
  out.number(ends.firstAt - dayStart);
  if (ends.lastAt !== expected.lastAt) out.number(ends.lastAt - ends.firstAt);
  out.bits(isExpected ? 0 : 1, 1);
  if (!isExpected) writeDouble(out, ends.lastValue);
}

export function readEnds(input: BitReader, steps: StepColumns, firstValue: number, dayStart: number): DayEnds | null {
  if (input.bits(1) === 0) return null;
  const isOther = input.bits(1) === 1;
  const firstAt = dayStart + input.number();
  const expected = expectEnd(steps, { firstAt, firstValue });
  const lastAt = isOther ? firstAt + input.number() : expected.lastAt;
  if (lastAt >= dayStart + dayMicros) throw new DamagedChunk('its ends leave the day');
  const lastValue = input.bits(1) === 0 ? expected.lastValue : readDouble(input);
  return { firstAt, firstValue, lastAt, lastValue };
}

/** The last number is that of the last step, and follows on the first by the time that all increases took. */
function expectEnd(steps: StepColumns, { firstAt, firstValue }: Pick<DayEnds, 'firstAt' | 'firstValue'>) {
  let span = 0;
  for (let i = 0; i < steps.spans.length; i += 1) span += steps.spans[i]!;
  return { lastAt: firstAt + Math.min(span, dayMicros), lastValue: steps.lasts.at(-1) ?? firstValue };
}

const cell = new Float64Array(1);
const wordsOfCell = wordsOf(cell);

function writeDouble(out: BitWriter, value: number): void {
  cell[0] = value;
  out.bits(wordsOfCell[0]!, 32);
  out.bits(wordsOfCell[1]!, 32);
}

function readDouble(input: BitReader): number {
  wordsOfCell[0] = input.long(32);
  wordsOfCell[1] = input.long(32);
  return cell[0]!;
}
