import { Pool } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import { cloneTemplate, type TestDatabase } from '../../support/test-database';
import { until } from '../../support/wire';

let database: TestDatabase;
let pool: Pool;
let admin: Pool;
beforeAll(async () => {
  database = await cloneTemplate();
});
beforeEach(() => {
  pool = createPool(database.url, 'hub_api', { max: 1 });
  admin = new Pool({ connectionString: database.url, max: 1 });
});
afterEach(() => Promise.all([pool.end(), admin.end()]));
afterAll(() => database.drop());

const open = (signal?: AbortSignal, canceller = admin): Promise<Session> =>
  Session.open(pool, canceller, { mode: 'read', deadline: Date.now() + 20_000, signal });

async function pidOf(session: Session): Promise<number> {
  const [row] = await session.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return row!.pid;
}

const stateOf = async (pid: number): Promise<string | undefined> =>
  (await admin.query<{ state: string }>('SELECT a.state FROM pg_stat_activity a WHERE a.pid = $1', [pid])).rows[0]
    ?.state;
const gone = (pid: number) => until(async () => (await stateOf(pid)) === undefined);

/** What the pool gives next: the one connection there is, or the one that took its place. */
async function nextPid(): Promise<number> {
  const session = await open();
  const pid = await pidOf(session);
  await session.rollback();
  return pid;
}

test('A connection that breaks between two statements is told by the next one, and ends nothing else', async () => {
  const session = await open();
  const pid = await pidOf(session);
  await admin.query('SELECT pg_terminate_backend($1)', [pid]);
  await gone(pid);
  await expect(session.rows('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await session.rollback();
  expect(await nextPid()).not.toBe(pid);
});

describe('A session whose request ends', () => {
  test('stops its statement, and nothing of it runs any more', async () => {
    const request = new AbortController();
    const session = await open(request.signal);
    const pid = await pidOf(session);
    const sleeping = session.rows('SELECT pg_sleep(20)');
    const next = session.rows('SELECT 1');
    await until(async () => (await stateOf(pid)) === 'active');
    request.abort();
    for (const statement of [sleeping, next, session.rows('SELECT 2'), session.commit()])
      await expect(statement).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await session.rollback();
    await gone(pid);
  });

  test('stops what it still waits for while it is rolled back', async () => {
    const request = new AbortController();
    const session = await open(request.signal);
    const pid = await pidOf(session);
    const sleeping = session.rows('SELECT pg_sleep(20)').catch((error: { code: string }) => error.code);
    const ended = session.rollback();
    request.abort();
    await ended;
    expect(await sleeping).toBe('DEADLINE_EXCEEDED');
    await gone(pid);
  });

  test('waits no longer for a connection, and takes none', async () => {
    const holder = await open();
    const request = new AbortController();
    const waiting = open(request.signal);
    request.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await expect(open(request.signal)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const pid = await pidOf(holder);
    await holder.rollback();
    expect(await nextPid()).toBe(pid);
  });

  test('gives its connection up even where nobody can cancel', async () => {
    const nobody = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
    const request = new AbortController();
    const session = await open(request.signal, nobody);
    const sleeping = session.rows('SELECT pg_sleep(0.2)');
    request.abort();
    await expect(sleeping).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await nextPid()).toBeGreaterThan(0);
    await nobody.end();
  });
});

test('A connection keeps a few hundred statements prepared, and is then replaced', async () => {
  const session = await open();
  const pid = await pidOf(session);
  for (let i = 0; i < 600; i += 1) await session.rows(`SELECT ${i} AS n`);
  await session.rows(`SELECT '${'x'.repeat(10_000)}' AS long`);
  const [kept] = await session.rows<{ count: number; longest: number }>(
    'SELECT count(*) AS count, max(length(p.statement)) AS longest FROM pg_prepared_statements p',
  );
  expect(kept!.count).toBeLessThanOrEqual(500);
  expect(kept!.count).toBeGreaterThan(400);
  expect(kept!.longest).toBeLessThan(1000);
  await session.rollback();
  expect(await nextPid()).not.toBe(pid);
});
