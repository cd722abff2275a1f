import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { startNodeExporter, type Daemon } from '../support/daemon';
import { findProgram } from '../support/find-program';
import { freePort } from '../support/free-port';
import { startHub, type Hub } from '../support/hub';
import { startHubProcess } from '../support/hub-process';
import { startPrometheus, type Prometheus } from '../support/prometheus';
import { until } from '../support/until';
import type { Variables, Viewer } from '../support/viewer';

const missing = ['prometheus', 'prometheus-node-exporter'].filter((name) => !findProgram(name));
const withPrograms = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', no ')} on PATH)`;

interface Seen {
  labels: Record<string, string>;
  metric: { name: string; kind: string; unit: string };
  latest: { stale: boolean; timestamp: string } | null;
  window: { timestamps: string[]; values: (number | null)[]; flags: number[] };
}

interface Page {
  series: { nodes: Seen[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

/** Bounded by what an answer may hold: 100 series of 500 points. */
const document = `query($name: TextFilter, $after: String, $from: DateTime!, $to: DateTime!) {
  series(filter: { metric: { name: $name }, source: { eq: "prometheus" } }, first: 100, after: $after) {
    nodes { labels metric { name kind unit } latest { stale timestamp }
      window(from: $from, to: $to, resolution: RAW, maxPoints: 500) { timestamps values flags } }
    pageInfo { hasNextPage endCursor } } }`;

withPrograms(`A real Prometheus that scrapes a node exporter, the hub and itself${note}`, () => {
  const began = Date.now();
  let hub: Hub;
  let desk: Viewer;
  let served: ReturnType<typeof startHubProcess>;
  let serve: () => Promise<void>;
  let node: Daemon;
  let meter: Awaited<ReturnType<typeof startMeter>>;
  let prometheus: Prometheus;

  beforeAll(async () => {
    hub = await startHub();
    const key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
    desk = hub.as(key);
    const port = await freePort();
    serve = () => (served = startHubProcess(hub.databaseUrl, { PORT: String(port) })).isUp;
    [node, meter] = await Promise.all([startNodeExporter(), startMeter(), serve()]);
    const target = (job_name: string, ...targets: string[]) => ({ job_name, static_configs: [{ targets }] });
    prometheus = await startPrometheus({
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        ...[target('node', node.address), target('meter', meter.address), target('hub', `127.0.0.1:${port}`)],
      ],
      remote_write: [
        {
          url: `http://127.0.0.1:${port}/api/v1/write`,
          authorization: { credentials: key },
          queue_config: { batch_send_deadline: '500ms', min_backoff: '50ms', max_backoff: '500ms' },
          metadata_config: { send_interval: '1s' },
        },
      ],
    });
  }, 120_000);
  afterAll(async () => {
    await prometheus?.stop();
    await Promise.all([node?.stop(), meter?.stop(), served?.kill()]);
    await hub?.stop();
  });

  async function seen(name: string | null, toMs = Date.now() + 60_000): Promise<Seen[]> {
    const all: Seen[] = [];
    let after: string | null = null;
    for (;;) {
      const range = { from: new Date(began).toISOString(), to: new Date(toMs).toISOString() };
      const variables: Variables = { ...range, after, name: name === null ? null : { eq: name } };
      const { series }: Page = await desk.data(document, variables);
      all.push(...series.nodes);
      if (!series.pageInfo.hasNextPage) return all;
      after = series.pageInfo.endCursor;
    }
  }
  const ofJob = async (name: string, job: string) => (await seen(name)).filter(({ labels }) => labels['job'] === job);
  const numbersOf = async (name: string, job: string) => (await ofJob(name, job)).flatMap((one) => one.window.values);

  test('brings every target by its instance and job, and what their metadata says of metrics', async () => {
    for (const job of ['node', 'meter', 'hub', 'prometheus'])
      await until(`up of ${job} is 1`, async () => (await numbersOf('up', job)).includes(1));
    const [up] = await ofJob('up', 'node');
    expect(up!.labels).toEqual({ instance: node.address, job: 'node' });
    const told: [string, string, string, string][] = [
      ['node', 'node_load1', 'GAUGE', ''],
      ['node', 'node_cpu_seconds_total', 'COUNTER', ''],
      ['hub', 'hub_pushed_samples_total', 'COUNTER', ''],
      ['prometheus', 'prometheus_http_request_duration_seconds_bucket', 'COUNTER', ''],
      ['meter', 'room_temperature_celsius', 'GAUGE', 'celsius'],
      ['meter', 'energy_joules_total', 'COUNTER', 'joules'],
    ];
    for (const [job, name, kind, unit] of told) {
      const isTold = async () => {
        const found = await ofJob(name, job);
        return found.length > 0 && found.every(({ metric }) => metric.kind === kind && metric.unit === unit);
      };
      await until(`${name} is a ${kind} in "${unit}"`, isTold);
    }
  }, 120_000);

  test('loses nothing while the hub is away', async () => {
    await served.kill();
    await until('Prometheus tries again', async () => (await prometheus.own(`${remote}_samples_retried_total`)) > 0);
    await until('the hub is missed', async () => (await prometheus.query('up{job="hub"} == 0', Date.now())).length > 0);
    await serve();
    await until('it is known to have been missed', async () => (await numbersOf('up', 'hub')).includes(0));
    await until('it is scraped again', async () => (await numbersOf('up', 'hub')).at(-1) === 1);
  }, 120_000);

  test('says which series are gone when a target goes', async () => {
    await node.stop();
    const isStale = async () => {
      const [one] = await ofJob('node_load1', 'node');
      return one!.latest!.stale && one!;
    };
    const { window, latest } = await until('node_load1 is stale', isStale);
    expect([window.values.at(-1), window.flags.at(-1)]).toEqual([null, 4]);
    expect(window.timestamps.at(-1)).toBe(latest!.timestamp);
    await until('up is 0', async () => (await numbersOf('up', 'node')).at(-1) === 0);
    expect((await ofJob('up', 'node'))[0]!.latest!.stale).toBe(false);
  }, 120_000);

  test('holds every sample that Prometheus itself holds, to the bit', async () => {
    // What is scraped now comes with an instant that is past when it is kept.
    const end = Date.now() - 3000;
    const told = await prometheus.query(`{job=~".+"}[${end - began}ms]`, end);
    const count = told.reduce((sum, { values }) => sum + values.length, 0);
    const kept = `SELECT count(*)::int AS count FROM private.sample x WHERE x.flag <> 4 AND x.at <= to_timestamp($1::float8 / 1000)`;
    const isThere = async () => (await hub.sql<{ count: number }>(kept, [end]))[0]!.count >= count;
    await until(`${count} samples are kept`, isThere);
    const numbers = new Map(told.map(({ metric, values }) => [keyOf(metric), values.map(textOf)]));
    // Series that came since have none of these.
    const held = (await seen(null, end + 1)).filter((one) => textsOf(one).length > 0);
    const samples = new Map(held.map((one) => [keyOf({ ...one.labels, __name__: one.metric.name }), textsOf(one)]));
    expect(samples.size).toBeGreaterThan(1000);
    expect(samples).toEqual(numbers);
    expect(numbersIn(samples, 'odd')).toEqual(['NaN', 'Infinity', '-Infinity', '0', '5e-324', '0.30000000000000004']);
  }, 120_000);

  test('says itself that nothing has failed', async () => {
    for (const failed of ['samples_failed_total', 'samples_dropped_total', 'metadata_failed_total'])
      expect([failed, await prometheus.own(`${remote}_${failed}`)]).toEqual([failed, 0]);
    expect(await prometheus.own(`${remote}_samples_total`)).toBeGreaterThan(1000);
  });
});

