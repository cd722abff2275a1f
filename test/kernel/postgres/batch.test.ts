import type { Pool } from 'pg';
import { createApiPool, createCanceller } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import { cloneTemplate, type TestDatabase } from '../../support/test-database';

let database: TestDatabase;
let admin: Pool;
beforeAll(async () => {
  database = await cloneTemplate();
  admin = createCanceller(database.url);
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** Runs work in a session of a pool with one connection, and rolls back. */
async function inSession<T>(pool: Pool, work: (session: Session) => Promise<T>, mode: 'read' | 'write' = 'read') {
  const session = await Session.open(pool, admin, { mode, deadline: Date.now() + 20_000 });
  try {
    return await work(session);
  } finally {
    await session.rollback();
  }
}
const one = async (session: Session, text: string, values?: unknown[]) =>
  (await session.rows<{ value: unknown }>(text, values))[0]!.value;

describe.each([{ pipeline: true }, { pipeline: false }])('Statements that are sent together ($pipeline)', (options) => {
  let pool: Pool;
  beforeEach(() => {
    pool = createApiPool(database.url, { poolSize: 1, deadlineMs: 20_000, ...options });
  });
  afterEach(() => pool.end());

  test('are answered each with its own rows, in whatever shape and number', async () => {
    const read = () =>
      inSession(pool, (session) =>
        Promise.all([
          session.rows('SELECT n FROM generate_series(1, 3) AS n'),
          session.rows('SELECT $1::text AS name, NULL AS nothing', ['Trạm Đống Đa']),
          session.rows('SELECT 1 AS never WHERE false'),
          session.rows('SELECT $1::int8 AS large, $2::uuid[] AS ids, $3::bytea AS bytes', [
            '9007199254740993',
            ['00000000-0000-4000-8000-000000000001'],
            Buffer.from([0, 255]),
          ]),
        ]),
      );
    const expected = [
      [{ n: 1 }, { n: 2 }, { n: 3 }],
      [{ name: 'Trạm Đống Đa', nothing: null }],
      [],
      [{ large: '9007199254740993', ids: ['00000000-0000-4000-8000-000000000001'], bytes: Buffer.from([0, 255]) }],
    ];
    expect(await read()).toEqual(expected);
    // Now all of them are prepared, and their columns known.
    expect(await read()).toEqual(expected);
  });

  test('fail together from the first one on that fails, and the connection goes on', async () => {
    const pid = await inSession(pool, (session) => one(session, 'SELECT pg_backend_pid() AS value'));
    const sent = await inSession(pool, (session) =>
      Promise.allSettled([
        one(session, 'SELECT 1 AS value'),
        one(session, 'SELECT 1 / $1::int AS value', [0]),
        one(session, 'SELECT 2 AS value'),
        one(session, 'SELECT 3 AS value'),
      ]),
    );
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    // What was passed over is prepared when it is sent again, and what failed is of use with another value.
    await inSession(pool, async (session) => {
      expect(await one(session, 'SELECT 1 / $1::int AS value', [1])).toBe(1);
      expect(await Promise.all([one(session, 'SELECT 2 AS value'), one(session, 'SELECT 3 AS value')])).toEqual([2, 3]);
      expect(await one(session, 'SELECT pg_backend_pid() AS value')).toBe(pid);
    });
  });

  test('fail alone where a text is no statement, which is prepared by none that follows', async () => {
    for (let i = 0; i < 2; i += 1)
      await inSession(pool, async (session) => {
        await expect(session.rows('SELEC 1')).rejects.toThrow('syntax error');
      });
    expect(await inSession(pool, (session) => one(session, 'SELECT 1 AS value'))).toBe(1);
  });

  test('fail of a value that can not be sent before anything is', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await inSession(pool, async (session) => {
      await expect(session.rows('SELECT $1::json', [circular])).rejects.toThrow('circular');
      expect(await one(session, 'SELECT 1 AS value')).toBe(1);
    });
  });

  test('begin in a transaction of their own, which writes with the time it has', async () => {
    const settings = `SELECT current_setting('transaction_isolation') || ' ' || current_setting('search_path') AS value`;
    expect(await inSession(pool, (session) => one(session, settings))).toBe('repeatable read shown,hub');
    const [writing, time] = await inSession(
      pool,
      (session) =>
        Promise.all([one(session, settings), one(session, `SELECT current_setting('statement_timeout') AS value`)]),
      'write',
    );
    expect(writing).toBe('read committed hub');
    expect(time).toMatch(/^(20s|1\d{4}ms)$/);
    expect(await inSession(pool, (session) => one(session, settings))).toBe('repeatable read shown,hub');
  });
});

test('A turn of the program is one message: Postgres answers once', async () => {
  const pool = createApiPool(database.url, { poolSize: 1, deadlineMs: 20_000, pipeline: true });
  await inSession(pool, (session) => session.rows('SELECT 1'));
  const client = (await pool.connect()) as unknown as { release(): void; connection: { on(...of: unknown[]): void } };
  let answers = 0;
  client.connection.on('readyForQuery', () => (answers += 1));
  client.release();
  await inSession(pool, (session) =>
    Promise.all([session.rows('SELECT 1'), session.rows('SELECT 2'), session.rows('SELECT 3')]),
  );
  // Begun with the others; or before them, for who awaits the opening.
  expect(answers).toBeLessThanOrEqual(2);
  await pool.end();
});
