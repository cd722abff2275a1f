import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { microsOf, microsText } from '../../kernel/instant';
import { inTransaction } from '../../kernel/postgres/transaction';
import { countOf, decodeChunk, encodeChunk } from '../chunks/chunk-codec';
import { wordsOf, type SampleColumns } from '../chunks/sample-columns';
import { mergeColumns, noSamples } from '../chunks/column-parts';
import type { MetricKind } from '../monitoring.values';
import { keepRollups, rollDay, type RolledDay } from '../rollups/rollup.store';
import { openSamples } from '../chunks/sample-wire';

/** A row's place among all: packing goes through them in this order. */
export interface RowPlace {
  number: string;
  at: string;
}

export const beforeAllRows: RowPlace = { number: '0', at: '1970-01-01T00:00:00Z' };

interface DayRow {
  number: string;
  day: string;
  kind: MetricKind;
  points: Buffer;
  flagged: Buffer | null;
  chunk: Buffer | null;
}

interface OpenDay {
  number: string;
  day: string;
  kind: MetricKind;
  /** The day's beginning, in microseconds since 1970. */
  start: number;
  open: SampleColumns;
  chunk: Buffer | null;
}

interface PackedDay {
  number: string;
  day: string;
  count: number;
  lastAt: string;
  data: Buffer;
  rolled: RolledDay;
}

export interface Packing {
  olderThan: string;
  /** Rows in one transaction. */
  atOnce: number;
  /** Samples of one series and day: of one that has more all that came after stays in rows. */
  mostOfDay: number;
}

/**
 * Packs the rows behind a place that are older than an instant, in one transaction: their days are written anew with them, and the rows go. Where
 * it ended; null where there are no more.
 */
export function packBatch(client: PoolClient, after: RowPlace, packing: Packing): Promise<RowPlace | null> {
  return inTransaction(client, async () => {
    const end = await lastPlace(client, after, packing);
    if (end) await packUpTo(client, after, end, packing);
    return end;
  });
}

/** Where the rows of one transaction end. */
export async function lastPlace(
  client: PoolClient,
  after: RowPlace,
  { olderThan, atOnce }: Packing,
): Promise<RowPlace | null> {
  const { rows } = await client.query<RowPlace>(
    `SELECT x.series_number AS number, x.at
       FROM (SELECT s.series_number, s.at FROM private.sample s
              WHERE (s.series_number, s.at) > ($1, $2) AND s.at < $3 ORDER BY s.series_number, s.at LIMIT $4) x
      ORDER BY x.series_number DESC, x.at DESC LIMIT 1`,
    [after.number, after.at, olderThan, atOnce],
  );
  return rows[0] ?? null;
}

const daysATurn = 20;

async function packUpTo(client: PoolClient, after: RowPlace, end: RowPlace, packing: Packing): Promise<void> {
  // Whoever adds a sample to what may be packed waits until this is done, and then sees it packed; and this waits for them.
  await client.query(
    `SELECT pg_advisory_xact_lock('private.sample_chunk'::regclass::oid::int, x.slice)
       FROM (SELECT DISTINCT private.slice_of(s.series_number) AS slice FROM private.sample s
              WHERE (s.series_number, s.at) > ($1, $2) AND (s.series_number, s.at) <= ($3, $4) AND s.at < $5 ORDER BY 1) x`,
    [after.number, after.at, end.number, end.at, packing.olderThan],
  );
  const days = (await takeRows(client, after, end, packing)).map(readDay);
  const packed: PackedDay[] = [];
  for (const [i, day] of days.entries()) {
    packed.push(packDay(day));
    // Requests are answered meanwhile.
    if (i % daysATurn === 0) await nextTurn();
  }
  await writeChunks(client, packed);
  await keepRollups(
    client,
    packed.map(({ rolled }) => rolled),
  );
}

