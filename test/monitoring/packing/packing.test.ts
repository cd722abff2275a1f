import type { Pool } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { packSamples } from '../../../src/monitoring/packing/pack-samples';
import { levels } from '../../../src/monitoring/rollups/levels';
import { startHub, type Hub } from '../../support/hub';
import { at, countUp, days, measured, type Range, type Sample } from '../../support/sample-windows';
import type { Viewer } from '../../support/viewer';

let hub: Hub;
let desk: Viewer;
let operator: Pool;
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
  desk = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
});
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

interface Taken {
  taken: number;
  repeated: number;
  conflicts: number;
}

async function send(metric: string, samples: readonly Sample[], kind = 'GAUGE'): Promise<Taken> {
  const [timestamps, values, flags] = [0, 1, 2].map((column) => samples.map((sample) => sample[column]));
  const document =
    'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken repeated conflicts } }';
  const input = { owner: 'RC-N', source: 'poller', batches: [{ metric, kind, timestamps, values, flags }] };
  return (await desk.data<{ ingestSamples: Taken }>(document, { input })).ingestSamples;
}

const ranges: Range[] = [
  days,
  { from: '2026-11-01T05:02:30Z', to: '2026-11-03T17:31:00.500Z' },
  { from: '2026-11-02T00:00:00Z', to: '2026-11-02T00:20:00Z' },
  { from: '2026-11-02T13:00:00Z', to: '2026-11-02T13:00:01Z' },
];
const asking = `query($ids: [ID!]!, $from: DateTime!, $to: DateTime!, $resolution: Resolution, $maxPoints: Int) {
  samples(series: $ids, from: $from, to: $to, resolution: $resolution, maxPoints: $maxPoints) {
    resolution timestamps values min max count sum last flags truncated
  }
}`;

async function idOf(metric: string): Promise<string> {
  const document = `{ series(filter: { metric: { name: { eq: "${metric}" } } }) { nodes { id } } }`;
  return (await desk.data<{ series: { nodes: { id: string }[] } }>(document)).series.nodes[0]!.id;
}

/** All there is to see of some series, whole and in parts. */
async function seen(...metrics: string[]): Promise<unknown[]> {
  const ids = await Promise.all(metrics.map(idOf));
  const asked = ranges.flatMap((range) =>
    ['RAW', ...Object.keys(levels)].flatMap((resolution) =>
      [7, 2000].map((maxPoints) => ({ ids, ...range, resolution, maxPoints })),
    ),
  );
  return Promise.all(asked.map((variables) => desk.data(asking, variables)));
}

/** Packs what is two hours older than an instant, some rows at a time. */
async function pack(now: string, atOnce = 97, mostOfDay = 10_000): Promise<void> {
  const client = await operator.connect();
  try {
    await packSamples(client, { now: new Date(now), atOnce, mostOfDay });
  } finally {
    client.release();
  }
}

const kept = async (metric: string): Promise<{ rows: number; packed: number }> => {
  const [counts] = await hub.sql<{ rows: number; packed: number }>(
    `SELECT (SELECT count(*) FROM private.sample x WHERE x.series_number = s.number)::int AS rows,
            (SELECT coalesce(sum(c.count), 0) FROM private.sample_chunk c WHERE c.series_number = s.number)::int AS packed
       FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = $1`,
    [metric],
  );
  return counts!;
};

test('Whatever of them is packed, samples are read as they came', async () => {
  await send(
    'load',
    measured((random) => random.whole(400) / 4),
  );
  await send('octets', measured(countUp()), 'COUNTER');
  const before = await seen('load', 'octets');
  const { rows } = await kept('load');
  // In the middle of a day, which is then packed a second time.
  await pack('2026-11-02T14:00:00Z');
  expect((await kept('load')).packed).toBeGreaterThan(0);
  expect((await kept('load')).rows).toBeGreaterThan(0);
  expect(await seen('load', 'octets')).toEqual(before);
  await pack('2026-11-05T00:00:00Z', 1000);
  expect(await kept('load')).toEqual({ rows: 0, packed: rows });
  expect(await seen('load', 'octets')).toEqual(before);
});

test('A day of more samples than a chunk takes stays in rows, and keeps nobody from being packed', async () => {
  const crowd = (n: number): Sample[] => Array.from({ length: n }, (_, i): Sample => [at(i), i, i % 7 === 3 ? 4 : 0]);
  await send('crowded', crowd(120));
  await send('quiet', crowd(10));
  const before = await seen('crowded', 'quiet');
  await pack('2026-11-05T00:00:00Z', 97, 100);
  expect(await kept('crowded')).toEqual({ rows: 23, packed: 97 });
  expect(await kept('quiet')).toEqual({ rows: 0, packed: 10 });
  expect(await seen('crowded', 'quiet')).toEqual(before);
});

test('Series whose numbers lie far apart are packed as well', async () => {
  await send('far', [[at(0), 1, 0]]);
  await hub.sql(`UPDATE private.sample x SET series_number = x.series_number + 60000000
                   FROM series s JOIN metric m ON m.id = s.metric_id WHERE s.number = x.series_number AND m.name = 'far'`);
  await pack('2026-11-05T00:00:00Z');
  expect(await hub.sql('SELECT 1 AS row FROM private.sample_chunk c WHERE c.series_number > 60000000')).toHaveLength(1);
});

