import { stepSeconds, type GridResolution } from '../../src/monitoring/resolution.rules';
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

const samplesOf = `SELECT x.at, x.value, x.flag, x.at >= $2 AS inside FROM private.sample x JOIN series s ON s.number = x.series_number
  JOIN metric m ON m.id = s.metric_id WHERE m.name = $1 AND x.at >= $2::timestamptz - interval '1 day' AND x.at < $3`;
const instant = `to_char(p.at, 'YYYY-MM-DD"T"HH24:MI:SS') || coalesce(nullif(to_char(p.at, '.MS'), '.000'), '') || 'Z' AS at`;

export const rawPoints = (hub: Hub, metric: string, { from, to }: Range): Promise<Point[]> =>
  hub.sql<Point>(
    `SELECT ${instant}, v.value, v.value AS least, v.value AS greatest, 1 AS count, p.flag FROM (${samplesOf}) p
       CROSS JOIN LATERAL (SELECT CASE p.flag WHEN 0 THEN p.value END AS value) v WHERE p.inside ORDER BY p.at`,
    [metric, from, to],
  );

const increase = `(x.value - CASE WHEN x.value >= x.last THEN x.last WHEN x.last IS NOT NULL THEN 0 END) / extract(epoch FROM x.at - x.last_at)::float8`;

/** Steps as plain SQL over all samples has them, those of the day before as what a counter counts from. */
export async function gridPoints(
  hub: Hub,
  metric: string,
  { from, to }: Range,
  level: GridResolution,
): Promise<Point[]> {
  const [known] = await hub.sql<{ kind: string }>('SELECT m.kind FROM metric m WHERE m.name = $1', [metric]);
  const numbers = `SELECT x.*, lag(x.value) OVER w AS last, lag(x.at) OVER w AS last_at FROM (${samplesOf}) x WHERE x.flag = 0 WINDOW w AS (ORDER BY x.at)`;
  const entering = `SELECT x.at, x.inside, ${known!.kind === 'GAUGE' ? 'x.value' : increase} AS value FROM (${numbers}) x`;
  const steps = `SELECT date_bin(make_interval(secs => $4), e.at, 'epoch') AS at, avg(e.value ORDER BY e.at) AS value, min(e.value) AS least,
      max(e.value) AS greatest, count(*)::int AS count FROM (${entering}) e WHERE e.inside AND e.value IS NOT NULL GROUP BY 1`;
  return hub.sql<Point>(
    `SELECT ${instant}, p.value, p.least, p.greatest, p.count, 0 AS flag FROM (${steps}) p ORDER BY p.at`,
    [metric, from, to, stepSeconds[level]],
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
    flags: first.map(({ flag }) => flag),
    truncated: points.length > most,
  };
}
