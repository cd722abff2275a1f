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

describe('Who finds what', () => {
  test('an owner and those above it; others by an agreement, and only in its region', async () => {
    const north = await hub.site({ owner: 'RC-S', name: 'puffin north', region: 'NORTH' });
    await hub.device({ owner: 'RC-S', name: 'puffin', site: north });
    await hub.device({ owner: 'RC-S', name: 'puffin south' });
    expect(await texts(national, 'puffin')).toEqual(['puffin', 'puffin north', 'puffin south']);
    expect(await texts(regional, 'puffin')).toEqual([]);
    expect(await texts(partner, 'puffin')).toEqual([]);
    const id = await hub.agreement({ provider: 'RC-S', consumer: 'MOH', region: 'NORTH' });
    expect(await texts(partner, 'puffin')).toEqual(['puffin', 'puffin north']);
    await hub.sql(
      `UPDATE site SET region_id = (SELECT id FROM region WHERE code = 'SOUTH') WHERE name = 'puffin north'`,
    );
    expect(await texts(partner, 'puffin')).toEqual([]);
    await hub.revoke(id, 'MOH');
  });

  test('nothing by a field that is withheld, and everything by the others', async () => {
    const device = await hub.device({
      owner: 'RC-S',
      name: 'gannet',
      serial: 'GANNET-77',
      managementAddress: '192.0.2.77',
    });
    const port = await hub.interface({
      device,
      name: 'gannet port',
      mac: '02:00:00:00:00:77',
      description: 'secret gannet',
    });
    await hub.address({ owner: 'RC-S', address: '203.0.113.77/24', interface: port, dnsName: 'gannet.example' });
    await hub.prefix({ owner: 'RC-S', prefix: '203.0.113.0/24', description: 'gannet net' });
    const withheld = ['SERIAL', 'MANAGEMENT_ADDRESS', 'MAC', 'DESCRIPTION', 'ADDRESSES'];
    const asked = [
      'gannet',
      'gannet-7',
      '192.0.2.77',
      '02:00:00:00:00:77',
      'secret',
      '203.0.113.77',
      'gannet.ex',
      '203.0.113',
    ];
    const seen = async () =>
      Object.fromEntries(await Promise.all(asked.map(async (text) => [text, await texts(partner, text)])));
    const open = await hub.agreement({ provider: 'RC-S', consumer: 'MOH' });
    expect(await seen()).toMatchObject({
      'gannet-7': ['GANNET-77'],
      secret: ['secret gannet'],
      'gannet.ex': ['gannet.example'],
    });
    await hub.revoke(open, 'MOH');
    const narrow = await hub.agreement({ provider: 'RC-S', consumer: 'MOH', withheld });
    expect(await seen()).toEqual({
      gannet: ['gannet', 'gannet port'],
      'gannet-7': [],
      '192.0.2.77': [],
      '02:00:00:00:00:77': [],
      secret: [],
      '203.0.113.77': [],
      'gannet.ex': [],
      '203.0.113': ['203.0.113.0/24'],
    });
    await hub.revoke(narrow, 'MOH');
  });

  test('incidents by their marking', async () => {
    const report = async (tlp: string, title: string, given: object = {}) =>
      (await hub.stewardOf('RC-N')).data(
        `mutation Open($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } } }`,
        {
          input: {
            owner: 'RC-N',
            title,
            tlp,
            severity: 'MAJOR',
            classification: { class: 'availability', type: 'outage' },
            ...given,
          },
        },
      );
    for (const tlp of ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED']) await report(tlp, `Cormorant ${tlp}`);
    await report('RED', 'Cormorant named', { recipients: ['MOH'] });
    const all = ['Cormorant AMBER', 'Cormorant AMBER_STRICT', 'Cormorant CLEAR', 'Cormorant GREEN'];
    expect(await texts(national, 'cormorant')).toEqual(all);
    expect(await texts(partner, 'cormorant')).toEqual(['Cormorant CLEAR', 'Cormorant named']);
    expect(await texts(regional, 'cormorant')).toEqual([...all, 'Cormorant named', 'Cormorant RED']);
    await hub.sql(`UPDATE incident SET tlp = 'CLEAR' WHERE title = 'Cormorant RED'`);
    expect(await texts(partner, 'cormorant red')).toEqual(['Cormorant RED']);
    await hub.sql(`UPDATE incident SET tlp = 'RED' WHERE title = 'Cormorant RED'`);
    expect(await texts(national, 'cormorant red')).toEqual([]);
    expect(await texts(partner, 'cormorant red')).toEqual([]);
  });
});
