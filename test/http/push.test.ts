import { compressSync } from 'snappy';
import { startHub, type Hub } from '../support/hub';
import { codeOf as code, push, reasonsOf as reasons, type PushAnswer as Answer } from '../support/push';
import {
  encodeWriteRequest,
  nanBits,
  staleBits,
  type WrittenFamily,
  type WrittenSeries,
} from '../support/remote-write';
import type { Viewer } from '../support/viewer';

let hub: Hub;
let key: string;
let desk: Viewer;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { seriesPerMetric: 5, newSeriesPerHour: 60, samplesPerSecond: 1000 } });
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
  desk = hub.as(key);
});
afterAll(() => hub.stop());

interface Sending {
  url?: string;
  key?: string;
  headers?: Record<string, string>;
}

const post = (body: Buffer | string, { url = '/api/v1/write', key: by = key, headers = {} }: Sending = {}) =>
  push(hub.url, body, { url, key: by, headers });
const write = (series: readonly WrittenSeries[], families: readonly WrittenFamily[] = [], sending?: Sending) =>
  post(compressSync(encodeWriteRequest(series, families)), sending);
const minute = (n: number) => Date.UTC(2026, 10, 1, 0, n);
const up = (host: string, ...samples: WrittenSeries['samples'][number][]): WrittenSeries => ({
  labels: { __name__: 'up', job: 'node', instance: `${host}:9100` },
  samples,
});

async function seen(metric: string): Promise<unknown> {
  const document = `{ series(filter: { metric: { name: { eq: "${metric}" } } }, first: 20) { nodes {
    labels metric { kind unit description } writer { code }
    window(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z", resolution: RAW, maxPoints: 50) { timestamps values flags } } } }`;
  return (await desk.data<{ series: { nodes: unknown[] } }>(document)).series.nodes;
}

describe('A Prometheus that writes to the hub', () => {
  test('has its samples kept, once however often it sends them, stale markers apart from NaN', async () => {
    const series = up('đà-nẵng', [minute(0), 1], [minute(1), nanBits], [minute(2), staleBits], [minute(3), -Infinity]);
    expect(await write([series])).toEqual({ status: 204, retryAfter: null, told: null });
    expect(await write([series])).toEqual({ status: 204, retryAfter: null, told: null });
    expect(await seen('up')).toEqual([
      {
        labels: { instance: 'đà-nẵng:9100', job: 'node' },
        metric: { kind: 'GAUGE', unit: '', description: null },
        writer: { code: 'RC-N' },
        window: {
          timestamps: [0, 1, 2, 3].map((n) => `2026-11-01T00:0${n}:00Z`),
          values: [1, null, null, null],
          flags: [0, 1, 4, 3],
        },
      },
    ]);
  });

  test('is told with 400 and by reason what is not taken; the rest of the body is kept', async () => {
    const answer = await write([
      up('huế', [minute(0), 1], [minute(1), 2]),
      up('huế', [minute(1), 3], [Date.now() + 3_600_000, 1], [-1, 1]),
      { labels: { job: 'nameless' }, samples: [[minute(0), 1]] },
      { labels: { __name__: 'up', '1st': 'x' }, samples: [[minute(0), 1]] },
    ]);
    expect(answer).toMatchObject({ status: 400, told: { taken: 2, repeated: 0, newSeries: 1 } });
    expect(reasons(answer)).toEqual({
      CONFLICT: 1,
      IN_THE_FUTURE: 1,
      INSTANT_OUT_OF_RANGE: 1,
      METRIC_NAME: 1,
      LABEL_NAME: 1,
    });
    expect(answer.told!.refused.find(({ reason }) => reason === 'CONFLICT')!.example).toContain('huế:9100');
  });

  test('says in its metadata how metrics behave, as soon as there are samples of them', async () => {
    const series: WrittenSeries = {
      labels: { __name__: 'node_network_receive_bytes_total' },
      samples: [[minute(0), 5]],
    };
    await write([series]);
    const help = 'Network device statistic receive_bytes.';
    const families = [{ name: 'node_network_receive_bytes_total', type: 1, unit: 'bytes', help }];
    expect(await write([], [...families, { name: 'never_sampled', type: 2 }])).toMatchObject({ status: 204 });
    expect(await seen('node_network_receive_bytes_total')).toMatchObject([
      { metric: { kind: 'COUNTER', unit: 'bytes', description: help } },
    ]);
    await write([], [{ ...families[0]!, help: 'Something else.' }]);
    expect(await seen('node_network_receive_bytes_total')).toMatchObject([{ metric: { description: help } }]);
    expect(await hub.sql(`SELECT 1 FROM metric m WHERE m.name = 'never_sampled'`)).toEqual([]);
  });
});

