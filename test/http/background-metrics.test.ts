import { Client } from 'pg';
import { readConfig } from '../../src/kernel/config';
import { startJobs, type Job } from '../../src/kernel/jobs';
import { createPool } from '../../src/kernel/postgres/database';
import { createServer } from '../../src/server';
import { startHub, type Hub } from '../support/hub';
import { until } from '../support/wire';

let hub: Hub;
beforeEach(async () => {
  hub = await startHub({ config: { metricsKeyless: ['127.0.0.1'] } });
});
afterEach(() => hub.stop());

const scrape = async (app = hub.app): Promise<string[]> => {
  const reply = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
  expect(reply.statusCode).toBe(200);
  return reply.body.split('\n').filter((line) => !line.startsWith('#'));
};
const told = (lines: readonly string[], name: string): Record<string, number> =>
  Object.fromEntries(
    lines
      .filter((line) => line.startsWith(name))
      .map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );

/** Does each job once, by the way of a process that runs them. */
async function run(jobs: readonly Job[], note: (message: string) => void = () => undefined): Promise<void> {
  const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 3, connectionTimeoutMillis: 30_000 });
  // Migrating gives it that; a copy of a migrated database has none of its grants.
  const user = new Client({ connectionString: hub.databaseUrl });
  await user.connect();
  await user.query(`GRANT CREATE ON DATABASE ${new URL(hub.databaseUrl).pathname.slice(1)} TO hub_owner`);
  await user.end();
  const runner = await startJobs(operator, jobs, { note, fault: () => undefined });
  try {
    for (const { name } of jobs) await hub.sql('SELECT graphile_worker.add_job($1, max_attempts => 1)', [name]);
    const isRun = `SELECT FROM private.job_run r HAVING count(*) FILTER (WHERE r.name = ANY ($1)) = cardinality($1::text[])`;
    await until(async () => (await hub.sql(isRun, [jobs.map(({ name }) => name)])).length > 0);
  } finally {
    await runner.stop();
    await operator.end();
  }
}
const yearly = '0 0 1 1 *';

test('/metrics tells of each job when it last ended well, how long it took, and whether it fails', async () => {
  const notes: string[] = [];
  const begun = Date.now() / 1000;
  const done = '2026-11-01T00:00:00Z';
  const jobs: Job[] = [
    { name: 'sound', schedule: yearly, sql: 'SELECT 1' },
    { name: 'unsound', schedule: yearly, sql: 'SELECT 1 / 0' },
    {
      name: 'pack_samples',
      schedule: yearly,
      work: (_client, _signal, note) => {
        note('all is packed');
        return Promise.resolve(done);
      },
    },
  ];
  await run(jobs, (message) => notes.push(message));
  expect(notes).toEqual(['pack_samples: all is packed']);
  const lines = await scrape();
  const ended = told(lines, 'hub_job_last_success_timestamp_seconds');
  expect(Object.keys(ended).sort()).toEqual(['{job="pack_samples"}', '{job="sound"}']);
  for (const at of Object.values(ended)) expect(at).toBeGreaterThan(begun - 5);
  expect(Object.keys(told(lines, 'hub_job_last_duration_seconds')).sort()).toEqual(Object.keys(ended).sort());
  expect(told(lines, 'hub_job_failing')).toEqual({
    '{job="sound"}': 0,
    '{job="unsound"}': 1,
    '{job="pack_samples"}': 0,
  });
  expect(told(lines, 'hub_samples_packed_until_timestamp_seconds')).toEqual({ '': Date.parse(done) / 1000 });
});

test('A job that failed and then ends well fails no more', async () => {
  await run([{ name: 'wavering', schedule: yearly, sql: 'SELECT 1 / 0' }]);
  await hub.sql(`UPDATE private.job_run SET failed_at = now() - interval '1 hour'`);
  await run([{ name: 'wavering', schedule: yearly, sql: 'SELECT 1' }]);
  await until(async () => (await hub.sql('SELECT FROM private.job_run r WHERE r.ended_at IS NOT NULL')).length > 0);
  expect(told(await scrape(), 'hub_job_failing')).toEqual({ '{job="wavering"}': 0 });
});

test('/metrics tells what is due: series to roll up, the oldest month of each level, and those that ought to be gone', async () => {
  await hub.sql(`
    SELECT private.ensure_month(t, m::timestamptz)
      FROM unnest('{sample,sample_chunk,rollup_5m,rollup_1h,rollup_1d}'::text[]) t, unnest('{2026-03-01,2026-04-01}'::text[]) m`);
  await hub.sql('INSERT INTO private.rollup_due VALUES (1), (2), (3)');
  await hub.sql(`ALTER TABLE hub.retention DISABLE TRIGGER USER`);
  await hub.sql(`UPDATE hub.retention SET days = 1, updated_at = now() - interval '2 days' WHERE level = 'RAW'`);
  const lines = await scrape();
  const [march, year] = ['2026-03-01', '2026-01-01'].map((day) => Date.parse(day) / 1000);
  expect(told(lines, 'hub_series_rollup_due')).toEqual({ '': 3 });
  expect(told(lines, 'hub_samples_oldest_timestamp_seconds')).toEqual({
    '{level="RAW"}': march,
    '{level="FIVE_MINUTES"}': march,
    '{level="HOUR"}': year,
    '{level="DAY"}': year,
  });
  expect(told(lines, 'hub_samples_overdue_partitions')).toEqual({
    '{level="RAW"}': 2,
    '{level="FIVE_MINUTES"}': 0,
    '{level="HOUR"}': 0,
    '{level="DAY"}': 0,
  });
});

test('What is told of background work is read of small tables, and asked of the database once in a while', async () => {
  await hub.sql(`SELECT private.ensure_month('sample', '2026-03-01')`);
  await scrape();
  await hub.sql('INSERT INTO private.rollup_due VALUES (1)');
  expect(told(await scrape(), 'hub_series_rollup_due')).toEqual({ '': 0 });
  const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 1 });
  const client = await operator.connect();
  await client.query('BEGIN');
  await client.query('SELECT hub.background_state()');
  const { rows } = await client.query<{ name: string }>(
    `SELECT l.relation::regclass::text AS name FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
      WHERE l.pid = pg_backend_pid() AND c.relkind IN ('r', 'p') AND c.relnamespace IN ('hub'::regnamespace, 'private'::regnamespace) ORDER BY 1`,
  );
  await client.query('ROLLBACK');
  client.release();
  await operator.end();
  expect(rows.map(({ name }) => name)).toEqual(['private.job_run', 'private.rollup_due', 'retention']);
});

test('While the database does not answer, /metrics tells of the process, and nothing of background work', async () => {
  const nowhere = createPool('postgres://nobody@127.0.0.1:1/none', 'hub_api');
  const config = readConfig({ LOG_LEVEL: 'silent' });
  const { app } = await createServer({ config, api: nowhere, canceller: nowhere });
  const lines = await scrape(app);
  expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true);
  expect(lines.filter((line) => /^hub_(job|samples|series_rollup)/.test(line))).toEqual([]);
  await app.close();
  await nowhere.end();
});
