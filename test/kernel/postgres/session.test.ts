import { Pool } from 'pg';
import { createApiPool, createCanceller, createPool } from '../../../src/kernel/postgres/database';
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
  admin = createCanceller(database.url);
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

  test('lets a short statement end, after which its connection serves the next', async () => {
    const request = new AbortController();
    const session = await open(request.signal);
    const pid = await pidOf(session);
    const short = session.rows('SELECT pg_sleep(0.05)');
    await until(async () => (await stateOf(pid)) === 'active');
    request.abort();
    await expect(session.rows('SELECT 1')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await short;
    expect(await nextPid()).toBe(pid);
  });

  test('stops what it still waits for while it is rolled back', async () => {
    const request = new AbortController();
    const session = await open(request.signal);
    const pid = await pidOf(session);
    const sleeping = session.rows('SELECT pg_sleep(20)').catch((error: { code: string }) => error.code);
    await until(async () => (await stateOf(pid)) === 'active');
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
    const sleeping = session.rows('SELECT pg_sleep(1)');
    request.abort();
    await expect(sleeping).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await nextPid()).toBeGreaterThan(0);
    await nobody.end();
  });
});

test('A deadline ends all of a session, however short its statements and whoever waits', async () => {
  const session = await Session.open(pool, admin, { mode: 'write', deadline: Date.now() + 700 });
  const pid = await pidOf(session);
  const naps = async () => {
    for (let i = 0; i < 100; i += 1) await session.rows('SELECT pg_sleep(0.1)');
  };
  await expect(naps()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await expect(session.commit()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await gone(pid);
  expect(await nextPid()).not.toBe(pid);
});

test('A deadline of a session that has ended stops nothing of the next one on its connection', async () => {
  const brief = await Session.open(pool, admin, { mode: 'read', deadline: Date.now() + 300 });
  const pid = await pidOf(brief);
  await brief.rollback();
  const next = await open();
  await next.rows('SELECT pg_sleep(0.5)');
  expect(await pidOf(next)).toBe(pid);
  await next.rollback();
});

test('Connections that stop others have a name, and when they break others take their place', async () => {
  const [{ name, pid }] = (
    await admin.query<{ name: string; pid: number }>(
      `SELECT current_setting('application_name') AS name, pg_backend_pid() AS pid`,
    )
  ).rows as [{ name: string; pid: number }];
  expect(name).toBe('commonwatch canceller');
  const other = createCanceller(database.url);
  await other.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
  await until(async () => admin.totalCount === 0);
  expect((await admin.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await other.end();
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

describe('In a pipeline', () => {
  let pipelined: Pool;
  beforeEach(() => {
    pipelined = createApiPool(database.url, { poolSize: 1, deadlineMs: 20_000, pipeline: true });
  });
  afterEach(() => pipelined.end());
  const openOne = () => Session.open(pipelined, admin, { mode: 'read', deadline: Date.now() + 20_000 });
  const once = async () => {
    const session = await openOne();
    const pid = await pidOf(session);
    await session.rollback();
    return pid;
  };

  test('one session after the other has the connection of the one before, in a transaction of its own', async () => {
    const first = await openOne();
    const [before] = await first.rows<{ pid: number; at: string }>('SELECT pg_backend_pid() AS pid, now()::text AS at');
    await first.rollback();
    const second = await openOne();
    const [after] = await second.rows<{ pid: number; at: string }>('SELECT pg_backend_pid() AS pid, now()::text AS at');
    await second.rollback();
    expect(after!.pid).toBe(before!.pid);
    expect(after!.at).not.toBe(before!.at);
  });

  test('nobody who waits is overtaken by those who come later', async () => {
    const holder = await openOne();
    const order: string[] = [];
    const waits = once().then(() => order.push('the one who waited'));
    await until(async () => pipelined.waitingCount === 1);
    await holder.rollback();
    for (let later = 0; later < 3; later += 1) await once().then(() => order.push('a later one'));
    await waits;
    expect(order[0]).toBe('the one who waited');
  });

  test('who waits has the connection of the one before at once, in a transaction and a scope of its own', async () => {
    const about = `SELECT pg_backend_pid() AS pid, now()::text AS at, current_setting('hub.client', true) AS client`;
    const holder = await openOne();
    const [before] = await holder.rows<{ pid: number; at: string }>(about);
    await holder.rows(`SELECT set_config('hub.client', 'the one before', true)`);
    const waits = openOne();
    await until(async () => pipelined.waitingCount === 1);
    await holder.rollback();
    await expect(holder.rows('SELECT 1')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const next = await waits;
    const [after] = await next.rows<{ pid: number; at: string; client: string | null }>(about);
    await next.rollback();
    expect(after!.pid).toBe(before!.pid);
    expect(after!.at).not.toBe(before!.at);
    expect(after!.client ?? '').toBe('');
  });

  test('who waits and gets a connection that broke is told, and the next has another', async () => {
    const holder = await openOne();
    const pid = await pidOf(holder);
    const waits = openOne();
    await until(async () => pipelined.waitingCount === 1);
    await admin.query('SELECT pg_terminate_backend($1)', [pid]);
    await gone(pid);
    await holder.rollback();
    const waited = await waits
      .then(async (session) => pidOf(session).finally(() => session.rollback()))
      .catch(() => null);
    expect(waited).not.toBe(pid);
    // Who waits longest on a busy machine may be told as well.
    await until(async () => (await once().catch(() => pid)) !== pid);
  });

  test('a connection that breaks while it lingers ends nothing, and another takes its place', async () => {
    const pid = await once();
    await admin.query('SELECT pg_terminate_backend($1)', [pid]);
    await gone(pid);
    await until(async () => pipelined.totalCount === 0 || pipelined.idleCount === 1);
    expect(await once()).not.toBe(pid);
  });

  test('a session whose time is over ends at once, whatever else it has sent', async () => {
    const session = await Session.open(pipelined, admin, { mode: 'read', deadline: Date.now() + 300 });
    const sent = [session.rows('SELECT pg_sleep(15)'), session.rows('SELECT pg_sleep(15)')];
    for (const one of await Promise.allSettled(sent))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'DEADLINE_EXCEEDED' } });
    await session.rollback();
  });
});
