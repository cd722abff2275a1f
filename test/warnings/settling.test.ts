import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { newId } from '../../src/kernel/ids';
import { keepWork } from '../../src/kernel/postgres/keep-work';
import { Session, type Db } from '../../src/kernel/postgres/session';
import type { Evidence } from '../../src/warnings/evidence';
import { settleDueWarnings } from '../../src/warnings/settle-due-warnings';
import { settleWarnings, type SettledWarning } from '../../src/warnings/settle-warnings';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { changesOf } from './warning-desk';

let hub: Hub;
let operator: Pool;
let writerId: string;
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 8 });
  [{ id: writerId }] = (await hub.sql<{ id: string }>(`SELECT o.id FROM organization o WHERE o.code = 'NMC'`)) as [
    { id: string },
  ];
});
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

const minute = 60_000;
const noon = Date.parse('2026-11-23T12:00:00Z');

const evidence = (fingerprint: string, given: Partial<Evidence> = {}): Evidence => ({
  ...{ writerId, fingerprint, source: 'probe', ruleId: null, seriesId: null, subject: null, labels: { fingerprint } },
  ...{ firing: true, severity: 'MAJOR', at: new Date(noon), explanation: `${fingerprint} is down.`, ...given },
});

/** One transaction of a process that works in the owner's role, as jobs do. */
async function inTransaction<T>(work: (db: Db) => Promise<T>, onStatement?: () => void): Promise<T> {
  const options = { mode: 'write' as const, deadline: Date.now() + 30_000 };
  const session = await Session.open(operator, operator, onStatement ? { ...options, onStatement } : options);
  return keepWork(session, () => work(session));
}
const settle = (given: readonly Evidence[], now = new Date(noon + 1000)): Promise<SettledWarning[]> =>
  inTransaction((db) => settleWarnings(db, given, now));

const open = (like: string) =>
  hub.sql<{ fingerprint: string; state: string; flaps: number; transitions: number }>(
    `SELECT w.fingerprint, w.state, w.flaps, (SELECT count(*)::int FROM warning_transition t WHERE t.warning_id = w.id) AS transitions
       FROM warning w WHERE w.fingerprint LIKE $1 ORDER BY w.fingerprint, w.id`,
    [like],
  );

test('Two thousand pieces of evidence take as many statements as two, and the same again changes nothing', async () => {
  const many = Array.from({ length: 2000 }, (_, i) => evidence(`many-${i}`));
  const counts = { few: 0, many: 0 };
  await inTransaction(
    (db) => settleWarnings(db, many.slice(0, 2), new Date(noon)),
    () => (counts.few += 1),
  );
  const settled = await inTransaction(
    (db) => settleWarnings(db, many, new Date(noon)),
    () => (counts.many += 1),
  );
  expect(counts.few).toBe(5);
  expect(counts.many).toBe(counts.few);
  expect(settled.map(({ outcome }) => outcome)).toEqual([
    ...['unchanged', 'unchanged'],
    ...Array.from({ length: 1998 }, () => 'raised'),
  ]);
  const before = await changesOf(hub);
  const again = await settle(many);
  expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
  expect(again.map(({ id }) => id)).toEqual(settled.map(({ id }) => id));
  expect(await changesOf(hub)).toBe(before);
});

test('Evidence of one fingerprint in one call is settled in the order of its instants', async () => {
  const at = (minutes: number) => new Date(noon - minutes * minute);
  const given = [
    evidence('order', { at: at(1), firing: false }),
    evidence('order', { at: at(3), severity: 'MINOR' }),
    evidence('order', { at: at(2), severity: 'CRITICAL', explanation: 'worse' }),
  ];
  const settled = await settle(given);
  expect(settled.map(({ outcome, state }) => [outcome, state])).toEqual(given.map(() => ['cleared', 'CLEARED']));
  const told = await hub.sql(
    `SELECT t.cause, t.severity_then, w.explanation FROM warning_transition t JOIN warning w ON w.id = t.warning_id
      WHERE w.fingerprint = 'order' ORDER BY t.id`,
  );
  expect(told).toEqual([
    { cause: 'FIRED', severity_then: 'MINOR', explanation: 'worse' },
    { cause: 'WORSENED', severity_then: 'CRITICAL', explanation: 'worse' },
    { cause: 'RECOVERED', severity_then: 'CRITICAL', explanation: 'worse' },
  ]);
});

