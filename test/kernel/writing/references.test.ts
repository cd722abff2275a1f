import type { Pool } from 'pg';
import { credentialFrom } from '../../../src/directory/api-key';
import { devices } from '../../../src/inventory/device/device.collection';
import { sites } from '../../../src/inventory/site/site.collection';
import { createPool } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import { References } from '../../../src/kernel/writing/references';
import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
let api: Pool;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
});
afterAll(async () => {
  await api.end();
  await hub.stop();
});

async function asNational<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = await Session.open(api, api, { mode: 'read', deadline: Date.now() + 20_000 });
  await session.enter(credentialFrom(`Bearer ${hub.keys.national}`)!);
  const result = await work(session);
  await session.rollback();
  return result;
}

test('Fifty thousand references of a batch get each their own, and those that lead nowhere are named in their order', async () => {
  const site = await hub.site();
  const device = await hub.device();
  const [home] = await hub.sql<{ id: string }>(`SELECT o.id FROM organization o WHERE o.code = 'NMC'`);
  const references = new References({ ownerId: home!.id, source: 'netbox' });
  const count = 50_000;
  const got: string[] = [];
  const ways = [
    { of: sites, ref: { id: site.id }, leadsTo: site },
    { of: devices, ref: { externalId: device.externalId }, leadsTo: device },
    { of: sites, ref: { id: device.id }, leadsTo: null },
    { of: devices, ref: { externalId: 'nowhere' }, leadsTo: null },
  ];
  for (let n = 0; n < count; n += 1) {
    const { of, ref } = ways[n % ways.length]!;
    references.ask(n, 'it', of, ref, (id) => (got[n] = id));
  }
  const refusals = await asNational((session) => references.resolve(session));
  const expected = Array.from({ length: count }, (_, n) => ways[n % ways.length]!.leadsTo?.id.slice(4));
  expect(Array.from({ length: count }, (_, n) => got[n])).toEqual(expected);
  const nowhere = expected.flatMap((id, n) => (id ? [] : [n]));
  const bySite = (n: number) => (ways[n % ways.length]!.of === sites ? 0 : 1);
  expect(refusals.map(({ index }) => index)).toEqual(nowhere.toSorted((a, b) => bySite(a) - bySite(b) || a - b));
  expect(refusals[0]).toMatchObject({ index: 2, field: 'it', code: 'UNKNOWN_REFERENCE' });
});