describe('Samples that do not come in their order', () => {
  const values = async (metric: string) => {
    const [one] = (await seen(metric)) as { window: { timestamps: string[]; values: number[] } }[];
    return one!.window.values;
  };
  const turn = (...minutes: number[]): WrittenSeries => ({
    labels: { __name__: 'turns' },
    samples: minutes.map((n) => [minute(n), n] as const),
  });

  /** As senders do: again, where it is too much for now. */
  async function insist(series: WrittenSeries): Promise<Answer> {
    const answer = await write([series]);
    return answer.status === 429 ? insist(series) : answer;
  }

  test('are taken all the same, in one body or in several', async () => {
    expect(await write([turn(5, 3, 4, 9, 9)])).toMatchObject({ status: 204 });
    expect(await write([turn(7)])).toMatchObject({ status: 204 });
    expect(await write([turn(1, 10, 2)])).toMatchObject({ status: 204 });
    expect(await values('turns')).toEqual([1, 2, 3, 4, 5, 7, 9, 10]);
  });

  test('are taken with months between them that hold none, or that hold some', async () => {
    const at = [Date.UTC(2020, 0, 15), Date.UTC(2020, 1, 15), Date.UTC(2020, 5, 15)];
    expect(await write([{ labels: { __name__: 'rare' }, samples: at.map((ms) => [ms, 1] as const) }])).toMatchObject({
      status: 204,
    });
    const counted = `SELECT count(*)::int AS count FROM private.sample x JOIN series s ON s.number = x.series_number JOIN metric m ON m.id = s.metric_id WHERE m.name = 'rare'`;
    expect(await hub.sql(counted)).toEqual([{ count: 3 }]);
  });

  test('and one value of an instant that comes twice with another', async () => {
    const twice: WrittenSeries = {
      labels: { __name__: 'twice' },
      samples: [
        [minute(1), 1],
        [minute(1), 2],
        [minute(2), 3],
      ],
    };
    expect(reasons(await write([twice]))).toEqual({ CONFLICT: 1 });
    expect(await values('twice')).toEqual([1, 3]);
  });

  test('are kept once, however many send them at once and by whatever road', async () => {
    const minutes = Array.from({ length: 40 }, (_, n) => n);
    const bodies = [
      turn(...minutes),
      turn(...minutes.toReversed()),
      turn(...minutes.slice(20)),
      turn(...minutes.slice(0, 20)),
    ];
    const renamed = bodies.map(({ samples }): WrittenSeries => ({ labels: { __name__: 'rush' }, samples }));
    await write([{ labels: { __name__: 'rush' }, samples: [[minute(0), 0]] }]);
    const timestamps = minutes.map((n) => new Date(minute(n)).toISOString());
    const input = { owner: 'RC-N', source: 'prometheus', batches: [{ metric: 'rush', timestamps, values: minutes }] };
    const document = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { conflicts } }';
    const answers = await Promise.all([...renamed, ...renamed, ...renamed].map(insist));
    await desk.data(document, { input });
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await values('rush')).toEqual(minutes);
    const [latest] = await hub.sql<{ value: number }>(
      `SELECT l.value FROM private.latest_sample l JOIN series s ON s.number = l.series_number JOIN metric m ON m.id = s.metric_id WHERE m.name = 'rush'`,
    );
    expect(latest).toEqual({ value: 39 });
  });

  test('are written by who may write the series, and by nobody else', async () => {
    const [series] = await hub.sql<{ number: number }>('SELECT s.number FROM series s LIMIT 1');
    const asked = hub.asApiRole(
      `SELECT * FROM hub.advance_series($1, '{2026-11-01}', '{2026-11-01}', '{1}', '{0}', '{}')`,
      [[series!.number]],
    );
    await expect(asked).rejects.toThrow('a series that this key may not write');
  });
});

