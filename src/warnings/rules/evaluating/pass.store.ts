import type { PoolClient } from 'pg';
import { sliceSize } from '../states/state-codec';
import type { Clock } from '../conditions/point.rules';

/** What has not been looked at for longer was not looked at without a break; nor what is younger than now. */
const longestBreakSeconds = 120;

interface BeatRow {
  now: number;
  since: number;
  /** Whether there was a break. */
  isBroken: boolean;
}

/** The clock of the database, which all processes have in common, unless another is given; and since when it was looked at without a break, which this goes on. */
export async function beat(client: PoolClient, given: Date | null): Promise<Clock & { isBroken: boolean }> {
  const { rows } = await client.query<BeatRow>(
    `WITH clock AS (SELECT coalesce($1::timestamptz, clock_timestamp()) AS now),
     was AS (SELECT p.looked_at FROM private.rule_pass p),
     found AS (SELECT c.now, w.looked_at IS NULL OR c.now - w.looked_at > make_interval(secs => $2) OR c.now < w.looked_at - interval '5 seconds' AS broken
                 FROM clock c LEFT JOIN was w ON true)
     INSERT INTO private.rule_pass AS p (samples_seen, inventory_seen, inventory_at, looked_at, since)
     SELECT pg_snapshot_xmin(pg_current_snapshot()), pg_snapshot_xmin(pg_current_snapshot()), '-infinity', f.now, f.now FROM found f
     ON CONFLICT (is_there) DO UPDATE SET looked_at = EXCLUDED.looked_at, since = CASE WHEN (SELECT f.broken FROM found f) THEN EXCLUDED.since ELSE p.since END
     RETURNING extract(epoch FROM p.looked_at)::float8 * 1e6 AS now, extract(epoch FROM p.since)::float8 * 1e6 AS since,
               (SELECT f.broken FROM found f) AS "isBroken"`,
    [given, longestBreakSeconds],
  );
  const { now, since, isBroken } = rows[0]!;
  return { now: Math.round(now), since: Math.round(since), isBroken };
}

/**
 * Says of which slices samples have come, by the change log: from the oldest transaction on that has not been looked through. One that is looked through
 * twice marks a slice twice, and nothing is judged twice by that. After a break all are marked, in place of a log that may be long.
 */
export async function markSlices(client: PoolClient, all: boolean): Promise<void> {
  await client.query(
    `WITH told AS (
       SELECT e.value FROM private.change c CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(c.after) WHEN 'array' THEN c.after ELSE c.after -> 'series' END) e
        WHERE NOT $1 AND c.xid >= (SELECT p.samples_seen FROM private.rule_pass p) AND c.record_type = 'SampleRange'
     ), touched AS (
       SELECT (t.value::bigint / $2)::int AS slice FROM told t WHERE jsonb_typeof(t.value) = 'number'
       UNION SELECT generate_series((t.value ->> 0)::bigint / $2, (t.value ->> 1)::bigint / $2)::int FROM told t WHERE jsonb_typeof(t.value) = 'array'
       UNION SELECT (s.number / $2)::int FROM told t JOIN hub.series s ON s.id = (t.value ->> 'series')::uuid WHERE jsonb_typeof(t.value) = 'object'
     ), due AS (
       SELECT l.slice FROM private.rule_slice l WHERE NOT l.is_due AND ($1 OR l.slice IN (SELECT t.slice FROM touched t)) ORDER BY l.slice FOR UPDATE
     ), marked AS (
       UPDATE private.rule_slice l SET is_due = true FROM due d WHERE l.slice = d.slice
     )
     UPDATE private.rule_pass p SET samples_seen = pg_snapshot_xmin(pg_current_snapshot())`,
    [all, sliceSize],
  );
}

/** Changes of these may change what a rule selects, or what its organization sees. */
const awaited = [
  ...[
    'Series',
    'Device',
    'Interface',
    'Link',
    'Site',
    'InformationSystem',
    'InformationSystemDevice',
    'InformationSystemPart',
  ],
  ...['Organization', 'Region', 'Metric', 'Agreement', 'SharingGroupMember', 'BindingRule'],
];

/** Says of all selections whether they are to be looked up again: where something has changed that they may depend on, and once an hour, since agreements begin by the clock. */
export async function markSelections(client: PoolClient, now: string): Promise<void> {
  await client.query(
    `WITH look AS (
       SELECT p.inventory_at < $1::timestamptz - interval '1 hour' OR p.inventory_at > $1
              OR EXISTS (SELECT FROM private.change c WHERE c.xid >= p.inventory_seen AND c.record_type = ANY ($2)) AS due
         FROM private.rule_pass p
     ), marked AS (
       UPDATE private.rule_selection s SET is_stale = true WHERE NOT s.is_stale AND (SELECT l.due FROM look l)
     )
     UPDATE private.rule_pass p SET inventory_seen = pg_snapshot_xmin(pg_current_snapshot()),
            inventory_at = CASE WHEN (SELECT l.due FROM look l) THEN $1 ELSE p.inventory_at END`,
    [now, awaited],
  );
}
