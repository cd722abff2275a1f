import { microsText } from '../../kernel/instant';
import { Sql } from '../../kernel/postgres/sql';
import type { Db } from '../../kernel/postgres/session';
import { toPublicId } from '../../kernel/ids';
import { filterSql } from '../../kernel/reading/filter';
import type { SampleColumns } from '../../monitoring/chunks/sample-columns';
import { series } from '../../monitoring/monitoring.collection';
import { readPoints } from '../../monitoring/windows/sample-points.store';
import { readChanges } from '../engine/read-changes';
import { walk } from '../engine/walk.store';
import type { FedTypes } from '../fed-types';
import type { ViewFilter } from '../view/view-filter';
import { headOf, sampleLines, sampleNames } from './export-lines';
import type { ExportPlace, OpenExport } from './export.store';
import type { Pieces } from './pieces';
import type { ReadRange } from './record-range';

/** So many samples of each of so many series are held at once. */
const samplesAtOnce = 50_000;
const seriesAtOnce = 6;

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** The next samples: of some series all of the range or, of one that has more, the first of what is left. */
export async function sampleRange(
  db: Db,
  fed: FedTypes,
  view: ViewFilter,
  of: OpenExport,
  pieces: Pieces,
): Promise<ReadRange> {
  const place = of.place.cursor === undefined ? await begin(db, fed, view, of, pieces) : of.place;
  const { ids, end } = await nextSeries(db, fed, view, of, place.series ?? beforeAll);
  const from = place.from ?? of.since;
  // Of one that is begun what is left, and then the others from where the range begins.
  const asked = place.from === undefined ? ids : ids.slice(0, 1);
  const found = new Map(await readPoints(db, { ids: asked, from, to: of.until, most: samplesAtOnce }));
  let count = 0;
  for (const [i, id] of asked.entries()) {
    const samples = found.get(id);
    count += samples ? await write(pieces, of, id, samples) : 0;
    if (samples && samples.at.length >= samplesAtOnce)
      return rangeOf(
        count,
        { ...place, series: i === 0 ? place.series : asked[i - 1], from: microsText(samples.at.at(-1)! + 1) },
        i,
      );
  }
  const { from: _begun, ...rest } = place;
  const isAll = asked.length === ids.length;
  if (isAll && end === null) return { ...rangeOf(count, rest, asked.length), progress: 1, isLast: true };
  return rangeOf(count, { ...rest, series: isAll ? end! : asked.at(-1)! }, asked.length);
}

function rangeOf(count: number, place: ExportPlace, series: number): ReadRange {
  const done = (place.done ?? 0) + series;
  const progress = Math.min(1, done / Math.max(1, place.total ?? 1));
  return { count, place: { ...place, done }, progress, isLast: false, isOfAnotherView: false };
}

/** What comes from now on is for who follows the feed: its cursor is taken before the first sample is read. */
async function begin(db: Db, fed: FedTypes, view: ViewFilter, of: OpenExport, pieces: Pieces): Promise<ExportPlace> {
  const reader = { db, fed, horizonDays: 30, keep: () => Promise.resolve('') };
  const { cursorOf, place } = await readChanges(reader, { from: 'NOW', filter: of.filter, first: 1 });
  await pieces.add(headOf(of.format, sampleNames));
  const sql = new Sql();
  const where = `($1::uuid[] IS NULL OR t.region_id = ANY ($1)) AND ${conditionOf(of, sql, [view.regions])}`;
  const [row] = await db.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM series t WHERE ${where}`,
    sql.values,
  );
  return { cursor: cursorOf(place), total: row!.count, done: 0 };
}

function conditionOf({ seriesFilter }: OpenExport, sql: Sql, values: unknown[]): string {
  for (const value of values) sql.values.push(value);
  return seriesFilter ? filterSql(series, seriesFilter, 't', sql) : 'true';
}

/** `end`: the last that was looked at; null where there are no more. */
async function nextSeries(
  db: Db,
  fed: FedTypes,
  view: ViewFilter,
  of: OpenExport,
  since: string,
): Promise<{ ids: string[]; end: string | null }> {
  const most = of.seriesFilter ? 500 : seriesAtOnce;
  const { records, end } = await walk(db, null, view, [fed.of('Series')], since, most);
  const walked = records.map(({ id }) => id);
  if (!of.seriesFilter) return { ids: walked, end: end?.id ?? null };
  const sql = new Sql();
  const where = conditionOf(of, sql, [walked, seriesAtOnce]);
  const rows = await db.rows<{ id: string }>(
    `SELECT t.id FROM series t WHERE t.id = ANY ($1::uuid[]) AND ${where} ORDER BY t.id LIMIT $2`,
    sql.values,
  );
  const ids = rows.map(({ id }) => id);
  return { ids, end: ids.length === seriesAtOnce ? ids.at(-1)! : (end?.id ?? null) };
}

async function write(pieces: Pieces, { format }: OpenExport, id: string, samples: SampleColumns): Promise<number> {
  for (const lines of sampleLines(format, toPublicId('ser', id), samples)) await pieces.add(lines);
  return samples.at.length;
}
