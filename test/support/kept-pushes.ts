import type { Pool } from 'pg';
import { decodeChunk } from '../../src/monitoring/chunks/chunk-codec';
import { levels, type Level } from '../../src/monitoring/rollups/levels';
import { instantOf, numberAt, numberedSeries, type Bodies, type NumberedSeries } from './numbered-pushes';
import { gridPoints, rawPoints, windowOf, type Range, type Window } from './sample-windows';

interface KeptRow {
  metric: string;
  series: string;
  id: string;
  at: string | null;
  value: number | null;
  day: string | null;
  data: Buffer | null;
}

/** What of one series is kept, in rows or packed, as often as it is: the number of the body that it came with, and the value. */
type Kept = [n: number, value: number][];

/**
 * Which bodies are kept: those that were acknowledged, each once and in all of its series, and of those that nobody answered some, whole. While
 * more come, none is missing that was acknowledged before.
 */
export async function expectKeptOnce(
  owner: Pool,
  { acknowledged, unanswered }: Bodies,
  isOver = true,
): Promise<number[]> {
  const before = [...acknowledged];
  const kept = await keptOfAll(owner);
  expect(kept.size).toBe(numberedSeries.length);
  const [first] = kept.values();
  const bodies = first!.map(([n]) => n);
  for (const { metric, series, valueOf } of numberedSeries)
    expect({ metric, series, kept: kept.get(nameOf({ metric, series })) }).toEqual({
      ...{ metric, series },
      kept: bodies.map((n) => [n, valueOf(n)]),
    });
  const found = new Set(bodies);
  expect(bodies).toHaveLength(found.size);
  expect(before.filter((n) => !found.has(n))).toEqual([]);
  if (isOver) expect(bodies.filter((n) => !acknowledged.has(n) && !unanswered.has(n))).toEqual([]);
  return bodies;
}

const nameOf = ({ metric, series }: Pick<NumberedSeries, 'metric' | 'series'>): string => `${metric} ${series}`;

async function keptOfAll(owner: Pool): Promise<Map<string, Kept>> {
  const { rows } = await owner.query<KeptRow>(
    `SELECT m.name AS metric, s.labels->>'series' AS series, x.at, x.value, NULL AS day, NULL::bytea AS data
       FROM private.sample x JOIN hub.series s ON s.number = x.series_number JOIN hub.metric m ON m.id = s.metric_id
     UNION ALL
     SELECT m.name, s.labels->>'series', NULL, NULL, c.day::text, c.data
       FROM private.sample_chunk c JOIN hub.series s ON s.number = c.series_number JOIN hub.metric m ON m.id = s.metric_id`,
  );
  const kept = new Map<string, Kept>();
  for (const row of rows) {
    const all = kept.get(nameOf(row)) ?? [];
    all.push(...samplesOf(row));
    kept.set(nameOf(row), all);
  }
  for (const all of kept.values()) all.sort(([one], [other]) => one - other);
  return kept;
}

function samplesOf({ at, value, day, data }: KeptRow): Kept {
  if (!data) return [[numberAt(Date.parse(at!)), value!]];
  const chunk = decodeChunk(data, Date.parse(`${day}T00:00:00Z`) * 1000);
  return Array.from(chunk.at, (micros, i) => [numberAt(micros / 1000), chunk.values[i]!]);
}

const names = Object.keys(levels) as Level[];
const most = 10_000;

/** What each series should answer over all of the bodies, RAW and at each level, told by plain SQL from a table of what they said. */
export async function expectedWindows(owner: Pool, bodies: readonly number[]): Promise<Map<string, Window[]>> {
  const sql = async <T extends object>(text: string, values: unknown[] = []) =>
    (await owner.query<T>(text, values)).rows;
  await sql('CREATE TABLE private.said (metric text, kind text, at timestamptz, value float8)');
  for (const one of numberedSeries)
    await sql('INSERT INTO private.said SELECT $1, $2, * FROM unnest($3::timestamptz[], $4::float8[])', [
      ...[nameOf(one), one.kind, bodies.map((n) => new Date(instantOf(n)))],
      bodies.map(one.valueOf),
    ]);
  const said = 'SELECT x.*, 0 AS flag FROM private.said x';
  const range = rangeOf(bodies);
  const windows = new Map<string, Window[]>();
  for (const name of numberedSeries.map(nameOf)) {
    const raw = windowOf('RAW', await rawPoints({ sql }, name, range, said), most);
    const grids = names.map(async (level) =>
      windowOf(level, await gridPoints({ sql }, name, range, level, said), most),
    );
    windows.set(name, [raw, ...(await Promise.all(grids))]);
  }
  return windows;
}

function rangeOf(bodies: readonly number[]): Range {
  const [from, to] = [bodies[0]!, bodies.at(-1)! + 1].map((n) => new Date(instantOf(n)).toISOString());
  return { from: from!, to: to! };
}

const asking = `query($ids: [ID!]!, $from: DateTime!, $to: DateTime!, $resolution: Resolution!) {
  samples(series: $ids, from: $from, to: $to, resolution: $resolution, maxPoints: ${most}) {
    series { metric { name } labels } resolution timestamps values min max count sum last flags truncated
  }
}`;
type Answered = Window & { series: { metric: { name: string }; labels: Record<string, string> } };
const seriesAtOnce = 5;

/** What a key is answered over HTTP; without RAW where the samples are gone. */
export async function expectWindows(
  asked: { url: string; key: string; owner: Pool },
  bodies: readonly number[],
  expected: ReadonlyMap<string, Window[]>,
  isRaw = true,
): Promise<void> {
  const { rows } = await asked.owner.query<{ id: string }>('SELECT s.id FROM hub.series s ORDER BY s.id');
  const ids = rows.map(({ id }) => `ser_${id}`);
  const found = new Map<string, Window[]>();
  for (const resolution of isRaw ? ['RAW', ...names] : names)
    for (let from = 0; from < ids.length; from += seriesAtOnce) {
      const variables = { ids: ids.slice(from, from + seriesAtOnce), ...rangeOf(bodies), resolution };
      for (const { series, ...window } of await samplesOver(asked, variables)) {
        const name = nameOf({ metric: series.metric.name, series: series.labels['series']! });
        found.set(name, [...(found.get(name) ?? []), window]);
      }
    }
  expect(found.size).toBe(expected.size);
  for (const [name, windows] of expected)
    expect({ name, windows: found.get(name) }).toEqual({ name, windows: isRaw ? windows : windows.slice(1) });
}

async function samplesOver({ url, key }: { url: string; key: string }, variables: object): Promise<Answered[]> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: asking, variables }),
  });
  const { data, errors } = (await response.json()) as { data: { samples: Answered[] }; errors?: unknown };
  expect(errors).toBeUndefined();
  return data.samples;
}

/** The newest sample of each series is the last body's. */
export async function expectLatest(owner: Pool, bodies: readonly number[]): Promise<void> {
  const { rows } = await owner.query<{ metric: string; series: string; at: string; value: number }>(
    `SELECT m.name AS metric, s.labels->>'series' AS series, l.at, l.value
       FROM private.latest_sample l JOIN hub.series s ON s.number = l.series_number JOIN hub.metric m ON m.id = s.metric_id`,
  );
  const last = bodies.at(-1)!;
  expect(new Map(rows.map((row) => [nameOf(row), [numberAt(Date.parse(row.at)), row.value]]))).toEqual(
    new Map(numberedSeries.map((one) => [nameOf(one), [last, one.valueOf(last)]])),
  );
}