test('What fired, cleared and fired again long after, in one call, is two warnings, of which one is open', async () => {
  const at = (minutes: number) => new Date(noon - minutes * minute);
  const given = [at(90), at(60), at(5)].map((instant, i) => evidence('twice', { at: instant, firing: i !== 1 }));
  await settle(given);
  expect((await open('twice')).map(({ state }) => state).sort()).toEqual(['CLEARED', 'RAISED']);
});

test('Evidence that never fired leaves nothing behind', async () => {
  expect(await settle([evidence('never', { firing: false })])).toEqual([{ id: null, state: null, outcome: 'ignored' }]);
  expect(await open('never')).toEqual([]);
});

test('Callers at the same time, in any order, neither double a warning nor wait for each other in a ring', async () => {
  const random = createRandom(7);
  const fingerprints = Array.from({ length: 60 }, (_, i) => `race-${String(i).padStart(2, '0')}`);
  const rounds = 6;
  for (let round = 0; round < rounds; round += 1) {
    const at = new Date(noon + round * minute);
    const callers = Array.from({ length: 6 }, () =>
      fingerprints
        .filter(() => random.chance(0.8))
        .map((name) => [random.whole(1000), name] as const)
        .sort(([a], [b]) => a - b)
        .map(([, fingerprint]) => evidence(fingerprint, { at, firing: round % 2 === 0 })),
    );
    callers.push(fingerprints.map((fingerprint) => evidence(fingerprint, { at, firing: round % 2 === 0 })));
    await Promise.all(callers.map((given) => settle(given, new Date(at.getTime() + 1000))));
  }
  const standing = await open('race-%');
  expect(standing.map(({ fingerprint }) => fingerprint)).toEqual(fingerprints);
  // Raised, cleared and so on: three times, twice as the same one that came back.
  expect(new Set(standing.map(({ state, flaps, transitions }) => `${state} ${flaps} ${transitions}`))).toEqual(
    new Set(['CLEARED 2 6']),
  );
});

test('A transaction that fails leaves nothing of what it settled', async () => {
  const failing = inTransaction(async (db) => {
    await settleWarnings(db, [evidence('lost')], new Date(noon));
    throw new Error('killed');
  });
  await expect(failing).rejects.toThrow('killed');
  expect(await open('lost')).toEqual([]);
});

test('One that flaps clears only after it was calm for a while: the clock does it, once over several processes', async () => {
  const at = (minutes: number) => new Date(noon + minutes * minute);
  for (let i = 0; i < 8; i += 1)
    await settle([evidence('flaps', { at: at(i), firing: i % 2 === 0 })], new Date(at(i).getTime() + 1000));
  expect(await open('flaps')).toEqual([{ fingerprint: 'flaps', state: 'RAISED', flaps: 3, transitions: 7 }]);
  const due = (now: Date) => inTransaction((db) => settleDueWarnings(db, now));
  expect(await due(at(10))).toBe(0);
  await Promise.all([due(at(23)), due(at(23)), due(at(23))]);
  expect(await open('flaps')).toEqual([{ fingerprint: 'flaps', state: 'CLEARED', flaps: 3, transitions: 8 }]);
  const [{ seen }] = (await hub.sql<{ seen: string }>(
    `SELECT w.cleared_at AS seen FROM warning w WHERE w.fingerprint = 'flaps'`,
  )) as [{ seen: string }];
  expect(Date.parse(seen)).toBe(at(7).getTime());
});

test('Sources do not meet: the same fingerprint of two is two warnings', async () => {
  const same = newId();
  const [one, other] = await settle([evidence(same), evidence(same, { source: 'other' })]);
  expect(one!.id).not.toBe(other!.id);
});
