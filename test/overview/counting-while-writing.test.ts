import { Client } from 'pg';
import { connectionConfig } from '../../src/kernel/postgres/database';
import { foldCounts } from '../../src/overview/fold-counts';
import { asKey } from '../operations/hub-contents';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { miscounted } from './miscounted';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const statuses = ['PLANNED', 'ACTIVE', 'OFFLINE'];

/** What a source sends, again and again: some of its devices, in another state, without those that it has no more. */
async function sendAgain(owner: string, source: string, rounds: number): Promise<void> {
  const random = createRandom(rounds + owner.length + source.length);
  for (let round = 0; round < rounds; round += 1) {
    const numbers = Array.from({ length: 40 }, (_, n) => n).filter(() => random.chance(0.7));
    const records = numbers.map((n) => ({ externalId: `${n}`, role: 'SWITCH', status: random.pick(statuses) }));
    await hub.send('Devices', { owner, source, records, retireMissing: true });
  }
}

test('Counters are right at every moment for every viewer, while many write and two fold', async () => {
  const owners = ['NMC', 'RC-N', 'RC-S', 'MOH'];
  const sources = ['netbox', 'librenms'];
  await hub.agreement({ provider: 'RC-S', consumer: 'MOH', region: 'SOUTH' });
  const wrong: unknown[] = [];
  let writing = true;
  const fold = async () => {
    while (writing) {
      await hub.sql(foldCounts.sql);
      for (const key of Object.values(hub.keys)) wrong.push(...(await asKey(hub.databaseUrl, key, miscounted)));
    }
  };
  const folding = [fold(), fold()];
  await Promise.all(owners.flatMap((owner) => sources.map((source) => sendAgain(owner, source, 8)))).finally(
    () => (writing = false),
  );
  await Promise.all(folding);
  expect(wrong).toEqual([]);
  for (const key of Object.values(hub.keys)) expect(await asKey(hub.databaseUrl, key, miscounted)).toEqual([]);
  expect(await hub.sql(miscounted)).toEqual([]);
  await hub.sql(foldCounts.sql);
  const doubled = `SELECT FROM device_count c GROUP BY c.owner_id, c.region_id, c.status HAVING count(*) > 1`;
  expect(await hub.sql(doubled)).toEqual([]);
}, 60_000);

describe('A writer that has not ended yet', () => {
  const insert = `INSERT INTO device (id, owner_id, source, external_id, role)
    SELECT gen_random_uuid(), o.id, 'probe', $1, 'SENSOR' FROM organization o WHERE o.code = 'RC-N'`;
  const counted = `SELECT coalesce(sum(c.n), 0)::int AS n FROM device_count c JOIN organization o ON o.id = c.owner_id WHERE o.code = 'RC-N'`;
  let first: Client;
  let second: Client;
  beforeAll(async () => {
    [first, second] = [1, 2].map(() => new Client(connectionConfig(hub.databaseUrl, 'hub_owner'))) as [Client, Client];
    for (const client of [first, second]) {
      await client.connect();
      await client.query(`SET lock_timeout = '2s'`);
    }
  });
  afterAll(() => Promise.all([first.end(), second.end()]));

  test('holds back no other of the same group, and no folding; undone, it was not counted', async () => {
    const countNow = async () => (await second.query<{ n: number }>(counted)).rows[0]!.n;
    const before = await countNow();
    await first.query('BEGIN');
    await first.query(insert, ['one']);
    await second.query(insert, ['two']);
    await second.query(foldCounts.sql);
    expect(await countNow()).toBe(before + 1);
    await first.query(insert, ['three']);
    await first.query('ROLLBACK');
    await second.query(foldCounts.sql);
    expect(await countNow()).toBe(before + 1);
    expect((await second.query(miscounted)).rows).toEqual([]);
  });

  test('folds itself without holding back who writes; who folds meanwhile leaves it to the first', async () => {
    const before = (await second.query<{ n: number }>(counted)).rows[0]!.n;
    await first.query(insert, ['four']);
    await first.query('BEGIN');
    await first.query(foldCounts.sql);
    await second.query(insert, ['five']);
    await second.query(foldCounts.sql);
    await first.query('COMMIT');
    expect((await second.query<{ n: number }>(counted)).rows[0]!.n).toBe(before + 2);
    expect((await second.query(miscounted)).rows).toEqual([]);
  });
});