const remote = 'prometheus_remote_storage';

const keyOf = (labels: Record<string, string>): string => JSON.stringify(Object.entries(labels).sort());

/** Doubles that differ in a bit read differently; but for -0, which Prometheus sends as 0: it leaves out what equals 0. */
const textOf = ([at, value]: [number, string]): string =>
  `${Math.round(at * 1000)} ${Number(value.replace('Inf', 'Infinity'))}`;
const flagged = ['', 'NaN', 'Infinity', '-Infinity'];

/** But for stale markers, of which Prometheus does not tell. */
const textsOf = ({ window: { timestamps, values, flags } }: Seen): string[] =>
  timestamps.flatMap((at, i) =>
    flags[i] === 4 ? [] : [`${Date.parse(at)} ${flags[i] === 0 ? values[i]! : flagged[flags[i]!]}`],
  );

/** What the newest sample of each series of a metric is, in the order of its label "n". */
function numbersIn(samples: ReadonlyMap<string, readonly string[]>, metric: string): string[] {
  const series = [...samples].filter(([key]) => key.includes(`["__name__","${metric}"]`));
  const place = (key: string) => /\["n","(\d)"\]/.exec(key)![1]!;
  return series
    .sort(([one], [other]) => place(one).localeCompare(place(other)))
    .map(([, texts]) => texts.at(-1)!.split(' ')[1]!);
}

/** A target of our own that tells units, as OpenMetrics has them, and numbers that are seldom. */
async function startMeter() {
  const odd = ['NaN', '+Inf', '-Inf', '-0', '5e-324', '0.30000000000000004'];
  const lines = [
    ...['# TYPE room_temperature_celsius gauge', '# UNIT room_temperature_celsius celsius'],
    'room_temperature_celsius{room="Phòng máy"} 21.4',
    ...['# TYPE energy_joules counter', '# UNIT energy_joules joules', 'energy_joules_total 1e+06'],
    ...['# TYPE odd gauge', ...odd.map((value, n) => `odd{n="${n}"} ${value}`), '# EOF', ''],
  ];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    response.end(lines.join('\n'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
