import { Client } from 'pg';
import { connectionConfig } from '../../../src/kernel/postgres/database';
import { startHub, type Hub } from '../../support/hub';
import { startHubProcess } from '../../support/hub-process';
import { until } from '../../support/until';
import { RuleDesk, type RuleSeen } from './rule-desk';

const count = 2500;

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

const half = (value: (place: number) => number) => Array.from({ length: count }, (_, place) => value(place));

interface Life {
  life: string;
  warnings: number;
}
const lives = (rule: RuleSeen) =>
  hub.sql<Life>(
    `SELECT l.life, count(*)::int AS warnings FROM (
       SELECT string_agg(t.to_state, ' ' ORDER BY t.id) AS life FROM hub.warning w JOIN hub.warning_transition t ON t.warning_id = w.id
        WHERE w.rule_id = $1 GROUP BY w.id) l GROUP BY l.life ORDER BY l.life`,
    [rule.id.slice(4)],
  );

const found = async (query: string): Promise<boolean> => (await desk.operator.query(query)).rowCount !== 0;
/** By the process to be killed: nobody else waits for a table. */
const isHeldUp = () => found(`SELECT FROM pg_locks l WHERE l.locktype = 'relation' AND NOT l.granted`);

/** A hub that looks by its rules until it is half-way through a transaction, where a table is held; there it is killed. */
async function killHalfWay(table: string): Promise<void> {
  const holder = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await holder.connect();
  await holder.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
  const served = startHubProcess(hub.databaseUrl);
  try {
    await served.isUp;
    await hub.sql(`SELECT graphile_worker.add_job('evaluate_rules')`);
    await until(`rules are half-way, at ${table}`, isHeldUp);
  } finally {
    await served.kill();
    await holder.end();
  }
  await until('nothing of it is left', async () => !(await isHeldUp()));
}

async function finish(isDone: () => Promise<boolean>): Promise<void> {
  const served = startHubProcess(hub.databaseUrl);
  try {
    await served.isUp;
    await hub.sql(`SELECT graphile_worker.add_job('evaluate_rules')`);
    await until('all is told', isDone);
  } finally {
    await served.kill();
  }
}

test('A hub that is killed in the middle of an evaluation, twice, loses no warning, doubles none, and no recovery', async () => {
  await desk.pushAll(
    'RC-N',
    'load_percent',
    half(() => 50),
    120,
  );
  const rule = await desk.save('RC-N', { code: 'killed', select: { metric: 'load_percent' } });
  await desk.pass();
  await desk.pushAll(
    'RC-N',
    'load_percent',
    half((place) => (place % 2 ? 99 : 50)),
    90,
  );
  await killHalfWay('private.rule_firing');
  expect(await lives(rule)).toEqual([]);
  await killHalfWay('hub.warning_transition');
  expect(await lives(rule)).toEqual([]);
  await finish(async () => (await desk.rule('RC-N', rule.id)).firing === count / 2);
  expect(await lives(rule)).toEqual([{ life: 'RAISED', warnings: count / 2 }]);
  await desk.pushAll(
    'RC-N',
    'load_percent',
    half(() => 40),
    60,
  );
  await killHalfWay('hub.warning_transition');
  await finish(async () => (await desk.rule('RC-N', rule.id)).firing === 0);
  await desk.pass();
  expect(await lives(rule)).toEqual([{ life: 'RAISED CLEARED', warnings: count / 2 }]);
}, 300_000);

test('Several processes over one database look at each sample once', async () => {
  await desk.pushAll(
    'RC-S',
    'load_percent',
    half(() => 50),
    600,
  );
  const rule = await desk.save('RC-S', { code: 'together', select: { metric: 'load_percent' } });
  await desk.pass();
  for (const [round, value] of [99, 50, 99, 40].entries()) {
    const pushing = desk.pushAll(
      'RC-S',
      'load_percent',
      half((place) => (place % 5 ? value : 50)),
      500 - round * 60,
    );
    await Promise.all([...[1, 2, 3, 4].map(() => desk.pass(undefined, undefined, 1)), pushing]);
    await Promise.all([1, 2, 3, 4].map(() => desk.pass(undefined, undefined, 1)));
  }
  expect(await lives(rule)).toEqual([
    { life: expect.stringMatching(/^RAISED CLEARED RAISED( CLEARED)?$/) as string, warnings: (count * 4) / 5 },
  ]);
  expect(await desk.rule('RC-S', rule.id)).toMatchObject({ firing: 0 });
}, 120_000);
