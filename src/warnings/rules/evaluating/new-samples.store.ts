import type { PoolClient } from 'pg';
import { int8s, timestamptzs } from '../../../kernel/postgres/binary-arrays';
import { mergeColumns, noSamples, placeOf, slice } from '../../../monitoring/chunks/column-parts';
import { decodeChunk } from '../../../monitoring/chunks/chunk-codec';
import type { SampleColumns } from '../../../monitoring/chunks/sample-columns';
import { instantAt, openSamples } from '../../../monitoring/chunks/sample-wire';
import type { Point } from '../conditions/point.rules';

/** What is asked of a series: samples behind an instant, in microseconds since 1970. */
export interface Asked {
  number: number;
  since: number;
}

/** Samples of a series, oldest first, and whether these are all that there are as yet. */
export interface NewSamples {
  points: Point[];
  isAll: boolean;
}

/** Rows younger than this are never packed; of those that are older, some series at a time are read, a day of each. */
export const openMicros = 60 * 60 * 1_000_000;
const mostOfSeries = 500;
const mostOfDay = 5000;
const daysAtOnce = 256;

const rowSize = 26;

/** Of series that were looked at lately: what stands in rows. Those that have nothing new are left out. */
export async function readOpen(client: PoolClient, asked: readonly Asked[]): Promise<Map<number, NewSamples>> {
  const found = new Map<number, NewSamples>();
  if (asked.length === 0) return found;
  const { rows } = await client.query<{ data: Buffer | null }>(
    `SELECT string_agg(int8send(u.number) || timestamptz_send(x.at) || float8send(x.value) || int2send(x.flag), ''::bytea ORDER BY u.number, x.at) AS data
       FROM unnest($1::bigint[], $2::timestamptz[]) AS u(number, since)
      CROSS JOIN LATERAL (SELECT y.at, y.value, y.flag FROM private.sample y
                           WHERE y.series_number = u.number AND y.at > u.since AND y.at > $3 ORDER BY y.at LIMIT ${mostOfSeries}) x`,
    [...columnsOf(asked), timestampOf(asked.reduce((least, { since }) => Math.min(least, since), Infinity))],
  );
  const data = rows[0]!.data ?? Buffer.alloc(0);
  for (let at = 0; at < data.length; at += rowSize) {
    const number = wholeAt(data, at);
    let own = found.get(number);
    if (!own) found.set(number, (own = { points: [], isAll: true }));
    own.points.push({
      at: instantAt(data, at + 8),
      value: data.readDoubleBE(at + 16),
      flag: data.readInt16BE(at + 24),
    });
  }
  for (const own of found.values()) own.isAll = own.points.length < mostOfSeries;
  return found;
}

interface DayRow {
  number: string;
  points: Buffer | null;
  flagged: Buffer | null;
  day: string | null;
  chunk: Buffer | null;
  /** The newest sample of the series, which stays when samples of before are let go. */
  latest: Point;
}

export interface OlderSamples {
  found: Map<number, NewSamples>;
  /** Whether there are series that were not looked at this time. */
  isMore: boolean;
}

/** Of series that were last looked at so long ago that what is new may lie packed: the next day of some of them, from chunk and rows in one statement. */
export async function readOlder(client: PoolClient, asked: readonly Asked[]): Promise<OlderSamples> {
  if (asked.length === 0) return { found: new Map(), isMore: false };
  const { rows } = await client.query<DayRow>(
    `SELECT u.number, p.points, p.flagged, c.day::text, c.data AS chunk,
            json_build_object('at', extract(epoch FROM l.at) * 1e6, 'value', l.value::text, 'flag', l.flag) AS latest
       FROM unnest($1::bigint[], $2::timestamptz[]) AS u(number, since)
       JOIN private.latest_sample l ON l.series_number = u.number AND l.at > u.since
       LEFT JOIN LATERAL (SELECT d.day, d.data FROM private.sample_chunk d
                           WHERE d.series_number = u.number AND d.day >= (u.since AT TIME ZONE 'UTC')::date AND d.last_at > u.since
                           ORDER BY d.day LIMIT 1) c ON true
      CROSS JOIN LATERAL (
        SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea ORDER BY x.at) AS points,
               string_agg(timestamptz_send(x.at) || int2send(x.flag), ''::bytea ORDER BY x.at) FILTER (WHERE x.flag <> 0) AS flagged
          FROM (SELECT y.at, y.value, y.flag FROM private.sample y
                 WHERE y.series_number = u.number AND y.at > u.since
                   AND (c.day IS NULL OR y.at < (c.day + 1)::timestamp AT TIME ZONE 'UTC') ORDER BY y.at LIMIT ${mostOfDay}) x) p
      LIMIT ${daysAtOnce}`,
    columnsOf(asked),
  );
  const sinces = new Map(asked.map(({ number, since }) => [number, since]));
  const found = new Map(rows.map((row) => [Number(row.number), samplesOf(row, sinces.get(Number(row.number))!)]));
  return { found, isMore: rows.length === daysAtOnce };
}

function samplesOf({ points: rows, flagged, day, chunk, latest }: DayRow, since: number): NewSamples {
  const open = openSamples(rows, flagged);
  const isCut = open.at.length === mostOfDay;
  const packed = chunk ? packedBehind(chunk, day!, since) : noSamples;
  const before = isCut ? slice(packed, 0, placeOf(packed, open.at.at(-1)!)) : packed;
  const points = pointsOf(mergeColumns(before, open));
  return { points: points.length > 0 ? points : [latestOf(latest)], isAll: chunk === null && !isCut };
}

/** JSON knows no NaN. */
const latestOf = ({ at, value, flag }: Point): Point => ({ at: Math.round(at), value: Number(value), flag });

function packedBehind(chunk: Buffer, day: string, since: number): SampleColumns {
  const samples = decodeChunk(chunk, Date.parse(`${day}T00:00:00Z`) * 1000);
  return slice(samples, placeOf(samples, since + 1), samples.at.length);
}

const pointsOf = ({ at, values, flags }: SampleColumns): Point[] =>
  Array.from(at, (instant, i) => ({ at: instant, value: values[i]!, flag: flags[i]! }));

const columnsOf = (asked: readonly Asked[]): Buffer[] => [
  int8s(asked.length, (n) => asked[n]!.number),
  timestamptzs(asked.length, (n) => asked[n]!.since),
];

const timestampOf = (micros: number): string => new Date(Math.floor(micros / 1000)).toISOString();

const wholeAt = (bytes: Buffer, from: number): number =>
  bytes.readInt32BE(from) * 2 ** 32 + bytes.readUInt32BE(from + 4);
