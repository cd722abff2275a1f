import { credentialFrom } from '../../../src/directory/api-key';
import { createCanceller, createPool } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import { levels, type Level } from '../../../src/monitoring/rollups/levels';
import { gridWindows } from '../../../src/monitoring/windows/sample-window';
import { startHub, type Hub } from '../../support/hub';
import {
  at,
  countUp,
  days,
  gridPoints,
  measured,
  rawPoints,
  windowOf,
  type Range,
  type Sample,
  type Window,
} from '../../support/sample-windows';
import type { Viewer } from '../../support/viewer';

let hub: Hub;
let desk: Viewer;
beforeAll(async () => {
  hub = await startHub();
  desk = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
  await send(
    'load',
    'GAUGE',
    measured((random) => random.whole(400) / 4),
  );
  await send('octets', 'COUNTER', measured(countUp()));
}, 60_000);
afterAll(() => hub.stop());

async function send(metric: string, kind: string, samples: readonly Sample[]): Promise<void> {
  const [timestamps, values, flags] = [0, 1, 2].map((column) => samples.map((sample) => sample[column]));
  const batches = [{ metric, kind, timestamps, values, flags }];
  const sending =
    'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { message } } }';
  const answer = await desk.data(sending, { input: { owner: 'RC-N', source: 'poller', batches } });
  expect(answer).toEqual({ ingestSamples: { taken: samples.length, refused: [] } });
}

const asking = `query($ids: [ID!]!, $from: DateTime!, $to: DateTime!, $resolution: Resolution, $maxPoints: Int) {
  samples(series: $ids, from: $from, to: $to, resolution: $resolution, maxPoints: $maxPoints) {
    resolution timestamps values min max count sum last flags truncated
  }
}`;

async function answer(metric: string, args: Range & { resolution?: string; maxPoints?: number }): Promise<Window> {
  const named = `{ series(filter: { metric: { name: { eq: "${metric}" } } }) { nodes { id } } }`;
  const { series } = await desk.data<{ series: { nodes: { id: string }[] } }>(named);
  const ids = series.nodes.map(({ id }) => id);
  const { samples } = await desk.data<{ samples: Window[] }>(asking, { ids, ...args });
  expect(samples).toHaveLength(1);
  return samples[0]!;
}

