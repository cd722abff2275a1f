import { request } from 'node:http';
import { Client } from 'pg';
import { connectionConfig } from '../../../src/kernel/postgres/database';
import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
let blocker: Client;
let observer: Client;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { deadlineMs: 700 } });
  blocker = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  observer = new Client({ connectionString: hub.databaseUrl });
  await Promise.all([blocker.connect(), observer.connect()]);
});
afterAll(async () => {
  await Promise.all([blocker.end(), observer.end()]);
  await hub.stop();
});

/** While somebody holds the table, whoever reads it waits. */
async function whileDevicesAreHeld<T>(work: () => Promise<T>): Promise<T> {
  await blocker.query('BEGIN; LOCK TABLE device IN ACCESS EXCLUSIVE MODE');
  try {
    return await work();
  } finally {
    await blocker.query('ROLLBACK');
  }
}

/** Asked by the server's own user: another sees no activity but its own. */
const waiting = async (): Promise<number> => {
  const { rows } = await observer.query(
    `SELECT a.pid FROM pg_stat_activity a WHERE a.datname = current_database() AND a.wait_event_type = 'Lock'`,
  );
  return rows.length;
};

async function until(met: () => Promise<boolean>): Promise<void> {
  while (!(await met())) await new Promise(setImmediate);
}

test('A request past its deadline says so, and nothing of it runs on', async () => {
  await whileDevicesAreHeld(async () => {
    const { errors } = await hub.as(hub.keys.national).query('{ devices { nodes { id } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED' } }]);
    await until(async () => (await waiting()) === 0);
  });
});

test('A write past its deadline leaves nothing behind', async () => {
  const key = await hub.key({ organization: 'NMC' });
  const document = `mutation { upsertDevices(input: { owner: "NMC", source: "netbox", records: [{ externalId: "late", role: ROUTER }] }) { created } }`;
  await whileDevicesAreHeld(async () => {
    const { errors } = await hub.as(key).query(document);
    expect(errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED' } }]);
  });
  expect(await hub.sql(`SELECT d.id FROM device d WHERE d.external_id = 'late'`)).toEqual([]);
});

test('A client that goes away takes its statement along', async () => {
  await whileDevicesAreHeld(async () => {
    const { hostname, port } = new URL(hub.url);
    const headers = { authorization: `Bearer ${hub.keys.national}`, 'content-type': 'application/json' };
    const call = request({ hostname, port, path: '/graphql', method: 'POST', headers });
    call.on('error', () => undefined);
    call.end(JSON.stringify({ query: '{ devices { nodes { id } } }' }));
    await until(async () => (await waiting()) === 1);
    call.destroy();
    await until(async () => (await waiting()) === 0);
  });
});
