import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';
import { texts } from './searching';

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let partner: Viewer;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
  regional = hub.as(hub.keys.regional);
  partner = hub.as(hub.keys.partner);
});
afterAll(() => hub.stop());

describe('What follows every write, whatever road it came by', () => {
  test('a new name finds, the old one does not; what is retired comes after everything else', async () => {
    const old = { externalId: 'renamed', name: 'pelican one', role: 'SWITCH' };
    await hub.send('Devices', { owner: 'RC-N', records: [old] });
    await hub.send('Devices', { owner: 'RC-N', records: [{ ...old, name: 'heron one' }] });
    expect(await texts(regional, 'pelican')).toEqual([]);
    await hub.device({ owner: 'RC-N', name: 'a sober heron' });
    expect(await texts(regional, 'heron')).toEqual(['heron one', 'a sober heron']);
    await hub.send('Devices', { owner: 'RC-N', records: [{ ...old, name: 'heron one', status: 'RETIRED' }] });
    expect(await texts(regional, 'heron')).toEqual(['a sober heron', 'heron one']);
    await hub.sql(`DELETE FROM device WHERE name = 'a sober heron'`);
    expect(await texts(regional, 'heron')).toEqual(['heron one']);
    await hub.sql(`UPDATE organization SET name = 'Egret agency' WHERE code = 'MOH-IT'`);
    expect(await texts(regional, 'egret')).toEqual(['Egret agency']);
  });

  test('a device that changes its owner takes its texts and its interfaces along', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'stork' });
    await hub.interface({ device, name: 'stork-port' });
    await hub.sql(`UPDATE device SET owner_id = (SELECT id FROM organization WHERE code = 'MOH') WHERE name = 'stork'`);
    expect(await texts(regional, 'stork')).toEqual([]);
    expect(await texts(partner, 'stork')).toEqual(['stork', 'stork-port']);
    expect(await texts(national, 'stork')).toEqual([]);
  });

  test('entries are what a rebuild would make', async () => {
    await hub.device({ owner: 'RC-N', name: 'kite', serial: 'KITE-1', managementAddress: '2001:db8::7' });
    const [counts] = await hub.sql<{ entries: number; records: number }>(
      `SELECT count(DISTINCT e.record_id)::int AS entries,
              (SELECT count(*)::int FROM device WHERE coalesce(name, serial, host(management_address)) IS NOT NULL) AS records
         FROM private.search_entry e WHERE e.record_type = 'Device'`,
    );
    expect(counts!.entries).toBe(counts!.records);
  });
});