/** The rows go, but those of days that have too many; each day comes with what of it is packed already. */
async function takeRows(
  client: PoolClient,
  after: RowPlace,
  end: RowPlace,
  { olderThan, mostOfDay }: Packing,
): Promise<DayRow[]> {
  const { rows } = await client.query<DayRow>(
    `WITH days AS (
       SELECT s.series_number, s.at::date AS day, count(*) AS count FROM private.sample s
        WHERE (s.series_number, s.at) > ($1, $2) AND (s.series_number, s.at) <= ($3, $4) AND s.at < $5 GROUP BY 1, 2
     ), fitting AS (
       SELECT d.series_number, d.day, c.data AS chunk
         FROM days d LEFT JOIN private.sample_chunk c ON c.series_number = d.series_number AND c.day = d.day
        WHERE d.count + coalesce(c.count, 0) <= $6
     ), gone AS (
       DELETE FROM private.sample s USING fitting f
        WHERE s.series_number = f.series_number AND s.at::date = f.day
          AND (s.series_number, s.at) > ($1, $2) AND (s.series_number, s.at) <= ($3, $4) AND s.at < $5
       RETURNING s.series_number, s.at, s.value, s.flag
     ), taken AS (
       SELECT g.series_number, g.at::date AS day,
              string_agg(timestamptz_send(g.at) || float8send(g.value), ''::bytea ORDER BY g.at) AS points,
              string_agg(timestamptz_send(g.at) || int2send(g.flag), ''::bytea ORDER BY g.at) FILTER (WHERE g.flag <> 0) AS flagged
         FROM gone g GROUP BY g.series_number, g.at::date
     )
     SELECT t.series_number AS number, t.day::text, coalesce(m.kind, 'GAUGE') AS kind, t.points, t.flagged, f.chunk
       FROM taken t JOIN fitting f ON f.series_number = t.series_number AND f.day = t.day
       LEFT JOIN hub.series s ON s.number = t.series_number LEFT JOIN hub.metric m ON m.id = s.metric_id`,
    [after.number, after.at, end.number, end.at, olderThan, mostOfDay],
  );
  return rows;
}

const readDay = ({ number, day, kind, points, flagged, chunk }: DayRow): OpenDay => ({
  ...{ number, day, kind, chunk },
  start: microsOf(`${day}T00:00:00Z`),
  open: openSamples(points, flagged),
});

const countOfDay = ({ chunk, open }: OpenDay): number => (chunk ? countOf(chunk) : 0) + open.at.length;

function packDay(openDay: OpenDay): PackedDay {
  const { number, day, kind, chunk, start, open } = openDay;
  const all = mergeColumns(chunk ? decodeChunk(chunk, start) : noSamples, open);
  const data = Buffer.from(encodeChunk(all, start));
  const count = countOfDay(openDay);
  if (!isSame(decodeChunk(data, start), all) || countOf(data) !== count)
    throw new Error(`Series number ${number} on ${day}: its chunk would not hold what its ${count} samples are.`);
  const rolled = rollDay({ number, day, kind }, start, all);
  return { number, day, count, lastAt: microsText(all.at.at(-1)!), data, rolled };
}

/** To the bit, before the rows go. */
function isSame(one: SampleColumns, other: SampleColumns): boolean {
  const words = (samples: SampleColumns) => [wordsOf(samples.at), wordsOf(samples.values), samples.flags];
  const others = words(other);
  return words(one).every((column, i) => Buffer.from(bytesOf(column)).equals(bytesOf(others[i]!)));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

async function writeChunks(client: PoolClient, days: readonly PackedDay[]): Promise<void> {
  await client.query(`SELECT private.ensure_month('sample_chunk', m::timestamptz) FROM unnest($1::text[]) m`, [
    [...new Set(days.map(({ day }) => `${day.slice(0, 7)}-01`))],
  ]);
  await client.query(
    `INSERT INTO private.sample_chunk AS c (series_number, day, count, last_at, data)
     SELECT * FROM unnest($1::bigint[], $2::date[], $3::int[], $4::timestamptz[], $5::bytea[])
     ON CONFLICT (series_number, day) DO UPDATE SET count = EXCLUDED.count, last_at = EXCLUDED.last_at, data = EXCLUDED.data`,
    [
      days.map(({ number }) => number),
      days.map(({ day }) => day),
      days.map(({ count }) => count),
      days.map(({ lastAt }) => lastAt),
      days.map(({ data }) => data),
    ],
  );
}
