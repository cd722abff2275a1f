import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { microsOf } from '../../kernel/instant';
import { Failures } from '../../kernel/failures';
import type { ProgramJob } from '../../kernel/jobs';
import { decodeTimes } from '../chunks/chunk-codec';
import { usualDistance, usualInterval } from './usual-interval.rules';

const seriesAtOnce = 500;
/** Of a series with fewer samples a day the distances between days count. */
const fewestOfDay = 5;
const daysBack = 31;
const daysATurn = 20;

interface NewestDay {
  number: string;
  day: string;
  data: Buffer;
  /** Seconds a sample took in each of its last days, where there are few of them a day. */
  distances: number[] | null;
}

interface Pace {
  number: string;
  day: string;
  interval: number | null;
}

/**
 * Learns the usual distance between samples of each series that has a newer packed day than it was learned from: once a day, whoever packed them and
 * when, so that ingest and packing do nothing for it. Ends early where the hub does; the next run goes on. A damaged day teaches nothing, and is told when
 * all others have been learned from.
 */
export async function learnPaces(client: PoolClient, signal?: AbortSignal): Promise<void> {
  const failures = new Failures();
  for (let after: string | null = '0'; after !== null && !signal?.aborted;)
    after = await learnSome(client, after, failures);
  failures.throwIfAny((count) => `${count} paces are not learned`);
}

/** Answers the last series that it looked at; null where there are no more. */
async function learnSome(client: PoolClient, after: string, failures: Failures): Promise<string | null> {
  const { rows: looked } = await client.query<{ last: string | null }>(
    `SELECT max(l.number)::text AS last
       FROM (SELECT x.series_number AS number FROM private.latest_sample x WHERE x.series_number > $1 ORDER BY 1 LIMIT $2) l`,
    [after, seriesAtOnce],
  );
  const last = looked[0]!.last;
  if (last === null) return null;
  const paces: Pace[] = [];
  for (const [i, day] of (await newestDays(client, after, last)).entries()) {
    // Requests are answered meanwhile.
    if (i % daysATurn === 0) await nextTurn();
    try {
      paces.push({ number: day.number, day: day.day, interval: paceOf(day) });
    } catch (error) {
      failures.add(new Error(`Series number ${day.number} on ${day.day}: ${String(error)}`));
    }
  }
  await keepPaces(client, paces);
  return last;
}

/** Of `count` samples up to the end of a day each took its part of the time since the end of the packed day before. */
async function newestDays(client: PoolClient, after: string, last: string): Promise<NewestDay[]> {
  const { rows } = await client.query<NewestDay>(
    `SELECT l.series_number AS number, c.day::text, c.data,
            CASE WHEN c.count < $3 THEN ARRAY(
              SELECT extract(epoch FROM e.last_at - e.before_at)::float8 / e.count
                FROM (SELECT d.count, d.last_at, lag(d.last_at) OVER (ORDER BY d.day) AS before_at
                        FROM (SELECT x.day, x.count, x.last_at FROM private.sample_chunk x
                               WHERE x.series_number = l.series_number ORDER BY x.day DESC LIMIT $4) d) e
               WHERE e.before_at IS NOT NULL) END AS distances
       FROM private.latest_sample l LEFT JOIN private.series_pace p ON p.series_number = l.series_number
      CROSS JOIN LATERAL (SELECT x.day, x.count, x.data FROM private.sample_chunk x
                           WHERE x.series_number = l.series_number AND x.day > coalesce(p.learned_from, '-infinity') ORDER BY x.day DESC LIMIT 1) c
      WHERE l.series_number > $1 AND l.series_number <= $2`,
    [after, last, fewestOfDay, daysBack],
  );
  return rows;
}

function paceOf({ day, data, distances }: NewestDay): number | null {
  if (distances) return usualDistance(Float64Array.from(distances));
  return usualInterval(decodeTimes(data, microsOf(`${day}T00:00:00Z`)));
}

async function keepPaces(client: PoolClient, paces: readonly Pace[]): Promise<void> {
  if (paces.length === 0) return;
  await client.query(
    `INSERT INTO private.series_pace AS p (series_number, interval_seconds, learned_from)
     SELECT u.number, u.interval, u.day FROM unnest($1::bigint[], $2::float8[], $3::date[]) AS u(number, interval, day)
      WHERE u.interval IS NOT NULL OR u.day < now()::date ORDER BY u.number
     ON CONFLICT (series_number) DO UPDATE
       SET interval_seconds = coalesce(EXCLUDED.interval_seconds, p.interval_seconds), learned_from = EXCLUDED.learned_from
      WHERE p.learned_from < EXCLUDED.learned_from`,
    [paces.map(({ number }) => number), paces.map(({ interval }) => interval), paces.map(({ day }) => day)],
  );
}

export const paceJob: ProgramJob = {
  name: 'learn_paces',
  schedule: '11 * * * *',
  fill: '1h',
  work: learnPaces,
};
