import type { Db } from '../../kernel/postgres/session';
import { HubError } from '../../kernel/errors';
import { pushReasons, type PushReason } from './refusals';

/** How many series may come to be. */
export interface SeriesLimits {
  /** Of one metric, for one writer. */
  ofMetric: number;
  /** Takes up to so many new ones from what the key may still create; how many it got. */
  take: (wanted: number) => number;
  /** Takes all of them or none: how many seconds until they would be there, 0 where they were taken. */
  takeAll: (wanted: number) => number;
}

/** What a key may still send to this process. */
export interface KeyLimits {
  /** Throws RATE_LIMITED where so many samples are too many for now. */
  takeSamples: (count: number) => void;
  series: SeriesLimits;
}

interface Placed {
  place: number;
  metric: string;
}

interface Fitting<S> {
  made: S[];
  refusedOf: Map<number, PushReason>;
}

/** Those of the missing series that the limits let be made. */
export async function fitting<S extends Placed>(
  db: Db,
  { writer, limits }: { writer: string; limits: SeriesLimits },
  missing: readonly S[],
): Promise<Fitting<S>> {
  const counts = await countsOf(db, writer, [...new Set(missing.map(({ metric }) => metric))]);
  const refusedOf = new Map<number, PushReason>();
  const few = missing.filter(({ place, metric }) => {
    const count = counts.get(metric) ?? 0;
    counts.set(metric, count + 1);
    if (count >= limits.ofMetric) refusedOf.set(place, 'SERIES_OF_METRIC_LIMIT');
    return count < limits.ofMetric;
  });
  const granted = limits.take(few.length);
  for (const { place } of few.slice(granted)) refusedOf.set(place, 'NEW_SERIES_LIMIT');
  return { made: few.slice(0, granted), refusedOf };
}

async function countsOf(db: Db, writer: string, metrics: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.rows<{ name: string; count: number }>(
    `SELECT m.name, count(*)::int AS count FROM metric m JOIN series s ON s.metric_id = m.id
      WHERE s.writer_id = $1 AND m.name = ANY ($2::text[]) GROUP BY m.name`,
    [writer, metrics],
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** The same of a call that is taken as a whole: throws where the series that its transaction has made are too many. */
export async function refuseTooManySeries(
  db: Db,
  { writer, limits }: { writer: string; limits: SeriesLimits },
  created: number,
  metricIds: readonly string[],
): Promise<void> {
  if (created === 0) return;
  const [full] = await db.rows<{ name: string }>(
    `SELECT m.name FROM metric m JOIN series s ON s.metric_id = m.id WHERE s.writer_id = $1 AND m.id = ANY ($2::uuid[])
      GROUP BY m.name HAVING count(*) > $3 AND bool_or(s.created_at = now()) ORDER BY m.name LIMIT 1`,
    [writer, metricIds, limits.ofMetric],
  );
  if (full)
    throw new HubError('BAD_USER_INPUT', `"${full.name}": ${pushReasons.SERIES_OF_METRIC_LIMIT}`, {
      reason: 'SERIES_OF_METRIC_LIMIT' satisfies PushReason,
    });
  const seconds = limits.takeAll(created);
  if (seconds > 0)
    throw new HubError('RATE_LIMITED', `${pushReasons.NEW_SERIES_LIMIT} Or send this again in ${seconds} s.`, {
      reason: 'NEW_SERIES_LIMIT' satisfies PushReason,
      http: { headers: new Map([['retry-after', String(seconds)]]) },
    });
}