test('A day that can not be packed stays as it is, and is told when all others are', async () => {
  await send('damaged', [[at(0), 1, 0]]);
  await pack('2026-11-05T00:00:00Z');
  const chunk = `UPDATE private.sample_chunk c SET data = '\\xff' FROM series s JOIN metric m ON m.id = s.metric_id
                  WHERE s.number = c.series_number AND m.name = 'damaged'`;
  await hub.sql(chunk);
  const operatorOf = `INSERT INTO private.sample (series_number, at, value)
                      SELECT s.number, '2026-11-01T01:00:00Z', 2 FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = 'damaged'`;
  await hub.sql(operatorOf);
  await send('sound', [[at(0), 1, 0]]);
  await expect(pack('2026-11-05T00:00:00Z')).rejects.toThrow('1 samples are not packed');
  expect(await kept('sound')).toEqual({ rows: 0, packed: 1 });
  expect(await kept('damaged')).toEqual({ rows: 1, packed: 1 });
  await hub.sql(`DELETE FROM private.sample_chunk c WHERE c.data = '\\xff'`);
});

describe('Samples that come late, where others lie packed', () => {
  const even = Array.from({ length: 100 }, (_, i): Sample => [at(i * 2), i, 0]);
  const odd = even.map(([, value], i): Sample => [at(i * 2 + 1), value! + 0.5, 0]);
  const strange: Sample[] = [
    [at(500), null, 1],
    [at(501), null, 4],
    [at(502), 0, 0],
  ];
  const all = [...even, ...strange];
  beforeAll(async () => {
    await send('late', all);
    await pack('2026-11-05T00:00:00Z');
  });

  test('are repeated where they stand, and a conflict where another value does', async () => {
    expect(await send('late', all)).toEqual({ taken: 0, repeated: all.length, conflicts: 0 });
    const other: Sample[] = [
      [at(0), 99, 0],
      [at(2), null, 1],
      [at(500), null, 4],
      [at(501), null, 4],
      [at(502), -0, 0],
    ];
    expect(await send('late', other)).toEqual({ taken: 0, repeated: 2, conflicts: 3 });
  });

  test('are taken between them, once, and the next packing puts all in one order', async () => {
    expect(await send('late', [...odd, odd[0]!, [odd[1]![0], 7, 0]])).toEqual({
      taken: 100,
      repeated: 1,
      conflicts: 1,
    });
    expect(await kept('late')).toEqual({ rows: 100, packed: all.length });
    const before = await seen('late');
    expect(await send('late', [...odd, ...even])).toEqual({ taken: 0, repeated: 200, conflicts: 0 });
    await pack('2026-11-05T00:00:00Z');
    expect(await kept('late')).toEqual({ rows: 0, packed: all.length + 100 });
    expect(await seen('late')).toEqual(before);
  });

  test('are the same sample with any number of digits behind the second', async () => {
    const precise = (fraction: string): Sample => [`2026-11-03T10:00:00.${fraction}Z`, 1, 0];
    expect(await send('precise', [precise('123456')])).toMatchObject({ taken: 1 });
    await pack('2026-11-05T00:00:00Z');
    expect(await send('precise', [precise('123456'), precise('123456789'), precise('1234560')])).toEqual({
      taken: 0,
      repeated: 3,
      conflicts: 0,
    });
  });
});

test('While samples are packed, those who send them again and those who read them notice nothing', async () => {
  const samples = Array.from({ length: 600 }, (_, i): Sample => [at(i * 3), i, 0]);
  const missing = samples.map(([, value], i): Sample => [at(i * 3 + 1), value, 0]);
  await send('busy', samples);
  const id = await idOf('busy');
  const count = async () => {
    const variables = { ids: [id], ...days, resolution: 'RAW', maxPoints: 2000 };
    const { samples: windows } = await desk.data<{ samples: { values: number[] }[] }>(asking, variables);
    return windows[0]!.values.length;
  };
  const parts = Array.from({ length: 12 }, (_, n) => missing.slice(n * 50, n * 50 + 50));
  const sending = parts.map((part) =>
    Promise.all([send('busy', part), send('busy', part), send('busy', samples.slice(0, 50))]),
  );
  const reading = Array.from({ length: 20 }, count);
  const packing = [1, 2, 3].map(() => pack('2026-11-05T00:00:00Z', 40));
  const [sent, counts] = await Promise.all([Promise.all(sending), Promise.all(reading), Promise.all(packing)]);
  const taken = sent.flat().reduce((sum, one) => sum + one.taken, 0);
  expect(taken).toBe(600);
  expect(sent.flat().every(({ conflicts }) => conflicts === 0)).toBe(true);
  expect(counts.every((seenThen) => seenThen >= 600 && seenThen <= 1200)).toBe(true);
  await pack('2026-11-05T00:00:00Z');
  expect(await kept('busy')).toEqual({ rows: 0, packed: 1200 });
  expect(await count()).toBe(1200);
});
