import { levels, type Level } from '../../src/monitoring/rollups/levels';
import type { Hub } from './hub';
import { createRandom, type Random } from './random';

/** What came of a series: an instant, a number or none, and the flag that says why. */
export type Sample = readonly [at: string, value: number | null, flag: number];

/** Samples as the API answers them. */
export interface Window {
  resolution: string;
  timestamps: string[];
  values: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  count: number[];
  sum: (number | null)[];
  last: (number | null)[];
  flags: number[];
  truncated: boolean;
}

export interface Range {
  from: string;
  to: string;
}

interface Point {
  at: string;
  value: number | null;
  least: number | null;
  greatest: number | null;
  count: number;
  sum: number | null;
  last: number | null;
  flag: number;
}

const begin = Date.UTC(2026, 10, 1);
export const days: Range = { from: '2026-11-01T00:00:00Z', to: '2026-11-04T00:00:00Z' };
/** An instant in them. */
export const at = (minutes: number): string => new Date(begin + Math.round(minutes * 60_000)).toISOString();

/** Some 600 samples of three days, with gaps of hours and with what is no number, whether or not a value comes with it. */
export function measured(valueOf: (random: Random) => number): Sample[] {
  const random = createRandom();
  const samples: Sample[] = [];
  for (let minutes = 0; minutes < 3 * 1440; minutes += random.chance(0.01) ? 200 : (1 + random.whole(240)) / 21) {
    const flag = random.chance(0.05) ? 1 + random.whole(4) : 0;
    samples.push([at(minutes), flag % 2 ? null : valueOf(random), flag]);
  }
  return samples;
}

/** A count with resets. */
export function countUp(): (random: Random) => number {
  let count = 0;
  return (random) => (count = random.chance(0.05) ? random.whole(9) : count + random.whole(500));
}

/** The rows that the hub holds. A test that packs them keeps what it sent, and gives the oracle that. */
const held = `SELECT m.name AS metric, m.kind, x.at, x.value, x.flag
                FROM private.sample x JOIN series s ON s.number = x.series_number JOIN metric m ON m.id = s.metric_id`;
const instant = `to_char(p.at, 'YYYY-MM-DD"T"HH24:MI:SS') || coalesce(nullif(to_char(p.at, '.MS'), '.000'), '') || 'Z' AS at`;

export const rawPoints = (hub: Pick<Hub, 'sql'>, metric: string, { from, to }: Range, all = held): Promise<Point[]> =>
  hub.sql<Point>(
    `SELECT ${instant}, v.value, v.value AS least, v.value AS greatest, 1 AS count, v.value AS sum, v.value AS last, p.flag
       FROM (${all}) p CROSS JOIN LATERAL (SELECT CASE p.flag WHEN 0 THEN p.value END AS value) v
      WHERE p.metric = $1 AND p.at >= $2 AND p.at < $3 ORDER BY p.at`,
    [metric, from, to],
  );

/** All numbers of a series, each with what it adds to its step: a gauge its value; a counter what it grew by since the number before, if that is no more than a day older. */
const entering = (all: string): string => `
  SELECT n.at, n.value AS last, k.grown, k.took, k.grown / coalesce(k.took, 1)::float8 AS rate
    FROM (SELECT x.at, x.value, x.kind, lag(x.value) OVER w AS before, lag(x.at) OVER w AS before_at
            FROM (${all}) x WHERE x.metric = $1 AND x.flag = 0 WINDOW w AS (ORDER BY x.at)) n
   CROSS JOIN LATERAL (
     SELECT CASE n.kind WHEN 'GAUGE' THEN n.value WHEN 'COUNTER' THEN n.value - CASE WHEN n.value >= n.before THEN n.before ELSE 0 END END AS grown,
            CASE n.kind WHEN 'COUNTER' THEN extract(epoch FROM n.at - n.before_at) END AS took) k
   WHERE n.kind = 'GAUGE' OR n.at - n.before_at <= interval '1 day'`;

/** Whole steps as plain SQL over all samples has them. */
export async function gridPoints(
  hub: Pick<Hub, 'sql'>,
  metric: string,
  { from, to }: Range,
  level: Level,
  all = held,
): Promise<Point[]> {
  const steps = `
    SELECT date_bin(make_interval(secs => $4), e.at, 'epoch') AS at, (sum(e.grown) / coalesce(sum(e.took), count(*)))::float8 AS value, min(e.rate) AS least,
           max(e.rate) AS greatest, count(*)::int AS count, sum(e.grown) AS sum, (array_agg(e.last ORDER BY e.at DESC))[1] AS last
      FROM (${entering(all)}) e GROUP BY 1`;
  return hub.sql<Point>(
    `SELECT ${instant}, p.value, p.least, p.greatest, p.count, p.sum, p.last, 0 AS flag FROM (${steps}) p
      WHERE p.at > $2::timestamptz - make_interval(secs => $4) AND p.at < $3::timestamptz ORDER BY p.at`,
    [metric, from, to, levels[level].seconds],
  );
}

/** What the API answers where it may show so many of the points. */
export function windowOf(resolution: string, points: readonly Point[], most: number): Window {
  const first = points.slice(0, most);
  return {
    resolution,
    timestamps: first.map((point) => point.at),
    values: first.map(({ value }) => value),
    min: first.map(({ least }) => least),
    max: first.map(({ greatest }) => greatest),
    count: first.map(({ count }) => count),
    sum: first.map(({ sum }) => sum),
    last: first.map(({ last }) => last),
    flags: first.map(({ flag }) => flag),
    truncated: points.length > most,
  };
}