describe('A key', () => {
  test('that only reads, or none, or one of another organization writes nothing', async () => {
    const reader = await hub.key({ organization: 'RC-N', role: 'READER' });
    expect(await write([up('x', [minute(0), 1])], [], { key: reader })).toMatchObject({ status: 403 });
    // The role is asked before the body is looked at.
    expect(await post('no snappy', { key: reader })).toMatchObject({ status: 403 });
    expect(await write([up('x', [minute(0), 1])], [], { key: 'none' })).toMatchObject({ status: 401 });
    const other = await write([up('x', [minute(0), 1])], [], { url: '/api/v1/write?owner=RC-S' });
    expect([other.status, code(other)]).toEqual([403, 'FORBIDDEN']);
  });

  test('creates so many series of a metric and no more; those that stand go on', async () => {
    const wide = (n: number): WrittenSeries => ({
      labels: { __name__: 'wide', n: String(n) },
      samples: [[minute(n), n]],
    });
    const answer = await write(Array.from({ length: 8 }, (_, n) => wide(n)));
    expect(answer).toMatchObject({ status: 400, told: { taken: 5, newSeries: 5 } });
    expect(reasons(answer)).toEqual({ SERIES_OF_METRIC_LIMIT: 3 });
    expect(await write([wide(0), { ...wide(1), samples: [[minute(30), 1]] }])).toMatchObject({ status: 204 });
  });

  test('creates so many series in an hour', async () => {
    const keyOfItsOwn = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
    const many = Array.from({ length: 70 }, (_, n): WrittenSeries => ({
      labels: { __name__: `m${n}` },
      samples: [[minute(0), n]],
    }));
    const answer = await write(many, [], { key: keyOfItsOwn });
    expect(answer).toMatchObject({ status: 400, told: { taken: 60, newSeries: 60 } });
    expect(reasons(answer)).toEqual({ NEW_SERIES_LIMIT: 10 });
    expect(await hub.sql(`SELECT count(*)::int AS count FROM metric m WHERE m.name ~ '^m[0-9]+$'`)).toEqual([
      { count: 60 },
    ]);
  });

  test('that sends more samples than it may is told when to send them again, and nothing is lost', async () => {
    const keyOfItsOwn = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
    const flood = (from: number) =>
      up('flood', ...Array.from({ length: 10_000 }, (_, n) => [minute(from) + n * 1000, n] as const));
    expect(await write([flood(0)], [], { key: keyOfItsOwn })).toMatchObject({ status: 204 });
    const answer = await write([flood(400)], [], { key: keyOfItsOwn });
    expect([answer.status, code(answer)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  });
});

describe('A body that is none', () => {
  const sound = encodeWriteRequest([up('bad', [minute(0), 1])]);
  const cases: [string, Buffer, Record<string, string>, number, string][] = [
    ['not snappy at all', sound, {}, 400, 'BAD_REQUEST'],
    ['JSON', compressSync(Buffer.from('{"up":1}')), {}, 400, 'BAD_REQUEST'],
    [
      'remote-write 2.0',
      compressSync(sound),
      { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['another type', compressSync(sound), { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['another encoding', compressSync(sound), { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ];
  test.each(cases)('%s: is refused, and nothing of it taken', async (_name, body, headers, status, expected) => {
    const answer = await post(body, { headers });
    expect([answer.status, code(answer)]).toEqual([status, expected]);
    expect(await write([up('after', [minute(0), 1])])).toMatchObject({ status: 204 });
    expect(JSON.stringify(await seen('up'))).not.toContain('bad:9100');
  });
});

describe('Other systems', () => {
  const plain = { 'content-encoding': 'identity' };

  test('push the history of Zabbix', async () => {
    const item = (value: unknown, type: number, clock: number) =>
      JSON.stringify({
        host: { host: 'rt-01', name: 'Bộ định tuyến 01' },
        itemid: 7,
        name: 'CPU utilization',
        clock,
        ns: 5_000_000,
        value,
        type,
      });
    const clock = minute(5) / 1000;
    const body = [item(12.5, 0, clock), item(13, 3, clock + 60), item('text', 4, clock), '{ broken'].join('\n');
    const answer = await post(body, {
      url: '/ingest/zabbix/history',
      headers: { ...plain, 'content-type': 'application/x-ndjson' },
    });
    expect(answer).toMatchObject({ status: 400, told: { taken: 2, newSeries: 1 } });
    expect(reasons(answer)).toEqual({ NOT_TAKEN_TEXT_VALUE: 1, MALFORMED: 1 });
    expect(await seen('cpu_utilization')).toMatchObject([{ window: { values: [12.5, 13] } }]);
    expect(
      await hub.sql(
        `SELECT s.source FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = 'cpu_utilization'`,
      ),
    ).toEqual([{ source: 'zabbix' }]);
  });

  test('push JSON and CSV, under the name they give themselves', async () => {
    const series = [
      { metric: 'heat', labels: { room: 'Phòng máy' }, timestamps: ['2026-11-01T00:01:00Z'], values: [21.5] },
    ];
    const json = await post(JSON.stringify({ series }), {
      url: '/ingest/samples?source=poller',
      headers: { ...plain, 'content-type': 'application/json' },
    });
    expect(json).toEqual({
      status: 200,
      retryAfter: null,
      told: { taken: 1, repeated: 0, replaced: 0, newSeries: 1, refused: [] },
    });
    const csv =
      'metric,timestamp,value,room\nheat,2026-11-01T00:01:00Z,21.5,Phòng máy\nheat,2026-11-01T00:02:00Z,22,Phòng máy\n';
    expect(
      await post(csv, { url: '/ingest/samples?source=poller', headers: { ...plain, 'content-type': 'text/csv' } }),
    ).toMatchObject({
      status: 200,
      told: { taken: 1, repeated: 1, newSeries: 0 },
    });
  });

  test('and the API itself write one and the same series', async () => {
    const input = {
      ...{ owner: 'RC-N', source: 'poller' },
      batches: [{ metric: 'heat', labels: { room: 'Phòng máy' }, timestamps: ['2026-11-01T00:02:00Z'], values: [22] }],
    };
    const document = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { repeated newSeries } }';
    expect(await desk.data(document, { input })).toEqual({ ingestSamples: { repeated: 1, newSeries: 0 } });
  });
});

test('/metrics counts what became of pushed samples', async () => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  expect(text).toMatch(/hub_pushed_samples_total\{route="\/api\/v1\/write",outcome="taken"\} \d+/);
  expect(text).toMatch(/hub_pushed_samples_total\{route="\/api\/v1\/write",outcome="CONFLICT"\} 2/);
});
