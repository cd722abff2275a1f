import type { Pool } from 'pg';
import { newId } from '../../src/kernel/ids';
import { createPool } from '../../src/kernel/postgres/database';
import { keepWork } from '../../src/kernel/postgres/keep-work';
import { Session, type Db } from '../../src/kernel/postgres/session';
import type { Evidence } from '../../src/warnings/evidence';
import { settleTopology } from '../../src/warnings/settle-topology';
import { settleWarnings } from '../../src/warnings/settle-warnings';
import { startHub, type Hub } from '../support/hub';
import { raise, warningsOf } from './warning-desk';

let hub: Hub;
let operator: Pool;
const owners: Record<string, string> = {};
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
  for (const { code, id } of await hub.sql<{ code: string; id: string }>('SELECT o.code, o.id FROM organization o'))
    owners[code] = id;
});
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

async function inTransaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + 30_000 });
  return keepWork(session, () => work(session));
}

/** A region's network behind one core link: nmc - L - core - two switches, each with a server. */
async function plant(name: string, owner = 'RC-N') {
  const device = async (key: string, of = owner) => {
    const id = newId();
    await hub.sql(
      `INSERT INTO device (id, owner_id, source, external_id, status, name, role) VALUES ($1, $2, 'test', $3, 'ACTIVE', $3, 'ROUTER')`,
      [id, owners[of], `${name}-${key}`],
    );
    return id;
  };
  const link = async (key: string, a: string, b: string, status = 'ACTIVE') => {
    const id = newId();
    await hub.sql(
      `INSERT INTO link (id, owner_id, source, external_id, status, name, kind, a_device_id, b_device_id)
       VALUES ($1, $2, 'test', $3, $6, $3, 'CIRCUIT', $4, $5)`,
      [id, owners[owner], `${name}-${key}`, a, b, status],
    );
    return id;
  };
  const [nmc, core, s1, s2] = [
    await device('nmc', 'NMC'),
    await device('core'),
    await device('s1'),
    await device('s2'),
  ];
  const [h1, h2] = [await device('h1'), await device('h2')];
  const L = await link('L', nmc, core);
  await link('l1', core, s1);
  await link('l2', core, s2);
  await link('l3', s1, h1);
  await link('l4', s2, h2);
  return { nmc, core, s1, s2, h1, h2, L, link };
}
type Planted = Awaited<ReturnType<typeof plant>>;

const noon = Date.parse('2026-11-23T12:00:00Z');
const at = (minutes: number) => new Date(noon + minutes * 60_000);

function evidence(
  of: Planted,
  key: 'core' | 's1' | 's2' | 'h1' | 'h2' | 'L',
  minutes: number,
  given: Partial<Evidence> = {},
): Evidence {
  const id = of[key];
  return {
    ...{ writerId: owners['RC-N']!, fingerprint: id, source: 'probe', ruleId: null, seriesId: null, labels: { key } },
    ...{ subject: { column: key === 'L' ? 'link_id' : 'device_id', id }, nature: 'DOWN', firing: true },
    ...{ severity: 'MAJOR', at: at(minutes), explanation: `${key} không liên lạc được.`, ...given },
  };
}
const calm = (of: Planted, key: Parameters<typeof evidence>[1], minutes: number) =>
  evidence(of, key, minutes, { firing: false });
const settle = (given: Evidence[], minutes: number) => inTransaction((db) => settleWarnings(db, given, at(minutes)));
const look = async (minutes: number) => {
  for (let looked = 1; looked > 0;) looked = await inTransaction((db) => settleTopology(db, at(minutes)));
};

/** State and cause of each warning, by key; and all that was told, in order. */
async function standing(of: Planted) {
  const rows = await hub.sql<{ key: string; state: string; cause: string | null }>(
    `SELECT w.labels ->> 'key' AS key, w.state, c.labels ->> 'key' AS cause
       FROM warning w LEFT JOIN warning c ON c.id = w.caused_by_id WHERE w.fingerprint = ANY ($1) ORDER BY 1`,
    [Object.values(of).filter((id) => typeof id === 'string')],
  );
  return Object.fromEntries(rows.map(({ key, state, cause }) => [key, state === 'SUPPRESSED' ? `by ${cause}` : state]));
}
const told = (of: Planted) =>
  hub
    .sql<{ line: string }>(
      `SELECT concat_ws(' ', w.labels ->> 'key', t.to_state, t.cause) AS line FROM warning_transition t JOIN warning w ON w.id = t.warning_id
        WHERE w.fingerprint = ANY ($1) ORDER BY t.id`,
      [Object.values(of).filter((id) => typeof id === 'string')],
    )
    .then((rows) => rows.map(({ line }) => line));

