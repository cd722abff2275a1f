import { compressSync } from 'snappy';
import { Client } from 'pg';
import { startHub, type Hub } from '../support/hub';
import { push } from '../support/push';
import { encodeWriteRequest } from '../support/remote-write';
import { until } from '../support/until';

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

const minute = (n: number): number => Date.UTC(2026, 10, 2, 0, n);
type Sent = readonly (readonly [name: string, ...minutes: number[]])[];
const write = (metric: string, sent: Sent) => {
  const series = sent.map(([n, ...minutes]) => ({
    labels: { __name__: metric, n },
    samples: minutes.map((at) => [minute(at), at] as const),
  }));
  return push(hub.url, compressSync(encodeWriteRequest(series)), { key });
};

const numbersOf = async (metric: string): Promise<Record<string, number>> => {
  const rows = await hub.sql<{ name: string; number: number }>(
    `SELECT s.labels->>'n' AS name, s.number FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = $1`,
    [metric],
  );
  return Object.fromEntries(rows.map(({ name, number }) => [name, number]));
};
const told = () =>
  hub.sql<{ after: object; owner: string | null; times: number }>(
    `SELECT c.after, count(*) OVER (PARTITION BY c.xid)::int AS times FROM private.change c WHERE c.record_type = 'SampleRange' ORDER BY c.xid, c.seq`,
  );
const range = (from: number, to: number) => ({
  from: new Date(minute(from)).toISOString().replace('.000Z', '+00:00'),
  to: new Date(minute(to)).toISOString().replace('.000Z', '+00:00'),
});

test('What is added is told once a body and owner: series side by side by the first and the last, others each', async () => {
  await write('side', [
    ['a', 1],
    ['b', 1, 2],
    ['c', 1],
  ]);
  const names = Object.entries(await numbersOf('side')).sort(([, one], [, other]) => one - other);
  const [[first, low], [middle], [last, high]] = names as [[string, number], [string, number], [string, number]];
  expect(await told()).toEqual([{ after: { ...range(1, 2), series: [[low, high]] }, times: 1 }]);
  await write('side', [
    [first, 3],
    [last, 4],
  ]);
  expect((await told()).slice(1)).toEqual([{ after: { ...range(3, 4), series: [low, high] }, times: 1 }]);
  // One that goes on and one that begins, in one body; of another nothing is new.
  await write('side', [
    [middle, 1],
    [last, 5],
    ['d', 6],
  ]);
  const { d } = await numbersOf('side');
  expect((await told()).slice(2)).toEqual([{ after: { ...range(5, 6), series: [[high, d]] }, times: 1 }]);
});

test('A series that another call begins meanwhile has the samples of both', async () => {
  await write('begun', [['a', 1]]);
  const { a: number } = await numbersOf('begun');
  await hub.sql('DELETE FROM private.sample WHERE series_number = $1', [number]);
  await hub.sql('DELETE FROM private.latest_sample WHERE series_number = $1', [number]);
  const other = new Client({ connectionString: hub.databaseUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query(
      'INSERT INTO private.latest_sample (series_number, at, value, flag, first_at) VALUES ($1, $2, 5, 0, $2)',
      [number, new Date(minute(5))],
    );
    await other.query('INSERT INTO private.sample (series_number, at, value, flag) VALUES ($1, $2, 5, 0)', [
      number,
      new Date(minute(5)),
    ]);
    const written = write('begun', [['a', 3, 5, 7]]);
    await until('the body waits for the other', async () => {
      const [waits] = await hub.sql(`SELECT FROM pg_locks l WHERE NOT l.granted AND l.locktype = 'transactionid'`);
      return waits !== undefined;
    });
    await other.query('COMMIT');
    expect(await written).toMatchObject({ status: 204 });
  } finally {
    await other.end();
  }
  const kept = await hub.sql<{ value: number }>(
    'SELECT x.value FROM private.sample x WHERE x.series_number = $1 ORDER BY x.at',
    [number],
  );
  expect(kept.map(({ value }) => value)).toEqual([3, 5, 7]);
  const [latest] = await hub.sql('SELECT l.value FROM private.latest_sample l WHERE l.series_number = $1', [number]);
  expect(latest).toEqual({ value: 7 });
});
