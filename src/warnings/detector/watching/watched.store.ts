import type { PoolClient } from 'pg';
import { int8s, timestamptzs } from '../../../kernel/postgres/binary-arrays';
import { sliceSize } from '../../rules/states/state-codec';

/** Slices of new series join, and those are due of which samples have come; all, after so long a break that the log may be long. */
export async function markDue(client: PoolClient, longestBreakSeconds: number): Promise<void> {
  await client.query(
    `INSERT INTO private.detector_pass AS p (samples_seen, looked_at) VALUES (pg_snapshot_xmin(pg_current_snapshot()), '-infinity')
     ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `INSERT INTO private.detector_slice (slice)
     SELECT n FROM generate_series(0, (SELECT (max(s.number) / $1)::int FROM hub.series s)) n
      WHERE NOT EXISTS (SELECT FROM private.detector_slice l WHERE l.slice = n) ORDER BY n ON CONFLICT DO NOTHING`,
    [sliceSize],
  );
  const { rows } = await client.query<{ all: boolean }>(
    `SELECT p.looked_at < clock_timestamp() - make_interval(secs => $1) AS all FROM private.detector_pass p`,
    [longestBreakSeconds],
  );
  await markSlices(client, rows[0]!.all);
}

/** By the change log, from the oldest transaction on that was not looked through; one that is looked through twice does no harm. */
async function markSlices(client: PoolClient, all: boolean): Promise<void> {
  await client.query(
    `WITH told AS (
       SELECT e.value FROM private.change c CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(c.after) WHEN 'array' THEN c.after ELSE c.after -> 'series' END) e
        WHERE NOT $1 AND c.xid >= (SELECT p.samples_seen FROM private.detector_pass p) AND c.record_type = 'SampleRange'
     ), touched AS (
       SELECT (t.value::bigint / $2)::int AS slice FROM told t WHERE jsonb_typeof(t.value) = 'number'
       UNION SELECT generate_series((t.value ->> 0)::bigint / $2, (t.value ->> 1)::bigint / $2)::int FROM told t WHERE jsonb_typeof(t.value) = 'array'
       UNION SELECT (s.number / $2)::int FROM told t JOIN hub.series s ON s.id = (t.value ->> 'series')::uuid WHERE jsonb_typeof(t.value) = 'object'
     ), due AS (
       SELECT l.slice FROM private.detector_slice l WHERE NOT l.is_due AND ($1 OR l.slice IN (SELECT t.slice FROM touched t)) ORDER BY l.slice FOR UPDATE
     ), marked AS (
       UPDATE private.detector_slice l SET is_due = true FROM due d WHERE l.slice = d.slice
     )
     UPDATE private.detector_pass p SET samples_seen = pg_snapshot_xmin(pg_current_snapshot()), looked_at = clock_timestamp()`,
    [all, sliceSize],
  );
}

export interface HeldSlice {
  slice: number;
  standings: Buffer;
}

/** A slice of which samples have come and that nobody else looks at; null where there is none. */
export async function holdSlice(
  client: PoolClient,
  { restSeconds, except }: { restSeconds: number; except: readonly number[] },
): Promise<HeldSlice | null> {
  const { rows } = await client.query<HeldSlice>(
    `SELECT l.slice, l.standings FROM private.detector_slice l
      WHERE l.is_due AND l.slice <> ALL ($2::int[]) AND l.looked_at <= clock_timestamp() - make_interval(secs => $1)
      ORDER BY l.looked_at, l.slice LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [restSeconds, except],
  );
  return rows[0] ?? null;
}

export async function keepSlice(client: PoolClient, { slice, standings }: HeldSlice, isMore: boolean): Promise<void> {
  await client.query(
    `UPDATE private.detector_slice l SET is_due = $2, standings = $3, looked_at = CASE WHEN $2 THEN l.looked_at ELSE clock_timestamp() END
      WHERE l.slice = $1`,
    [slice, isMore, standings],
  );
}

export interface WatchedSeries {
  number: number;
  id: string;
  writerId: string;
  unit: string;
  isCounter: boolean;
}

/** Series of the slice, by number, that no rule of their owner's or writer's side judges by their values, and that neither their owner nor their writer wants unwatched. */
export async function watchedSeries(client: PoolClient, slice: number): Promise<WatchedSeries[]> {
  const { rows } = await client.query<WatchedSeries>(
    `WITH judged AS MATERIALIZED (
       SELECT n.number, w.owner_id FROM private.rule_state r JOIN hub.warning_rule w ON w.id = r.rule_id CROSS JOIN LATERAL unnest(r.numbers) AS n(number)
        WHERE r.slice = $1 AND length(r.states) > 0)
     SELECT s.number::float8 AS number, s.id, s.writer_id AS "writerId", coalesce(m.unit, '') AS unit, m.kind = 'COUNTER' AS "isCounter"
       FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id
      WHERE s.number >= $1::bigint * $2 AND s.number < ($1::bigint + 1) * $2
        AND EXISTS (SELECT FROM private.latest_sample l WHERE l.series_number = s.number)
        AND NOT EXISTS (SELECT FROM private.detector_off o WHERE o.organization_id IN (s.writer_id, s.owner_id))
        AND NOT EXISTS (SELECT FROM judged j JOIN private.organization_tree t ON t.ancestor_id = j.owner_id
                         WHERE j.number = s.number AND t.descendant_id IN (s.owner_id, s.writer_id))
      ORDER BY s.number`,
    [slice, sliceSize],
  );
  return rows;
}

export interface KeptState {
  number: number;
  /** In microseconds since 1970. */
  upTo: number;
  state: Uint8Array;
}

export async function statesOf(client: PoolClient, numbers: readonly number[]): Promise<Map<number, KeptState>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await client.query<KeptState>(
    `SELECT d.series_number::float8 AS number, extract(epoch FROM d.up_to) * 1e6 AS "upTo", d.state FROM private.detector_state d
      WHERE d.series_number = ANY ($1::bigint[])`,
    [int8s(numbers.length, (n) => numbers[n]!)],
  );
  return new Map(rows.map((row) => [row.number, { ...row, upTo: Math.round(Number(row.upTo)) }]));
}

export async function keepStates(client: PoolClient, kept: readonly KeptState[]): Promise<void> {
  if (kept.length === 0) return;
  await client.query(
    `INSERT INTO private.detector_state AS d (series_number, up_to, state) SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bytea[])
     ON CONFLICT (series_number) DO UPDATE SET up_to = EXCLUDED.up_to, state = EXCLUDED.state`,
    [
      int8s(kept.length, (n) => kept[n]!.number),
      timestamptzs(kept.length, (n) => kept[n]!.upTo),
      kept.map(({ state }) => Buffer.from(state.buffer, state.byteOffset, state.byteLength)),
    ],
  );
}

/** What is watched no more is learned anew when it is watched again. */
export async function forgetStates(client: PoolClient, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await client.query('DELETE FROM private.detector_state d WHERE d.series_number = ANY ($1::bigint[])', [
    int8s(numbers.length, (n) => numbers[n]!),
  ]);
}