test('A core link fails with all behind it in one batch: one warning is told, and every recovery', async () => {
  const of = await plant('batch');
  await settle(
    [
      evidence(of, 'h1', 0),
      evidence(of, 's1', 0),
      evidence(of, 'core', 0),
      evidence(of, 'L', 0),
      evidence(of, 'h2', 0),
    ],
    0,
  );
  const held = { core: 'by L', s1: 'by core', h1: 'by s1', h2: 'by core', L: 'RAISED' };
  expect(await standing(of)).toEqual(held);
  await look(1);
  expect(await standing(of)).toEqual(held);
  await settle([calm(of, 'h1', 5)], 5);
  await settle([calm(of, 'L', 10), calm(of, 'core', 10)], 10);
  await look(10);
  expect(await standing(of)).toEqual({ core: 'CLEARED', s1: 'RAISED', h1: 'CLEARED', h2: 'RAISED', L: 'CLEARED' });
  await look(11);
  const lines = await told(of);
  expect(lines.filter((line) => line.includes('RAISED')).sort()).toEqual([
    'L RAISED FIRED',
    'h2 RAISED RELEASED',
    's1 RAISED RELEASED',
  ]);
  expect(lines.filter((line) => line.includes('CLEARED')).sort()).toEqual([
    'L CLEARED RECOVERED',
    'core CLEARED RECOVERED',
    'h1 CLEARED RECOVERED',
  ]);
});

test('Victims that were told before their cause are held when it comes, and raised once when it goes', async () => {
  const of = await plant('late');
  await settle([evidence(of, 'h1', 0), evidence(of, 'h2', 0)], 0);
  await look(0);
  expect(await standing(of)).toEqual({ h1: 'RAISED', h2: 'RAISED' });
  await settle([evidence(of, 'L', 1)], 1);
  await look(1);
  expect(await standing(of)).toEqual({ h1: 'by L', h2: 'by L', L: 'RAISED' });
  await settle([calm(of, 'L', 2)], 2);
  await look(2);
  await look(3);
  expect(await told(of)).toEqual([
    ...['h1 RAISED FIRED', 'h2 RAISED FIRED', 'L RAISED FIRED'],
    ...['h1 SUPPRESSED HELD', 'h2 SUPPRESSED HELD', 'L CLEARED RECOVERED', 'h1 RAISED RELEASED', 'h2 RAISED RELEASED'],
  ]);
});

test('Another way that is built releases what it reaches; one that is retired holds it back', async () => {
  const of = await plant('ring');
  await settle([evidence(of, 'L', 0), evidence(of, 'h1', 0), evidence(of, 'h2', 0)], 0);
  expect(await standing(of)).toEqual({ h1: 'by L', h2: 'by L', L: 'RAISED' });
  const ring = await of.link('ring', of.nmc, of.s1);
  await look(1);
  expect(await standing(of)).toEqual({ h1: 'RAISED', h2: 'RAISED', L: 'RAISED' });
  await hub.sql(`UPDATE link SET status = 'RETIRED' WHERE id = $1`, [ring]);
  await look(2);
  expect(await standing(of)).toEqual({ h1: 'by L', h2: 'by L', L: 'RAISED' });
});

test('The word of who does not own a link, nor stands above its owner, holds nobody back', async () => {
  const of = await plant('word');
  const said = evidence(of, 'L', 0, { writerId: owners['MOH']! });
  await settle([said, evidence(of, 'h1', 0)], 0);
  await look(0);
  expect(await standing(of)).toEqual({ L: 'RAISED', h1: 'RAISED' });
  await settle([evidence(of, 'L', 1, { writerId: owners['NMC']!, source: 'center' })], 1);
  await look(1);
  expect(await standing(of)).toMatchObject({ h1: 'by L' });
});

test('A trouble of its own is told whatever lies before it', async () => {
  const of = await plant('own');
  const hot = evidence(of, 'h1', 0, { nature: null, labels: { key: 'h1' } });
  const slow = evidence(of, 'h2', 0, { nature: null, labels: { key: 'h2', nature: 'Degraded' } });
  await settle([evidence(of, 'L', 0), hot, slow], 0);
  await look(0);
  expect(await standing(of)).toEqual({ L: 'RAISED', h1: 'RAISED', h2: 'by L' });
});

test('A key of one organization is told by what its warning is held, though it sees nothing of that', async () => {
  const of = await plant('api');
  await settle([evidence(of, 'L', 0)], 0);
  const [server] = await hub.sql<{ id: string }>(`UPDATE device SET owner_id = $2 WHERE id = $1 RETURNING id`, [
    of.h1,
    owners['MOH'],
  ]);
  const input = { source: 'zabbix', externalId: 'máy chủ 1', subject: { device: { id: `dev_${server!.id}` } } };
  const raised = await raise(hub.as(hub.keys.partner), { ...input, nature: 'DOWN' });
  expect(raised.state).toBe('SUPPRESSED');
  await look(1);
  await settle([calm(of, 'L', 2)], 2);
  await look(2);
  const own = (await warningsOf(hub.as(hub.keys.partner))).filter(({ source }) => source === 'zabbix');
  expect(own).toMatchObject([{ state: 'RAISED' }]);
});
