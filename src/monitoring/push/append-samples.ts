import type { Db } from '../../kernel/postgres/session';
import type { Incoming } from '../incoming/incoming';
import { copyRows, NewRows } from '../taking/copy-rows';

/** By their places among those that came in. */
export interface Appended {
  /** Samples that are new, and kept. */
  taken: number;
  /** Those that are not newer than all of their series, or that name its instant again: each is to be looked at. */
  late: number[];
}

/** What came of one series. */
interface Sent {
  number: number;
  /** Place of its newest sample. */
  newest: number;
  /** Instant of its earliest, in milliseconds since 1970. */
  since: number;
}

/**
 * Keeps the samples that are newer than all of their series: where a series ended is asked and moved on in one statement, and nobody else moves
 * it until this is kept; so what is newer stands nowhere yet, and is copied in as it is.
 */
export async function appendSamples(
  db: Db,
  incoming: Incoming,
  numbers: readonly (number | null)[],
): Promise<Appended> {
  const sent = sentOf(incoming, numbers);
  if (sent.length === 0) return { taken: 0, late: [] };
  const ends = await advance(db, incoming, sent);
  const { rows, late } = sort(incoming, numbers, ends);
  if (rows.count > 0) await copyRows(db, rows);
  return { taken: rows.count, late };
}

/** In the order of their numbers. */
function sentOf({ seriesAt, at }: Incoming, numbers: readonly (number | null)[]): Sent[] {
  const byNumber = new Map<number, Sent>();
  for (let i = 0; i < seriesAt.length; i += 1) {
    const number = numbers[seriesAt[i]!]!;
    if (number === null) continue;
    const known = byNumber.get(number);
    if (!known) byNumber.set(number, { number, newest: i, since: at[i]! });
    else if (at[i]! > at[known.newest]!) known.newest = i;
    else if (at[i]! < known.since) known.since = at[i]!;
  }
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

/** Where each series ended before, in seconds since 1970: the beginning of time of one that has none; not told of what goes no further. */
async function advance(db: Db, { at, values, flags }: Incoming, sent: readonly Sent[]): Promise<Map<number, number>> {
  const [row] = await db.cells('SELECT a.moved, a.befores FROM hub.advance_series($1, $2, $3, $4, $5, $6) a', [
    arrayOf(sent.map(({ number }) => number)),
    arrayOf(sent.map(({ since }) => since / 1000)),
    arrayOf(sent.map(({ newest }) => at[newest]! / 1000)),
    arrayOf(sent.map(({ newest }) => (flags[newest] === 0 ? values[newest]! : NaN))),
    arrayOf(sent.map(({ newest }) => flags[newest]!)),
    monthsOf(at),
  ]);
  const [moved, befores] = ['moved', 'befores'].map((name) => numbersIn(row!.text(name)));
  return new Map(moved!.map((number, i) => [number, befores![i]!]));
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

/** Arrays of Postgres as it writes them: of thousands of numbers, going by way of its texts takes longer than all else. */
const arrayOf = (numbers: readonly number[]): string => `{${numbers.join()}}`;
const numbersIn = (array: string | null): number[] =>
  array === null || array === '{}' ? [] : array.slice(1, -1).split(',').map(Number);

function sort(
  { seriesAt, at, values, flags }: Incoming,
  numbers: readonly (number | null)[],
  ends: Map<number, number>,
): { rows: NewRows; late: number[] } {
  const rows = new NewRows(values, seriesAt.length);
  const late: number[] = [];
  for (let i = 0; i < seriesAt.length; i += 1) {
    const number = numbers[seriesAt[i]!]!;
    if (number === null) continue;
    const end = ends.get(number);
    const seconds = at[i]! / 1000;
    if (end === undefined || seconds <= end) late.push(i);
    else {
      rows.add(number, at[i]! * 1000, i, flags[i]!);
      ends.set(number, seconds);
    }
  }
  return { rows, late };
}