const metrics = ['load', 'octets'];
const names = Object.keys(levels) as Level[];
const ranges: Range[] = [
  days,
  { from: '2026-11-01T05:02:30Z', to: '2026-11-03T17:31:00.500Z' },
  { from: '2026-11-02T00:00:00Z', to: '2026-11-02T00:20:00Z' },
  { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' },
];

describe('Over a range, whatever its ends', () => {
  const cases = metrics.flatMap((metric) => ranges.map((range) => [metric, range] as const));
  test.each(cases)('%s asked RAW over %j comes as it was sent', async (metric, range) => {
    const points = await rawPoints(hub, metric, range);
    expect(await answer(metric, { ...range, resolution: 'RAW', maxPoints: 2000 })).toEqual(
      windowOf('RAW', points, 2000),
    );
  });

  const onGrids = cases.flatMap(([metric, range]) => names.map((level) => [metric, level, range] as const));
  test.each(onGrids)('%s asked by %s over %j comes as plain SQL has it', async (metric, level, range) => {
    const points = await gridPoints(hub, metric, range, level);
    expect(await answer(metric, { ...range, resolution: level, maxPoints: 1000 })).toEqual(
      windowOf(level, points, 1000),
    );
  });

  test('there is a good deal to compare', async () => {
    const sent = await rawPoints(hub, 'load', days);
    expect(sent.length).toBeGreaterThan(500);
    expect(new Set(sent.map(({ flag }) => flag))).toEqual(new Set([0, 1, 2, 3, 4]));
    const steps = await gridPoints(hub, 'octets', ranges[1]!, 'FIVE_MINUTES');
    expect(steps.filter(({ count }) => count > 1).length).toBeGreaterThan(50);
  });
});

describe('No more points than asked for', () => {
  const cases = metrics.flatMap((metric) => (['RAW', 'HOUR'] as const).map((level) => [metric, level] as const));
  test.each(cases)('%s %s: the first of them, and whether there are more', async (metric, level) => {
    const points = await (level === 'RAW' ? rawPoints(hub, metric, days) : gridPoints(hub, metric, days, level));
    for (const maxPoints of [1, points.length - 1, points.length, points.length + 1]) {
      const found = await answer(metric, { ...days, resolution: level, maxPoints });
      expect(found).toEqual(windowOf(level, points, maxPoints));
    }
  });

  test.each([
    ['FIVE_MINUTES', 864],
    ['HOUR', 863],
    ['HOUR', 72],
    ['DAY', 71],
    ['DAY', 1],
  ] as const)('AUTO is by %s where the three days may have %i', async (level, maxPoints) => {
    const points = await gridPoints(hub, 'load', days, level);
    expect(await answer('load', { ...days, maxPoints })).toEqual(windowOf(level, points, maxPoints));
  });
});

test('Of what is no number the flag tells what it is; on a grid it is left out, and a counter counts across it', async () => {
  const ofAll = [0, 1, 2, 3, 4].map((flag): Sample => [at(flag), flag ? null : 6, flag]);
  await send('odd', 'COUNTER', [...ofAll, [at(10), 606, 0], [at(20), null, 4]]);
  const none = [null, null, null, null];
  expect(await answer('odd', { ...days, resolution: 'RAW' })).toMatchObject({
    values: [6, ...none, 606, null],
    flags: [0, 1, 2, 3, 4, 0, 4],
  });
  const step = { timestamps: ['2026-11-01T00:10:00Z'], values: [1], count: [1], flags: [0] };
  expect(await answer('odd', { ...days, resolution: 'FIVE_MINUTES' })).toMatchObject(step);
});

test('A counter counts from what came before the range, from nothing more than a day older', async () => {
  const rare = [at(0), at(1440), at(2881)].map((instant, n): Sample => [instant, [0, 86_400, 90_000][n]!, 0]);
  await send('rare', 'COUNTER', rare);
  const from = (minutes: number) => answer('rare', { from: at(minutes), to: days.to, resolution: 'DAY' });
  expect(await from(1440)).toMatchObject({ values: [1] });
  expect(await from(2880)).toMatchObject({ values: [] });
});

describe('A grid made of more samples than are read at once', () => {
  let session: Session;
  let statements = 0;
  const ending: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const pools = [createPool(hub.databaseUrl, 'hub_api', { max: 1 }), createCanceller(hub.databaseUrl)] as const;
    ending.push(() => Promise.all(pools.map((pool) => pool.end())));
    const onStatement = () => void (statements += 1);
    session = await Session.open(...pools, { mode: 'read', deadline: Date.now() + 60_000, onStatement });
    ending.push(() => session.rollback());
    await session.enter(credentialFrom(`Bearer ${hub.keys.national}`)!);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  const ofMetric = 'SELECT s.id FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = $1';
  test.each([
    ['is read on to the end', 1000, 200, Infinity],
    ['has the first of the same steps where it may have no more, and is read no further', 5, 20, 150],
  ])('%s', async (_, maxPoints, fewest, most) => {
    const rows = await Promise.all(metrics.map((metric) => hub.sql<{ id: string }>(ofMetric, [metric])));
    const ids = rows.map(([row]) => row!.id);
    const range = ranges[1]!;
    const before = statements;
    const found = await gridWindows(session, ids, { ...range, resolution: 'HOUR', maxPoints }, 3);
    expect(statements - before).toBeGreaterThan(fewest);
    expect(statements - before).toBeLessThan(most);
    for (const [n, metric] of metrics.entries()) {
      const { seriesId, length, ...columns } = found.get(ids[n]!)!;
      const expected = windowOf('HOUR', await gridPoints(hub, metric, range, 'HOUR'), maxPoints);
      expect({ seriesId, length }).toEqual({ seriesId: ids[n], length: expected.timestamps.length });
      expect(listed(columns)).toEqual(expected);
    }
  });
});

/** Each column as a plain list. */
const listed = (columns: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      typeof column === 'object' ? [...(column as Iterable<unknown>)] : column,
    ]),
  );
