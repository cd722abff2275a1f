import { withClient } from '../../../src/kernel/postgres/database';
import { roads, overWebSocket } from '../../support/feeds/subscribers';
import { startHub, type Hub } from '../../support/hub';
import { until } from '../../support/until';

const following = `subscription { changes(filter: { types: ["Device"] }) { cursor operation } }`;
interface Told {
  changes: { cursor: string; operation: string };
}

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterAll(() => hub.stop());

test('while the database is away those who follow wait, and go on when it is back', async () => {
  const device = await hub.device({ owner: 'RC-N' });
  const told = overWebSocket<Told>(hub, hub.keys.regional, following);
  await told.has(1);
  const [{ name }] = (await hub.sql<{ name: string }>('SELECT current_database() AS name')) as [{ name: string }];
  await hub.sql(`UPDATE device SET name = 'while away' WHERE id = $1`, [device.id.slice(4)]);
  // Every connection of the API breaks, and so does what is read at this moment.
  await withClient({ connectionString: hub.databaseUrl }, (server) =>
    server.query(
      `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.datname = $1 AND a.application_name LIKE '%hub_api'`,
      [name],
    ),
  );
  const [, second] = await told.has(2);
  expect(second!.changes.operation).toBe('UPDATED');
  await told.stop();
});

test('a hub that stops ends what is followed, with where to go on', async () => {
  const all = Object.values(roads).map((follow) => follow<Told>(hub, hub.keys.regional, following));
  for (const one of all) await one.has(1);
  await Promise.all([hub.app.close(), ...all.map((one) => one.ended())]);
  await until('closed', async () => all[0]!.closed !== null);
  const [socket, events] = all as [(typeof all)[0], (typeof all)[0]];
  expect(socket.closed!.code).toBe(1001);
  expect(socket.errors[0]!.extensions).toMatchObject({
    code: 'UNAVAILABLE',
    cursor: expect.any(String) as string,
  });
  expect(JSON.stringify(events.errors)).toContain('UNAVAILABLE');
});
