import { Agent, request } from 'node:http';
import { Client } from 'pg';
import { readConfig } from '../../src/kernel/config';
import { connectionConfig, createPool, withClient } from '../../src/kernel/postgres/database';
import { createServer } from '../../src/server';
import { startHub, type Hub } from '../support/hub';
import { upsertDocument } from '../support/inventory-builders';
import { expectRefusal, rowCounts } from '../support/refusals';
import { ask, sendTo, until } from '../support/wire';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterAll(() => hub.stop());

const devices = '{ devices { nodes { name } } }';
const upsert = upsertDocument('Devices');
const batch = { input: { owner: 'NMC', source: 'x', records: [{ externalId: 'x', name: 'x', role: 'ROUTER' }] } };
const tasks: [string, string, object][] = [
  ['query', devices, {}],
  ['mutation', upsert, batch],
];

/** As the server's own user, who sees what other roles do. */
const asAdmin = <T extends object>(text: string): Promise<T[]> =>
  withClient({ connectionString: hub.databaseUrl }, async (client) => (await client.query<T>(text)).rows);

/** Nobody reads or writes a device while work runs. */
async function withDevicesLocked<T>(work: (release: () => Promise<void>) => Promise<T>): Promise<T> {
  const client = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await client.connect();
  await client.query('BEGIN; LOCK TABLE hub.device IN ACCESS EXCLUSIVE MODE');
  try {
    return await work(() => client.end());
  } finally {
    await client.end();
  }
}

/** How many connections of the API are busy, or hold a transaction. */
async function busy(condition = `a.state <> 'idle'`): Promise<number> {
  const [row] = await asAdmin<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity a
      WHERE a.datname = current_database() AND a.application_name = 'commonwatch hub_api' AND ${condition}`,
  );
  return row!.count;
}
const waiting = (count: number) => until(async () => (await busy(`a.wait_event_type = 'Lock'`)) === count);
const quiet = () => until(async () => (await busy()) === 0);

/** More at once than the pool has connections. */
async function expectAtEase(): Promise<void> {
  const replies = await Promise.all(Array.from({ length: 30 }, () => ask(hub, devices)));
  expect(replies.map(({ status }) => status)).toEqual(new Array(30).fill(200));
  await quiet();
}

describe('A client that goes away', () => {
  test.each(tasks)(
    'takes its %s along: the statement is stopped, and nothing is kept',
    async (_, document, variables) => {
      const before = await rowCounts(hub);
      await withDevicesLocked(async () => {
        const client = new AbortController();
        const asked = ask(hub, document, variables, { signal: client.signal }).catch((error: Error) => error.name);
        await waiting(1);
        client.abort();
        expect(await asked).toBe('AbortError');
        await quiet();
      });
      expect(await rowCounts(hub)).toEqual(before);
    },
  );

  test('takes them all along, and those that wait for a connection too', async () => {
    await withDevicesLocked(async () => {
      const client = new AbortController();
      const sent = Array.from({ length: 30 }, () => ask(hub, devices, {}, { signal: client.signal }));
      const asked = Promise.allSettled(sent);
      await waiting(8);
      client.abort();
      await asked;
      await quiet();
    });
    await expectAtEase();
  });
});

describe('The deadline', () => {
  let patient: Hub;
  beforeAll(async () => {
    patient = hub;
    hub = await startHub({ listen: true, config: { deadlineMs: 500 } });
  });
  afterAll(async () => {
    await hub.stop();
    hub = patient;
  });

  test.each(tasks)('ends a %s with words, stops its statement, and nothing is kept', async (_, document, variables) => {
    const before = await rowCounts(hub);
    await withDevicesLocked(async () => {
      const reply = await ask(hub, document, variables);
      expectRefusal(reply, 'DEADLINE_EXCEEDED');
      await quiet();
    });
    expect(await rowCounts(hub)).toEqual(before);
  });

  test('holds for those too that wait for a connection', async () => {
    await withDevicesLocked(async () => {
      const replies = await Promise.all(Array.from({ length: 30 }, () => ask(hub, devices)));
      for (const reply of replies) expectRefusal(reply, 'DEADLINE_EXCEEDED');
      await quiet();
    });
    await until(async () => (await ask(hub, devices)).status === 200);
  });
});

test('An answer that an error ends early leaves no transaction behind', async () => {
  for (let i = 0; i < 8; i += 1) await hub.site({ name: `site ${i}` });
  const mixed =
    '{ sites { nodes { owner { region { sites { nodes { owner { code } } } } } } } devices(after: "x") { nodes { id } } }';
  const replies = await Promise.all(Array.from({ length: 40 }, () => ask(hub, mixed)));
  for (const reply of replies) expectRefusal(reply, 'INVALID_CURSOR');
  await quiet();
  await expectAtEase();
});

describe('The database', () => {
  const terminate = () =>
    asAdmin(`SELECT pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a
              WHERE a.datname = current_database() AND a.application_name = 'commonwatch hub_api'`);

  test('that drops idle connections is connected to again', async () => {
    await expectAtEase();
    await terminate();
    await expectAtEase();
  });

  test('that drops connections in use is told as such, and connected to again', async () => {
    await withDevicesLocked(async () => {
      const asked = [ask(hub, devices), ask(hub, upsert, batch)];
      await waiting(2);
      await terminate();
      for (const reply of await Promise.all(asked)) expectRefusal(reply, 'UNAVAILABLE');
    });
    await expectAtEase();
  });

  test('that can not be reached makes the hub unready, and nothing worse', async () => {
    const nowhere = createPool('postgres://nobody@127.0.0.1:1/none', 'hub_api');
    const config = readConfig({ LOG_LEVEL: 'silent' });
    const { app } = await createServer({ config, api: nowhere, canceller: nowhere });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const lost = { ...hub, url };
    expectRefusal(await ask(lost, devices), 'UNAVAILABLE');
    expect((await sendTo(lost, { method: 'GET', path: '/readyz' })).status).toBe(503);
    expect((await sendTo(lost, { method: 'GET', path: '/healthz' })).status).toBe(200);
    await app.close();
    await nowhere.end();
  });
});

describe('A hub that is told to end', () => {
  test('finishes what runs and takes nothing new', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const status = (path: string) =>
      new Promise<number | string | undefined>((resolve) => {
        const headers = { authorization: `Bearer ${hub.keys.national}` };
        const sent = request(hub.url + path, { agent, headers }, (response) =>
          response.resume().on('end', () => resolve(response.statusCode)),
        );
        sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code)).end();
      });
    await withDevicesLocked(async (release) => {
      const running = status(`/graphql?query=${encodeURIComponent(devices)}`);
      await waiting(1);
      const closed = hub.app.close();
      await until(() =>
        fetch(hub.url).then(
          ({ status: told }) => told === 503,
          () => true,
        ),
      );
      await release();
      expect(await running).toBe(200);
      await closed;
    });
    expect(await status('/healthz')).toBe('ECONNREFUSED');
    agent.destroy();
  });
});
