import type { Pool, PoolClient } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { packSamples } from '../../../src/monitoring/packing/pack-samples';
import { levels, type Level } from '../../../src/monitoring/rollups/levels';
import { rollUpAgain } from '../../../src/monitoring/rollups/roll-up-again';
import { startHub, type Hub } from '../../support/hub';
import { createRandom, type Random } from '../../support/random';
import {
  at,
  countUp,
  days,
  gridPoints,
  measured,
  windowOf,
  type Range,
  type Sample,
  type Window,
} from '../../support/sample-windows';
import type { Viewer } from '../../support/viewer';

let hub: Hub;
let desk: Viewer;
let keeper: Viewer;
let operator: Pool;
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
  desk = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
  keeper = hub.as(hub.keys.national);
  await hub.sql('CREATE TABLE private.sent (metric text, at timestamptz, value float8, flag smallint)');
});
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

const sent = 'SELECT x.*, m.kind FROM private.sent x JOIN metric m ON m.name = x.metric';
const names = Object.keys(levels) as Level[];
const end = '2026-11-05T00:00:00Z';

async function send(metric: string, kind: string | undefined, samples: readonly Sample[]): Promise<void> {
  const [timestamps, values, flags] = [0, 1, 2].map((column) => samples.map((sample) => sample[column]));
  const document =
    'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { message } } }';
  const input = { owner: 'RC-N', source: 'poller', batches: [{ metric, kind, timestamps, values, flags }] };
  expect(await desk.data(document, { input })).toEqual({ ingestSamples: { taken: samples.length, refused: [] } });
  await hub.sql('INSERT INTO private.sent SELECT $1, * FROM unnest($2::timestamptz[], $3::float8[], $4::smallint[])', [
    metric,
    timestamps,
    values,
    flags,
  ]);
}

async function asOperator(work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await operator.connect();
  await work(client).finally(() => client.release());
}
const pack = (now: string) => asOperator((client) => packSamples(client, { now: new Date(now), atOnce: 97 }));

const asking = `query($ids: [ID!]!, $from: DateTime!, $to: DateTime!, $resolution: Resolution) {
  samples(series: $ids, from: $from, to: $to, resolution: $resolution, maxPoints: 2000) {
    resolution timestamps values min max count sum last flags truncated
  }
}`;

async function answer(metric: string, range: Range, resolution: string): Promise<Window> {
  const document = `{ series(filter: { metric: { name: { eq: "${metric}" } } }) { nodes { id } } }`;
  const { series } = await desk.data<{ series: { nodes: { id: string }[] } }>(document);
  const ids = series.nodes.map(({ id }) => id);
  return (await desk.data<{ samples: Window[] }>(asking, { ids, ...range, resolution })).samples[0]!;
}

/** On each level, over some range. */
async function expectAsSent(metric: string, range: Range): Promise<void> {
  for (const level of names) {
    const points = await gridPoints(hub, metric, range, level, sent);
    expect({ metric, range, ...(await answer(metric, range, level)) }).toEqual({
      ...{ metric, range },
      ...windowOf(level, points, 2000),
    });
  }
}

/** As if they had been kept long enough: no sample is there any more. */
const letGoOfSamples = () => hub.sql('DELETE FROM private.sample_chunk');

function someRange(random: Random): Range {
  const [from, to] = [random.whole(4000), random.whole(4000)].sort((a, b) => a - b) as [number, number];
  return { from: at(from), to: at(to + 1) };
}

test('Whenever they are packed and however late they come, each level tells what plain SQL tells of all that was sent', async () => {
  const random = createRandom();
  const all = {
    load: measured((one) => one.whole(400) / 4),
    octets: measured(countUp()),
  };
  const kinds = { load: 'GAUGE', octets: 'COUNTER' } as const;
  const metrics = ['load', 'octets'] as const;
  const parts = 8;
  const turns = metrics.flatMap((metric) =>
    Array.from({ length: parts }, (_, n) => [metric, all[metric].filter((_sample, i) => i % parts === n)] as const),
  );
  while (turns.length > 0) {
    const [[metric, samples]] = turns.splice(random.whole(turns.length), 1) as [(typeof turns)[number]];
    await send(metric, kinds[metric], samples);
    if (random.chance(0.5)) await pack(at(random.whole(5000)));
    await expectAsSent(metric, someRange(random));
  }
  await pack(end);
  for (const metric of metrics) await expectAsSent(metric, days);
  await letGoOfSamples();
  for (const metric of metrics) {
    await expectAsSent(metric, days);
    await expectAsSent(metric, someRange(random));
    expect((await answer(metric, days, 'RAW')).values).toEqual([]);
  }
});

test('A metric that is said to be a counter after its days were rolled up counts at once, and then without its samples', async () => {
  await send('bytes', undefined, measured(countUp()));
  await pack(end);
  await expectAsSent('bytes', days);
  await keeper.data('mutation { saveMetric(input: { name: "bytes", kind: COUNTER }) { metric { kind } } }');
  await expectAsSent('bytes', days);
  await asOperator((client) => rollUpAgain(client));
  expect(await hub.sql('SELECT d.series_number FROM private.rollup_due d')).toEqual([]);
  await letGoOfSamples();
  await expectAsSent('bytes', days);
});

test('Days packed by a hub that did not roll up are rolled up when they are due; one that can not be read is told and passed', async () => {
  await send(
    'older',
    'GAUGE',
    measured((random) => random.whole(9)),
  );
  await send('broken', 'GAUGE', [[at(0), 1, 0]]);
  await pack(end);
  for (const level of names) await hub.sql(`DELETE FROM private.${levels[level].table}`);
  await hub.sql(`UPDATE private.sample_chunk c SET data = '\\xff' FROM series s JOIN metric m ON m.id = s.metric_id
                  WHERE s.number = c.series_number AND m.name = 'broken'`);
  await hub.sql('INSERT INTO private.rollup_due SELECT DISTINCT c.series_number FROM private.sample_chunk c');
  const again = asOperator((client) => rollUpAgain(client));
  await expect(again).rejects.toThrow('1 days are not rolled up');
  await letGoOfSamples();
  await expectAsSent('older', days);
});

test('A packed day whose numbers turn out to be none has no steps, from the moment that they are corrected', async () => {
  const two: Sample[] = [
    [at(10), 1, 0],
    [at(20), 2, 0],
  ];
  await send('mistaken', 'GAUGE', two);
  await pack(end);
  expect((await answer('mistaken', days, 'DAY')).values).toEqual([1.5]);
  const batch = { metric: 'mistaken', timestamps: [at(10), at(20)], values: [null, null], flags: [1, 4] };
  const input = { owner: 'RC-N', source: 'poller', replace: true, batches: [batch] };
  const document = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { replaced } }';
  expect(await desk.data(document, { input })).toEqual({ ingestSamples: { replaced: 2 } });
  for (const level of names) expect((await answer('mistaken', days, level)).values).toEqual([]);
  await pack(end);
  for (const level of names) expect((await answer('mistaken', days, level)).values).toEqual([]);
});
