import type { Pool } from 'pg';
import { compressSync } from 'snappy';
import { createPool } from '../../../src/kernel/postgres/database';
import { packSamples } from '../../../src/monitoring/packing/pack-samples';
import { startHub, type Hub } from '../../support/hub';
import { encodeWriteRequest, nanBits, staleBits } from '../../support/remote-write';
import { at, days, type Sample } from '../../support/sample-windows';
import type { Viewer } from '../../support/viewer';
import { underScope } from '../../support/worlds/onlooker/under-scope';

let hub: Hub;
let key: string;
let desk: Viewer;
let operator: Pool;
let api: Pool;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
  api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
  desk = hub.as(key);
});
afterAll(async () => {
  await Promise.all([operator.end(), api.end()]);
  await hub.stop();
});

interface Counts {
  taken: number;
  repeated: number;
  replaced: number;
  conflicts: number;
}

const document = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken repeated replaced conflicts } }`;
const inputOf = (metric: string, samples: readonly Sample[], replace: boolean, labels = {}) => {
  const [timestamps, values, flags] = [0, 1, 2].map((column) => samples.map((sample) => sample[column]));
  return { owner: 'RC-N', source: 'poller', replace, batches: [{ metric, labels, timestamps, values, flags }] };
};
const ask = async (input: object) => (await desk.data<{ ingestSamples: Counts }>(document, { input })).ingestSamples;
const send = (metric: string, samples: readonly Sample[]) => ask(inputOf(metric, samples, false));
const correct = (metric: string, samples: readonly Sample[]) => ask(inputOf(metric, samples, true));
const counts = (some: Partial<Counts>): Counts => ({ taken: 0, repeated: 0, replaced: 0, conflicts: 0, ...some });

async function pack(): Promise<void> {
  const client = await operator.connect();
  try {
    await packSamples(client, { now: new Date('2026-11-05T00:00:00Z') });
  } finally {
    client.release();
  }
}

const ofMetric = `JOIN series s ON s.number = x.series_number JOIN metric m ON m.id = s.metric_id WHERE m.name = $1`;
const chunksOf = (metric: string) =>
  hub.sql<{ day: string; count: number; data: string }>(
    `SELECT x.day::text, x.count, encode(x.data, 'hex') AS data FROM private.sample_chunk x ${ofMetric} ORDER BY x.day`,
    [metric],
  );
const rowsOf = async (metric: string): Promise<number> =>
  (await hub.sql(`SELECT 1 FROM private.sample x ${ofMetric}`, [metric])).length;

async function seen(metric: string): Promise<{ values: (number | null)[]; flags: number[] }> {
  const text = `query($from: DateTime!, $to: DateTime!) { series(filter: { metric: { name: { eq: "${metric}" } } }) { nodes {
    window(from: $from, to: $to, resolution: RAW, maxPoints: 5000) { values flags } } } }`;
  const { series } = await desk.data<{ series: { nodes: { window: { values: number[]; flags: number[] } }[] } }>(text, {
    ...days,
  });
  return series.nodes[0]!.window;
}
const latestOf = async (metric: string) =>
  (await hub.sql<{ value: number }>(`SELECT x.value FROM private.latest_sample x ${ofMetric}`, [metric]))[0]!.value;

const minutes = (n: number): Sample[] => Array.from({ length: n }, (_, i): Sample => [at(i), i, 0]);

describe('A value that was wrong', () => {
  test('is replaced where replace is said, and counted as a conflict where it is not', async () => {
    await send('load', minutes(3));
    const other: Sample[] = [
      [at(0), 0, 0],
      [at(1), 99, 0],
      [at(2), null, 1],
      [at(3), 3, 0],
    ];
    expect(await send('load', other.slice(0, 3))).toEqual(counts({ repeated: 1, conflicts: 2 }));
    expect(await correct('load', other)).toEqual(counts({ taken: 1, repeated: 1, replaced: 2 }));
    expect(await correct('load', other)).toEqual(counts({ repeated: 4 }));
    expect(await seen('load')).toEqual({ values: [0, 99, null, 3], flags: [0, 0, 1, 0] });
  });

  test('is the latest no longer, where it was', async () => {
    await send('newest', minutes(3));
    await correct('newest', [[at(1), 50, 0]]);
    expect(await latestOf('newest')).toBe(2);
    await correct('newest', [[at(2), 60, 0]]);
    expect(await latestOf('newest')).toBe(60);
  });

  test('twice in a call: the first is taken, and another beside it is a conflict', async () => {
    await send('twice', [[at(0), 1, 0]]);
    const sent: Sample[] = [
      [at(0), 2, 0],
      [at(0), 1, 0],
      [at(0), 2, 0],
      [at(1), 5, 0],
      [at(1), 6, 0],
    ];
    expect(await correct('twice', sent)).toEqual(counts({ taken: 1, repeated: 1, replaced: 1, conflicts: 2 }));
    expect((await seen('twice')).values).toEqual([2, 5]);
  });

  test('stays in the change log, beside who replaced it', async () => {
    await send('told', minutes(2));
    await correct('told', [
      [at(0), 7, 0],
      [at(1), null, 4],
    ]);
    const [change] = await hub.sql<Record<string, unknown>>(
      `SELECT c.operation, c.record_type, c.actor_key_id IS NOT NULL AS "hasKey", c.before, c.after FROM private.change c ORDER BY c.seq DESC LIMIT 1`,
    );
    const id = expect.any(String) as string;
    expect(change).toEqual({
      ...{ operation: 'APPENDED', record_type: 'SampleRange', hasKey: true },
      before: [
        {
          series: id,
          samples: [
            ['2026-11-01T00:00:00+00:00', 0, 0],
            ['2026-11-01T00:01:00+00:00', 1, 0],
          ],
        },
      ],
      after: [{ series: id, from: '2026-11-01T00:00:00+00:00', to: '2026-11-01T00:01:00+00:00', replaced: 2 }],
    });
  });
});

describe('A value that lies packed', () => {
  /** As Prometheus writes them: what is no number has bits of its own, and 0 may be less than nothing. */
  async function pushStrange(): Promise<void> {
    const values = [nanBits, staleBits, -0, Infinity, 5e-324, 0x7ff8_dead_beef_0000n];
    const samples = values.map((value, n) => [Date.parse(at(700 + n)), value] as const);
    const body = compressSync(encodeWriteRequest([{ labels: { __name__: 'packed' }, samples }]));
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
    const url = `${hub.url}/api/v1/write?source=poller`;
    const sending = fetch(url, { method: 'POST', headers: { ...headers, authorization: `Bearer ${key}` }, body });
    expect((await sending).status).toBe(204);
  }

  test('is replaced as well: its day stands in rows until it is packed again, and nothing else of it has changed', async () => {
    await pushStrange();
    await send('packed', [...minutes(600), [at(2000), 8, 0]]);
    await pack();
    const before = await chunksOf('packed');
    expect(before.map(({ count }) => count)).toEqual([606, 1]);
    expect(await correct('packed', [[at(10), 1010, 0]])).toEqual(counts({ replaced: 1 }));
    expect(await rowsOf('packed')).toBe(606);
    expect(await chunksOf('packed')).toEqual(before.slice(1));
    expect((await seen('packed')).values.slice(8, 13)).toEqual([8, 9, 1010, 11, 12]);
    await pack();
    expect((await chunksOf('packed'))[0]).not.toEqual(before[0]);
    expect(await correct('packed', [[at(10), 10, 0]])).toEqual(counts({ replaced: 1 }));
    await pack();
    expect(await chunksOf('packed')).toEqual(before);
  });

  test('may be one of many days, and beside samples that are new, repeated or in rows', async () => {
    await send('mixed', [
      [at(0), 1, 0],
      [at(1440), 2, 0],
      [at(2880), 3, 0],
    ]);
    await pack();
    await send('mixed', [[at(5), 4, 0]]);
    const sent: Sample[] = [
      [at(0), 10, 0],
      [at(5), 40, 0],
      [at(6), 60, 0],
      [at(1440), 2, 0],
      [at(2880), 30, 0],
    ];
    expect(await correct('mixed', sent)).toEqual(counts({ taken: 1, repeated: 1, replaced: 3 }));
    expect((await seen('mixed')).values).toEqual([10, 40, 60, 2, 30]);
    expect((await chunksOf('mixed')).map(({ day }) => day)).toEqual(['2026-11-02']);
  });

  test('of more packed days than a call may open is refused, and nothing is replaced', async () => {
    const first = Date.UTC(2026, 6, 1);
    const daily = (value: number, n: number): Sample[] =>
      Array.from({ length: n }, (_, i): Sample => [new Date(first + i * 86_400_000).toISOString(), value, 0]);
    await send('daily', daily(1, 51));
    await pack();
    const { errors } = await desk.query(document, { input: inputOf('daily', daily(2, 51), true) });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('50 days of series that lie packed'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(await rowsOf('daily')).toBe(0);
    expect(await correct('daily', daily(2, 50))).toEqual(counts({ replaced: 50 }));
    expect(await correct('daily', daily(2, 51))).toEqual(counts({ repeated: 50, replaced: 1 }));
  });

  test('is one or the other for whoever reads while it is replaced, packed and sent again by others', async () => {
    const samples = minutes(400);
    await send('busy', samples);
    await pack();
    const rounds = [1, 2, 3, 4];
    const correcting = rounds.flatMap((round) =>
      [0, 1].map((half) =>
        correct('busy', [
          [at(half), 1000 + round, 0],
          [at(half + 200), 2000 + round, 0],
        ]),
      ),
    );
    const sending = rounds.map((round) => send('busy', [...samples.slice(10, 150), [at(500 + round), 1, 0]]));
    const reading = Array.from({ length: 20 }, () => seen('busy'));
    const packing = rounds.map(() => pack());
    const [corrected, sent, read] = await Promise.all([
      Promise.all(correcting),
      Promise.all(sending),
      Promise.all(reading),
      Promise.all(packing),
    ]);
    expect(corrected).toEqual(corrected.map(() => counts({ replaced: 2 })));
    expect(sent).toEqual(sent.map(() => counts({ taken: 1, repeated: 140 })));
    for (const { values } of read) {
      expect(values.length).toBeGreaterThanOrEqual(400);
      expect(values.slice(2, 200)).toEqual(samples.slice(2, 200).map(([, value]) => value));
    }
    await pack();
    expect(await rowsOf('busy')).toBe(0);
    expect((await seen('busy')).values).toHaveLength(404);
  });
});

describe('Nobody but who may write the series', () => {
  test('corrects, holds or drops anything of it', async () => {
    await send('foreign', minutes(2));
    await pack();
    const [series] = await hub.sql<{ id: string }>(
      `SELECT s.id FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = 'foreign'`,
    );
    const other = await hub.key({ organization: 'RC-S', role: 'REPORTER' });
    const tries = [
      `SELECT * FROM hub.correct_samples(ARRAY[$1::uuid], '{2026-11-01T00:00:00Z}', '{9}', '{0}')`,
      `SELECT * FROM hub.hold_packed(ARRAY[$1::uuid], '{2026-11-01}')`,
      `SELECT * FROM hub.drop_packed(ARRAY[$1::uuid], '{2026-11-01}', '{0}')`,
    ];
    for (const text of tries) {
      await expect(underScope(api, other, (run) => run(text, [series!.id]))).rejects.toThrow(
        'a series that this key may not write',
      );
    }
    const dropping = underScope(api, key, (run) => run(tries[2]!, [series!.id]));
    await expect(dropping).rejects.toThrow('a chunk would go while its samples do not stand as rows');
    expect(await chunksOf('foreign')).toMatchObject([{ count: 2 }]);
  });
});

describe('By way of /ingest/samples', () => {
  const post = async (url: string, body: string, type: string) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type };
    const response = await fetch(`${hub.url}${url}`, { method: 'POST', headers, body });
    return { status: response.status, told: (await response.json()) as Record<string, unknown> };
  };
  const csv = (...values: number[]) =>
    ['metric,timestamp,value', ...values.map((value, n) => `posted,${at(n)},${value}`)].join('\n');

  test('values are replaced where the address says so', async () => {
    await post('/ingest/samples', csv(1, 2, 3), 'text/csv');
    expect(await post('/ingest/samples', csv(1, 5), 'text/csv')).toMatchObject({ status: 400 });
    const json = { series: [{ metric: 'posted', timestamps: [at(2), at(2), at(3)], values: [30, 31, 4] }] };
    expect(await post('/ingest/samples?replace=true', csv(1, 5), 'text/csv')).toEqual({
      status: 200,
      told: { taken: 0, repeated: 1, replaced: 1, newSeries: 0, refused: [] },
    });
    expect(await post('/ingest/samples?replace=true', JSON.stringify(json), 'application/json')).toMatchObject({
      status: 400,
      told: { taken: 1, replaced: 1, refused: [{ reason: 'CONFLICT', samples: 1 }] },
    });
    expect((await seen('posted')).values).toEqual([1, 5, 30, 4]);
  });

  test('and by the roads of systems that push by themselves, never', async () => {
    const zabbix = await post('/ingest/zabbix/history?replace=true', '', 'application/x-ndjson');
    expect(zabbix).toMatchObject({ status: 400, told: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
    expect(await post('/ingest/samples?replace=maybe', csv(1), 'text/csv')).toMatchObject({ status: 400 });
  });
});
