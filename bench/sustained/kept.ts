import type { Queryable } from '../../src/kernel/postgres/database';

/** What of the samples since an instant the tables hold, when all is packed. */
export interface Kept {
  rows: number;
  packed: number;
  /** Series whose latest is the newest sample of all that they have. */
  latest: number;
  /** Days of a series that lie packed and have no steps of 5 minutes, hours or days. */
  withoutSteps: number;
}

export async function keptSince(operator: Queryable, begin: number): Promise<Kept> {
  const { rows } = await operator.query<Record<keyof Kept, string>>(
    `WITH days AS MATERIALIZED (
       SELECT c.series_number, c.day, c.count, c.last_at FROM private.sample_chunk c WHERE c.day >= $1::timestamptz::date
     )
     SELECT (SELECT count(*) FROM private.sample x WHERE x.at >= $1) AS rows,
            (SELECT coalesce(sum(d.count), 0) FROM days d) AS packed,
            (SELECT count(*) FROM (SELECT d.series_number, max(d.last_at) AS at FROM days d GROUP BY 1) n
               JOIN private.latest_sample l ON l.series_number = n.series_number AND l.at = n.at) AS latest,
            (SELECT count(*) FROM days d
              WHERE NOT EXISTS (SELECT FROM private.rollup_5m r WHERE r.series_number = d.series_number AND r.day = d.day)
                 OR NOT EXISTS (SELECT FROM private.rollup_1h r WHERE r.series_number = d.series_number AND r.day = d.day)
                 OR NOT EXISTS (SELECT FROM private.rollup_1d r WHERE r.series_number = d.series_number AND r.day = d.day)) AS "withoutSteps"`,
    [new Date(begin)],
  );
  const { rows: open, packed, latest, withoutSteps } = rows[0]!;
  return { rows: Number(open), packed: Number(packed), latest: Number(latest), withoutSteps: Number(withoutSteps) };
}
