import { float8s, int2s, int8s, timestamptzs } from '../../kernel/postgres/binary-arrays';
import type { Db } from '../../kernel/postgres/session';
import { wordsOf } from '../chunks/sample-columns';
import type { Incoming } from '../incoming/incoming';
import { copyRows, NewRows } from '../taking/copy-rows';

/** By their places among those that came in. */
export interface Appended {
  /** Samples that are new, and kept. */
  taken: number;
  /** Those that are not newer than all of their series, or that name its instant again: each is to be looked at. */
  late: number[];
}

/** Numbers of series by their places among those that came in; null of one that is not taken. */
type Numbers = readonly (number | null)[];

/** What came of each series. */
interface Sent {
  /** Places of the series, by rising number. */
  series: number[];
  /** By the place of its series: that of its newest sample, and the instant of its earliest. */
  newest: Int32Array;
  since: Float64Array;
}

/**
 * Keeps the samples that are newer than all of their series: where a series ended is asked and moved on in one statement, and nobody else moves
 * it until this is kept; so what is newer stands nowhere yet, and is copied in as it is.
 */
export async function appendSamples(db: Db, incoming: Incoming, numbers: Numbers): Promise<Appended> {
  const sent = sentOf(incoming, numbers);
  if (sent.series.length === 0) return { taken: 0, late: [] };
  const ends = await advance(db, incoming, numbers, sent);
  const { rows, late } = sort(incoming, numbers, ends);
  if (rows.count > 0) await copyRows(db, rows);
  return { taken: rows.count, late };
}

const none = -1;

function sentOf({ seriesAt, at }: Incoming, numbers: Numbers): Sent {
  const newest = new Int32Array(numbers.length).fill(none);
  const since = new Float64Array(numbers.length).fill(Infinity);
  for (let i = 0; i < seriesAt.length; i += 1) {
    const place = seriesAt[i]!;
    const instant = at[i]!;
    if (newest[place] === none || instant > at[newest[place]!]!) newest[place] = i;
    if (instant < since[place]!) since[place] = instant;
  }
  const series = Array.from(numbers.keys()).filter((place) => numbers[place] !== null && newest[place] !== none);
  return { series: series.sort((one, other) => numbers[one]! - numbers[other]!), newest, since };
}

/** Where each series ended before, by its place, in microseconds since 1970; the beginning of time where all that came is newer. */
async function advance(
  db: Db,
  { at, values, flags }: Incoming,
  numbers: Numbers,
  { series, newest, since }: Sent,
): Promise<Float64Array> {
  const { length } = series;
  const newestOf = (n: number) => newest[series[n]!]!;
  const [row] = await db.cells('SELECT a.behind, a.ends FROM hub.advance_series($1, $2, $3, $4, $5, $6) a', [
    int8s(length, (n) => numbers[series[n]!]!),
    timestamptzs(length, (n) => since[series[n]!]! * 1000),
    timestamptzs(length, (n) => at[newestOf(n)]! * 1000),
    float8s(length, wordsOf(values), newestOf),
    int2s(length, (n) => flags[newestOf(n)]!),
    monthsOf(at),
  ]);
  const [behind, ends] = ['behind', 'ends'].map((name) => numbersIn(row!.text(name)));
  const endOf = new Map(behind!.map((number, n) => [number, ends![n]!]));
  return Float64Array.from(numbers, (number) => endOf.get(number!) ?? -Infinity);
}

/** The months that samples lie in, in their order. */
function monthsOf(at: Float64Array): string[] {
  const months = new Set<number>();
  let [from, to] = [Infinity, -Infinity];
  for (const instant of at) {
    if (instant >= from && instant < to) continue;
    const date = new Date(instant);
    [from, to] = [0, 1].map((n) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n)) as [number, number];
    months.add(from);
  }
  return [...months].sort((one, other) => one - other).map((month) => new Date(month).toISOString());
}

/** An array of Postgres as it writes it. */
const numbersIn = (array: string | null): number[] =>
  array === null || array === '{}' ? [] : array.slice(1, -1).split(',').map(Number);

function sort(
  { seriesAt, at, values, flags }: Incoming,
  numbers: Numbers,
  ends: Float64Array,
): { rows: NewRows; late: number[] } {
  const rows = new NewRows(values, seriesAt.length);
  const late: number[] = [];
  for (let i = 0; i < seriesAt.length; i += 1) {
    const place = seriesAt[i]!;
    const number = numbers[place]!;
    if (number === null) continue;
    const micros = at[i]! * 1000;
    if (micros <= ends[place]!) late.push(i);
    else {
      rows.add(number, micros, i, flags[i]!);
      ends[place] = micros;
    }
  }
  return { rows, late };
}
