import { Client } from 'pg';
import { connectionConfig } from '../../../src/kernel/postgres/database';
import { passOverSeries } from '../../../src/warnings/detector/watching/watch-series';
import { WorkingSet } from '../../../src/warnings/detector/watching/working-set';
import { settleWarnings } from '../../../src/warnings/settle-warnings';
import { startHub, type Hub } from '../../support/hub';
import { startHubProcess } from '../../support/hub-process';
import { until } from '../../support/until';
import { RuleDesk } from '../rules/rule-desk';

const step = 5 * 60_000;
const DAY = 288;
const begin = Math.floor((Date.now() - 14 * 3_600_000) / (DAY * step)) * DAY * step;

let hub: Hub;
let desk: RuleDesk;
beforeAll(async () => {
  hub = await startHub();
  desk = new RuleDesk(hub);
});
afterAll(async () => {
  await desk.end();
  await hub.stop();
});

async function push(from: number, values: readonly number[]): Promise<void> {
  const now = Date.now();
  const samples = values.map((value, i) => [(now - begin - (from + i) * step) / 1000, value] as const);
  await desk.push('RC-N', 'traffic', { link: 'Hà Nội – Huế' }, samples, now);
}

const usual = (from: number, to: number): number[] =>
  Array.from(
    { length: to - from },
    (_, i) => 100 + 50 * Math.sin((2 * Math.PI * (from + i)) / DAY) + 2 * Math.sin((from + i) ** 2),
  );

async function beginToWatch(): Promise<void> {
  const client = await desk.operator.connect();
  const now = () => new Date(begin);
  await passOverSeries(client, { settle: settleWarnings, workingSet: new WorkingSet(), restSeconds: 0, now });
  client.release();
}

const waiting = async (): Promise<boolean> =>
  (await desk.operator.query(`SELECT FROM pg_locks l WHERE l.locktype = 'relation' AND NOT l.granted`)).rowCount !== 0;

async function look(): Promise<void> {
  await hub.sql(`UPDATE private.detector_slice SET looked_at = '-infinity'`);
  await hub.sql(`SELECT graphile_worker.add_job('watch_series')`);
}

/** A hub whose detector is half-way through a transaction, where a table is held; there it is killed. */
async function killHalfWay(table: string): Promise<void> {
  const holder = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await holder.connect();
  await holder.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
  const served = startHubProcess(hub.databaseUrl);
  try {
    await served.isUp;
    await look();
    await until(`the detector is half-way, at ${table}`, waiting);
  } finally {
    await served.kill();
    await holder.end().catch(() => undefined);
  }
  await until('nothing of it is left', async () => !(await waiting()));
}

async function finish(life: string): Promise<void> {
  const served = startHubProcess(hub.databaseUrl);
  try {
    await served.isUp;
    await look();
    await until(`it is told: ${life}`, async () => (await lives()).includes(life));
  } finally {
    await served.kill();
  }
}

async function lives(): Promise<string[]> {
  const rows = await hub.sql<{ life: string }>(
    `SELECT string_agg(t.to_state, ' ' ORDER BY t.at, t.id) AS life FROM hub.warning w JOIN hub.warning_transition t ON t.warning_id = w.id
      WHERE w.source = 'detector' GROUP BY w.id ORDER BY w.id`,
  );
  return rows.map(({ life }) => life);
}

test('A hub that is killed while its detector tells, and while it keeps what it learned, loses no warning and doubles none', async () => {
  await push(-4 * DAY, usual(-4 * DAY, 0));
  await beginToWatch();
  await push(1, [...usual(1, 30), ...Array.from({ length: 10 }, () => 500)]);
  await killHalfWay('hub.warning_transition');
  expect(await lives()).toEqual([]);
  await killHalfWay('private.detector_state');
  expect(await lives()).toEqual([]);
  await finish('RAISED');
  expect(await lives()).toEqual(['RAISED']);
  await push(40, usual(40, 120));
  await killHalfWay('hub.warning_transition');
  expect(await lives()).toEqual(['RAISED']);
  await finish('RAISED CLEARED');
  expect(await lives()).toEqual(['RAISED CLEARED']);
}, 300_000);
