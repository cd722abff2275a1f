import type { Db } from '../../kernel/postgres/session';
import type { ViewFilter } from '../view/view-filter';
import type { FoundChange, SampleRange } from './change';

/** As the roads of samples write it: each series with its range, or the numbers of many with one that holds them all. */
type LoggedRanges =
  { series: string; from: string; to: string }[] | { series: (number | string)[]; from: string; to: string };

/** Images hold instants as JSON of Postgres does. */
const instantIn = (text: string): string => text.replace(/\+00:00$/, 'Z');

const numbersIn = (ranges: unknown): string[] => {
  const logged = ranges as LoggedRanges;
  return Array.isArray(logged) ? [] : logged.series.map(String);
};
const idsIn = (ranges: unknown): string[] => {
  const logged = ranges as LoggedRanges;
  return Array.isArray(logged) ? logged.map(({ series }) => series) : [];
};

export const rangesAsked = (ranges: unknown): number => numbersIn(ranges).length + idsIn(ranges).length;

/** What entries tell of series that the viewer sees, and its filter lets through, as they stand. */
export async function findRanges<E extends { ranges: unknown }>(
  db: Db,
  { regions }: ViewFilter,
  entries: readonly E[],
): Promise<Map<E, SampleRange[]>> {
  if (entries.length === 0) return new Map();
  const rows = await db.rows<{ id: string; number: string }>(
    `SELECT s.id, s.number FROM hub.series s WHERE s.id = ANY ($1::uuid[]) AND ($3::uuid[] IS NULL OR s.region_id = ANY ($3))
      UNION ALL
     SELECT s.id, s.number FROM hub.series s WHERE s.number = ANY ($2::bigint[]) AND ($3::uuid[] IS NULL OR s.region_id = ANY ($3))`,
    [entries.flatMap(({ ranges }) => idsIn(ranges)), entries.flatMap(({ ranges }) => numbersIn(ranges)), regions],
  );
  const ids = new Set(rows.map(({ id }) => id));
  const byNumber = new Map(rows.map(({ id, number }) => [String(number), id]));
  return new Map(entries.map((entry) => [entry, rangesOf(entry.ranges as LoggedRanges, ids, byNumber)]));
}

function rangesOf(
  logged: LoggedRanges,
  ids: ReadonlySet<string>,
  byNumber: ReadonlyMap<string, string>,
): SampleRange[] {
  if (Array.isArray(logged))
    return logged
      .filter(({ series }) => ids.has(series))
      .map(({ series, from, to }) => ({ series, from: instantIn(from), to: instantIn(to) }));
  const { series } = logged;
  const [from, to] = [instantIn(logged.from), instantIn(logged.to)];
  const seen = series.map((number) => byNumber.get(String(number))).filter((id) => id !== undefined);
  return seen.map((id) => ({ series: id, from, to }));
}

/** Tells of each series that comes into sight what is kept of it. */
export async function findSpans(db: Db, changes: FoundChange[]): Promise<FoundChange[]> {
  const disclosed = changes.filter(
    ({ operation, collection }) => operation === 'DISCLOSED' && collection.typeName === 'Series',
  );
  if (disclosed.length === 0) return changes;
  const rows = await db.rows<{ id: string; from: string; to: string }>(
    'SELECT s.id, s.first_at AS "from", s.last_at AS "to" FROM hub.series_span($1) s',
    [disclosed.map(({ uuid }) => uuid)],
  );
  const spans = new Map(rows.map(({ id, from, to }) => [id, { series: id, from, to }]));
  for (const change of disclosed) change.ranges = spans.has(change.uuid) ? [spans.get(change.uuid)!] : [];
  return changes;
}
