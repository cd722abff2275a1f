import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';

const measuredMetrics = ['cpu_load', 'memory_used', 'temperature', 'uptime_seconds', 'fan_speed', 'power_draw'];
const askedMetrics = measuredMetrics.slice(0, 4);

let hub: Hub;
const devices: Made[] = [];
beforeAll(async () => {
  hub = await startHub();
  for (let n = 0; n < 50; n += 1) {
    const owner = n < 10 ? 'RC-S' : 'RC-N';
    devices.push(await hub.device({ owner, name: `switch ${n}` }));
  }
  await measure('RC-N', devices.slice(10), 10);
  await measure('RC-S', devices.slice(0, 10), 0);
}, 60_000);
afterAll(() => hub.stop());

/** Two samples of each metric of each device: the second is the newest, though it is sent before the first. */
async function measure(owner: string, of: readonly Made[], from: number): Promise<void> {
  const desk = hub.as(await hub.key({ organization: owner, role: 'REPORTER' }));
  const batches = of.flatMap(({ id }, n) =>
    measuredMetrics.map((metric, m) => ({
      ...{ metric, subject: { device: { id } }, labels: { instance: `${n + from}` } },
      timestamps: ['2026-11-01T00:05:00Z', '2026-11-01T00:00:00Z'],
      values: [100 * (n + from) + m, -1],
    })),
  );
  const document =
    'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { message } } }';
  const input = { owner, source: 'poller', batches };
  expect(await desk.data(document, { input })).toEqual({ ingestSamples: { taken: batches.length * 2, refused: [] } });
}

const page = `query($devices: Int!, $metrics: [String!]) {
  devices(first: $devices, orderBy: [{ field: NAME }]) {
    nodes { name latest(metrics: $metrics) { metric { name } timestamp value stale } }
  }
}`;
interface Page {
  devices: { nodes: { name: string; latest: { metric: { name: string }; value: number }[] }[] };
}

/** The names of switches and what was measured on them last. */
async function ask(key: string, variables: object): Promise<[string, number[]][]> {
  const { devices: found } = await hub.as(key).data<Page>(page, { ...variables });
  return found.nodes.map(({ name, latest }) => [name, latest.map(({ value }) => value)]);
}

test('The newest of 4 metrics of 50 devices comes by one statement beside that of the devices', async () => {
  const found = await ask(hub.keys.national, { devices: 50, metrics: askedMetrics });
  // The key, the devices, what was measured last.
  expect(hub.statements).toHaveLength(3);
  expect(found).toHaveLength(50);
  expect(found[7]).toEqual(['switch 7', [700, 701, 702, 703]]);
  expect(found[49]).toEqual(['switch 49', [4900, 4901, 4902, 4903]]);
});

test('So does that of all metrics, by their names, of one device, and of metrics that nobody measures', async () => {
  const all = measuredMetrics.map((metric, m) => [metric, m] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  expect(await ask(hub.keys.national, { devices: 1 })).toEqual([['switch 0', all.map(([, m]) => m)]]);
  expect(hub.statements).toHaveLength(3);
  await ask(hub.keys.national, { devices: 50 });
  expect(hub.statements).toHaveLength(3);
  expect(await ask(hub.keys.national, { devices: 1, metrics: ['unheard_of'] })).toEqual([['switch 0', []]]);
  expect(hub.statements).toHaveLength(3);
});

test('A viewer has it of the devices that it sees', async () => {
  const found = await ask(hub.keys.regional, { devices: 50, metrics: ['uptime_seconds', 'cpu_load'] });
  expect(found).toHaveLength(40);
  expect(found[0]).toEqual(['switch 10', [1000, 1003]]);
  expect(hub.statements).toHaveLength(3);
  expect(await ask(hub.keys.partner, { devices: 50, metrics: askedMetrics })).toEqual([]);
});

test('The series of a list have theirs by one statement too', async () => {
  const { series } = await hub
    .as(hub.keys.national)
    .data<{ series: { nodes: { latest: { value: number } }[] } }>(
      '{ series(first: 100, filter: { metric: { name: { eq: "cpu_load" } } }) { nodes { latest { value } } } }',
    );
  expect(series.nodes.map(({ latest }) => latest.value).sort((a, b) => a - b)).toEqual(devices.map((_, n) => 100 * n));
  expect(hub.statements).toHaveLength(3);
});
