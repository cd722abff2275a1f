import { startHub, type Hub } from '../support/hub';
import { createPool, connectionConfig } from '../../src/kernel/database';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

test('smoke', async () => {
  const api = createPool(hub.databaseUrl, 'hub_api');
  const c = await api.connect();
  const slow = c.query('select pg_sleep(3)').catch((e) => 'slow: ' + e.message);
  const pid = (c as any).processID;
  const out = await hub.sql('select pg_cancel_backend($1)', [pid]).catch((e) => 'cancel: ' + e.message);
  console.log(out, await slow);
  c.release(); await api.end();
});
