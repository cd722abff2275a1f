import type { Aggregate } from '../../src/monitoring/aggregation/aggregation.values';
import { levels, type Level } from '../../src/monitoring/rollups/levels';
import type { Hub } from './hub';
import type { Range } from './sample-windows';

/** A group as the API answers it, by what it is called. */
export interface Grouped {
  key: string | null;
  seriesCount: number;
  timestamps: string[];
  values: (number | null)[];
  count: number[];
}

export interface Folding extends Range {
  metric: string;
  aggregate: Aggregate;
  by: keyof typeof keys;
  resolution: Level;
}

/** What a group is called, over a series s. */
export const keys = {
  none: 'NULL',
  label: `nullif(s.labels ->> 'room', '')`,
  SITE: `(SELECT x.name FROM hub.site x WHERE x.id = coalesce(s.site_id, (SELECT d.site_id FROM hub.device d
            WHERE d.id = coalesce(s.device_id, (SELECT i.device_id FROM hub.interface i WHERE i.id = s.interface_id)))))`,
  REGION: '(SELECT r.code FROM hub.region r WHERE r.id = s.region_id)',
  ORGANIZATION: '(SELECT o.code FROM hub.organization o WHERE o.id = s.owner_id)',
};

/** All samples brought on the grid series by series, then folded step by step, in plain SQL; of some writers only where they are named. */
export function foldedSeries(
  hub: Hub,
  { metric, aggregate, by, resolution, from, to }: Folding,
  writers: readonly string[] | null = null,
): Promise<Grouped[]> {
  return hub.sql<Grouped>(
    `WITH chosen AS (
       SELECT s.id, s.number, m.kind, ${keys[by]}::text AS key
         FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id JOIN hub.organization w ON w.id = s.writer_id
        WHERE m.name = $1 AND ($5::text[] IS NULL OR w.code = ANY ($5))
     ), numbers AS (
       SELECT c.id, c.kind, p.at, p.value, lag(p.value) OVER w AS last, lag(p.at) OVER w AS last_at
         FROM chosen c JOIN private.sample p ON p.series_number = c.number
        WHERE p.flag = 0 AND p.at >= $2::timestamptz - interval '1 day' AND p.at < $3 WINDOW w AS (PARTITION BY c.id ORDER BY p.at)
     ), entering AS (
       SELECT x.id, x.at, CASE x.kind WHEN 'GAUGE' THEN x.value ELSE x.value - CASE WHEN x.value >= x.last THEN x.last WHEN x.last IS NOT NULL THEN 0 END END AS grown,
              CASE x.kind WHEN 'COUNTER' THEN extract(epoch FROM x.at - x.last_at) END AS took
         FROM numbers x WHERE x.at >= $2
     ), steps AS (
       SELECT e.id, date_bin(make_interval(secs => $4), e.at, 'epoch') AS step, (sum(e.grown) / coalesce(sum(e.took), count(*)))::float8 AS value
         FROM entering e WHERE e.grown IS NOT NULL GROUP BY 1, 2
     ), folded AS (
       SELECT c.key, t.step, ${aggregate}(t.value ORDER BY c.id) AS value, count(*)::int AS count
         FROM chosen c JOIN steps t ON t.id = c.id GROUP BY 1, 2
     )
     SELECT g.key, g.n::int AS "seriesCount", f.timestamps, f.values, f.count
       FROM (SELECT c.key, count(*) AS n FROM chosen c GROUP BY 1) g
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(to_char(f.step, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') ORDER BY f.step), '{}') AS timestamps,
               coalesce(array_agg(f.value ORDER BY f.step), '{}') AS values, coalesce(array_agg(f.count ORDER BY f.step), '{}') AS count
          FROM folded f WHERE f.key IS NOT DISTINCT FROM g.key) f
      ORDER BY g.key IS NULL, hub.sort_key(g.key) COLLATE "C", g.key COLLATE "C"`,
    [metric, from, to, levels[resolution].seconds, writers],
  );
}
