import { dayMicros } from '../../../kernel/instant';
import { isCount, mostSteps, type DayEnds, type Rollup, type StepColumns } from '../rollup';

/** What could not be read again is refused before it is written. */
export function refuseMisshapen({ kind, steps, ends }: Rollup, dayStart: number): void {
  if (!Number.isSafeInteger(dayStart))
    throw new RangeError(`${dayStart} is no start of a day: give whole microseconds.`);
  refuseLengths(steps, kind === 'COUNTER' ? steps.places.length : 0);
  refusePlaces(steps.places);
  const { counts, spans, lowSpans, highSpans } = steps;
  for (const column of [counts, spans, lowSpans, highSpans]) refuseOtherThanCounts(column);
  if (ends !== null && (kind === 'GAUGE' || !areOfDay(ends, dayStart)))
    throw new RangeError(
      'A counter, and nothing else, has ends: give whole microseconds of its day, the first not after the last.',
    );
}

function refuseLengths(steps: StepColumns, timed: number): void {
  const { places, counts, sums, lows, highs, lasts, spans, lowSpans, highSpans } = steps;
  const isOfOneLength = [counts, sums, lows, highs, lasts].every(({ length }) => length === places.length);
  if (!isOfOneLength || [spans, lowSpans, highSpans].some(({ length }) => length !== timed))
    throw new RangeError(
      'Columns of steps differ in length: give one number of each step, and spans of a counter only.',
    );
}

function refusePlaces(places: Float64Array): void {
  for (let i = 0, least = 0; i < places.length; i += 1) {
    const place = places[i]!;
    if (!(place >= least && place < mostSteps && Number.isInteger(place)))
      throw new RangeError(`Step ${place} can not stand here: give places from 0 to ${mostSteps - 1}, rising.`);
    least = place + 1;
  }
}

function refuseOtherThanCounts(column: Float64Array): void {
  for (let i = 0; i < column.length; i += 1)
    if (!isCount(column[i]!)) throw new RangeError(`${column[i]} counts nothing: give whole numbers, not below 0.`);
}

const areOfDay = ({ firstAt, lastAt }: DayEnds, dayStart: number): boolean =>
  Number.isInteger(firstAt) &&
  Number.isInteger(lastAt) &&
  firstAt >= dayStart &&
  firstAt <= lastAt &&
  lastAt < dayStart + dayMicros;
