import { device, place, port, readRows, ref, row, site } from './small-dump';

describe('sites, devices and interfaces of a dump', () => {
  test('a device stands at its site, of its tenant, with what is known of it', async () => {
    const rows = [
      ...[port(), device({ primary_ip4: 50, primary_ip6: 51 }), ...place],
      row('ipam.ipaddress', 50, {
        address: '10.0.0.1/24',
        status: 'active',
        assigned_object_type: ['dcim', 'interface'],
        assigned_object_id: 30,
      }),
      row('ipam.ipaddress', 51, {
        address: '2001:db8::1/64',
        status: 'active',
        assigned_object_type: null,
        assigned_object_id: null,
      }),
      row('extras.tag', 1, { name: 'Core', slug: 'core' }),
      row('extras.taggeditem', 1, { content_type: ['dcim', 'device'], object_id: 12, tag: 1 }),
      row('extras.taggeditem', 2, { content_type: ['dcim', 'site'], object_id: 12, tag: 1 }),
    ];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(of('Site')['dcim.site:2']).toEqual({
      owner: 'moh',
      record: {
        externalId: 'dcim.site:2',
        status: 'ACTIVE',
        code: 'ho',
        name: 'Head office',
        region: 'hanoi',
        latitude: null,
        longitude: null,
      },
    });
    expect(of('Device')['dcim.device:12']).toEqual({
      owner: 'moh',
      record: {
        ...{
          externalId: 'dcim.device:12',
          status: 'ACTIVE',
          name: 'sw1',
          role: 'SWITCH',
          manufacturer: 'Cisco',
          model: 'C9300',
        },
        ...{
          serial: 'F1',
          platform: 'IOS XE',
          managementAddress: '10.0.0.1',
          tags: ['core'],
          site: ref('dcim.site:2'),
        },
      },
    });
    expect(of('Interface')['dcim.interface:30']).toEqual({
      owner: 'moh',
      record: {
        ...{
          externalId: 'dcim.interface:30',
          status: 'ACTIVE',
          device: ref('dcim.device:12'),
          name: 'Gi1/0/1',
          kind: '1000base-t',
        },
        ...{ enabled: true, speedBps: 1_000_000_000, mac: '00:1a:2b:3c:4d:5e', description: null },
      },
    });
  });

  test('what has no tenant is the importing organization’s; an interface is its device’s, at its stage', async () => {
    const { of } = await readRows([...place, device({ tenant: null, name: null, status: 'inventory' }), port()]);
    expect(of('Device')['dcim.device:12']).toMatchObject({
      owner: 'NMC',
      record: { name: null, status: 'STAGED', site: ref('dcim.site:2') },
    });
    expect(of('Interface')['dcim.interface:30']).toMatchObject({
      owner: 'NMC',
      record: { status: 'STAGED', device: ref('dcim.device:12', 'NMC') },
    });
  });

  test('a position is read from decimal texts, and needs both numbers', async () => {
    const rows = [
      ...place,
      site({ slug: 'b', latitude: '21.028511', longitude: '105.804817' }, 3),
      site({ slug: 'c', latitude: 21.03 }, 4),
    ];
    const { of, refused } = await readRows(rows);
    expect(of('Site')['dcim.site:3']?.record).toMatchObject({ latitude: 21.028511, longitude: 105.804817 });
    expect(refused).toEqual(['dcim.site pk 4: latitude: and longitude go together']);
  });

  test('other versions of NetBox called some fields otherwise', async () => {
    const rows = [
      ...[...place, device({ role: undefined, device_role: 6 })],
      port({ mac_address: undefined, primary_mac_address: 8 }),
      row('dcim.macaddress', 8, { mac_address: '02-00-5E-10-00-01' }),
      row('ipam.prefix', 1, { prefix: '10.0.0.0/8', status: 'active', _site: 2 }),
    ];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(of('Device')['dcim.device:12']?.record['role']).toBe('SWITCH');
    expect(of('Interface')['dcim.interface:30']?.record['mac']).toBe('02:00:5e:10:00:01');
    expect(of('Prefix')['ipam.prefix:1']?.record['site']).toEqual(ref('dcim.site:2'));
  });
});
