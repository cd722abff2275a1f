import { Client, type Pool, type PoolClient } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { packSamples } from '../../src/monitoring/packing/pack-samples';
import { letSamplesGo } from '../../src/monitoring/retention/let-samples-go';
import { rollUpAgain } from '../../src/monitoring/rollups/roll-up-again';
import { startHub, type Hub } from '../support/hub';
import type { Range, Window } from '../support/sample-windows';
import { daysSince, everyMinutes, keep, samplingDesk, tomorrow, type SamplingDesk } from '../support/sampling-desk';
import { until } from '../support/wire';

let hub: Hub;
let desk: SamplingDesk;
let operator: Pool;
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 6, connectionTimeoutMillis: 60_000 });
  desk = await samplingDesk(hub);
});
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

const all: Range = { from: '2026-08-30T00:00:00Z', to: '2026-09-05T00:00:00Z' };
const kept: Range = { from: '2026-09-02T00:00:00Z', to: all.to };
const levels = ['FIVE_MINUTES', 'HOUR', 'DAY'];
const metrics = ['a', 'c'];
const kindOf = (metric: string) => (metric < 'c' ? 'COUNTER' : 'GAUGE');
const samplesOf = (metric: string, { from }: Range) =>
  everyMinutes(9, all, (n) => (kindOf(metric) === 'COUNTER' ? (n % 83) * 10 : (n % 41) / 8)).filter(
    ([at]) => at >= from,
  );

/** All that a process does in the background, as often as it comes due. */
async function work(client: PoolClient): Promise<void> {
  await packSamples(client, { now: new Date('2026-09-10T00:00:00Z'), atOnce: 150 });
  await rollUpAgain(client);
  await letSamplesGo(client, { now: tomorrow(), tries: 1000, pauseMs: 50 });
}

interface Process {
  pid: number;
  /** What became of its work: null where it ended well. */
  ended: Promise<unknown>;
}

async function begin(): Promise<Process> {
  const client = await operator.connect();
  // Told by the statement that it breaks.
  client.on('error', () => undefined);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const ended = work(client)
    .then(
      () => null,
      (error: unknown) => error,
    )
    .finally(() => client.release(true));
  return { pid: rows[0]!.pid, ended };
}

/** As the user that the program connects as. */
async function kill({ pid }: Process): Promise<void> {
  const client = new Client({ connectionString: hub.databaseUrl });
  await client.connect();
  await client.query('SELECT pg_terminate_backend($1)', [pid]);
  await client.end();
}
const isThere = async (text: string): Promise<boolean> => (await hub.sql(text)).length > 0;

async function seen(ids: readonly string[]): Promise<Window[][]> {
  const steps = levels.map((level) => desk.windowsOf(ids, all, level));
  return Promise.all([...steps, desk.windowsOf(ids, kept, 'RAW')]);
}

test('Packing, rolling up and letting go by several at once, some of them killed half-way, change nothing that is seen', async () => {
  for (const metric of metrics) await desk.send(metric, samplesOf(metric, all), kindOf(metric));
  const ids = await Promise.all(metrics.map(desk.idOf));
  const before = await seen(ids);
  expect(before.flat().every(({ timestamps }) => timestamps.length >= 6)).toBe(true);
  await keep(hub, { RAW: daysSince('2026-09-02') });

  let isOver = false;
  const reading = async () => {
    while (!isOver) expect(await seen(ids)).toEqual(before);
  };
  const sending = async () => {
    for (let n = 0; !isOver; n += 1) {
      const metric = metrics[n % metrics.length]!;
      const again = await desk.send(metric, samplesOf(metric, kept).slice(-50), kindOf(metric));
      expect(again).toMatchObject({ taken: 0, conflicts: 0, repeated: 50, refused: [] });
      // No more than is packed meanwhile.
      const more = samplesOf(metric, kept).slice(n, n + 1);
      expect(await desk.send('new', more)).toMatchObject({ taken: more.length });
    }
  };
  const working = async () => {
    const first = await begin();
    await until(() => isThere('SELECT FROM private.sample_chunk LIMIT 1'));
    const others = [await begin(), await begin()];
    await kill(first);
    expect(await first.ended).toBeInstanceOf(Error);
    await kill(others[0]!);
    await others[0]!.ended;
    expect(await others[1]!.ended).toBeNull();
    await hub.sql(`INSERT INTO private.rollup_due SELECT s.number FROM series s`);
    expect(await (await begin()).ended).toBeNull();
  };
  await Promise.all([working().finally(() => (isOver = true)), reading(), sending()]);

  expect(await seen(ids)).toEqual(before);
  expect(await isThere(`SELECT FROM pg_class c WHERE c.relname IN ('sample_2026_08', 'sample_chunk_2026_08')`)).toBe(
    false,
  );
  const left = await hub.sql(
    'SELECT FROM private.sample x JOIN series s ON s.number = x.series_number JOIN metric m ON m.id = s.metric_id WHERE m.name = ANY ($1)',
    [metrics],
  );
  expect(left).toEqual([]);
  expect(await hub.sql('SELECT g.level, g.until FROM private.let_go g')).toEqual([
    { level: 'RAW', until: '2026-09-01T00:00:00Z' },
  ]);
}, 120_000);

test('Who is killed while it waits to let a month go has let nothing go, and the next does', async () => {
  await keep(hub, { RAW: daysSince('2026-10-02') });
  const reader = await operator.connect();
  await reader.query('BEGIN; LOCK TABLE private.sample IN ACCESS SHARE MODE');
  try {
    const waiting = await begin();
    const isWaiting = `SELECT FROM pg_locks l WHERE l.pid = ${waiting.pid} AND NOT l.granted AND l.relation = 'private.sample'::regclass`;
    await until(() => isThere(isWaiting));
    await kill(waiting);
    expect(await waiting.ended).toBeInstanceOf(Error);
  } finally {
    await reader.query('ROLLBACK');
    reader.release();
  }
  expect(await isThere(`SELECT FROM pg_class c WHERE c.relname = 'sample_chunk_2026_09'`)).toBe(true);
  expect(await (await begin()).ended).toBeNull();
  expect(await isThere(`SELECT FROM pg_class c WHERE c.relname = 'sample_chunk_2026_09'`)).toBe(false);
}, 60_000);
