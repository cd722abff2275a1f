import type { ImportItem } from '../../../src/sources/import-item';
import type { ModelCount } from '../../../src/sources/netbox/read-dump-rows';
import { device, make, place, port, readRows, readText, region, row, site, tenant } from './small-dump';

const ref = (externalId: string, owner = 'moh') => ({ owner, source: 'netbox', externalId });

describe('organizations and regions', () => {
  test('tenants and providers stand below the importing organization', async () => {
    const { of, refused } = await readRows([row('circuits.provider', 1, { name: 'VNPT', slug: 'vnpt' }), tenant]);
    expect(of('Organization')).toEqual({
      moh: { owner: 'NMC', record: { code: 'moh', name: 'Ministry of Health', kind: 'AGENCY', parent: 'NMC' } },
      vnpt: { owner: 'NMC', record: { code: 'vnpt', name: 'VNPT', kind: 'OPERATOR', parent: 'NMC' } },
    });
    expect(refused).toEqual([]);
  });

  test('of several with one slug the first tenant keeps it', async () => {
    const named = (model: string, pk: number, slug: string) => row(model, pk, { name: slug, slug });
    const { of } = await readRows([
      named('circuits.provider', 1, 'acme'),
      named('tenancy.tenant', 8, 'acme'),
      named('tenancy.tenant', 7, 'acme'),
      named('tenancy.tenant', 9, '_Bộ Y tế!'),
      named('tenancy.tenant', 10, '部门'),
      named('tenancy.tenant', 11, 'x'.repeat(100)),
    ]);
    expect(Object.keys(of('Organization'))).toEqual([
      'acme',
      'acme-tenant-8',
      'Bo-Y-te-',
      'tenant-10',
      'x'.repeat(63),
      'acme-provider-1',
    ]);
  });

  test('a tenant with the code of the importing organization is that organization', async () => {
    const own = row('tenancy.tenant', 5, { name: 'Center', slug: 'nmc' });
    const { of, refused } = await readRows([own, region, site()]);
    expect(of('Organization')).toEqual({});
    expect(of('Site')['dcim.site:2']?.owner).toBe('NMC');
    expect(refused).toEqual([]);
  });

  test('a region comes after the one it lies in, whatever their pks', async () => {
    const inner = row('dcim.region', 1, { name: 'Ba Đình', slug: 'ba-dinh', parent: 9 });
    const outer = row('dcim.region', 9, { name: 'Hà Nội', slug: 'hanoi', parent: null });
    const { of } = await readRows([inner, outer]);
    expect(Object.values(of('Region')).map(({ record }) => record)).toEqual([
      { code: 'hanoi', name: 'Hà Nội', parent: null },
      { code: 'ba-dinh', name: 'Ba Đình', parent: 'hanoi' },
    ]);
  });

  test('regions in a circle are refused, and what lies in them with them', async () => {
    const circle = [
      row('dcim.region', 1, { name: 'A', slug: 'a', parent: 2 }),
      row('dcim.region', 2, { name: 'B', slug: 'b', parent: 1 }),
    ];
    const { of, refused } = await readRows([...circle, tenant, site()]);
    expect(of('Region')).toEqual({});
    expect(refused).toEqual([
      'dcim.region pk 1: parent: lies within itself, or within more than 31 others',
      'dcim.region pk 2: parent: lies within itself, or within more than 31 others',
      'dcim.site pk 2: region: dcim.region pk 1 is refused itself',
    ]);
  });

  test('regions are left out where the importing organization does not keep the directory', async () => {
    const { of } = await readRows(place, { regions: false });
    expect(of('Region')).toEqual({});
    expect(of('Site')['dcim.site:2']?.record['region']).toBeNull();
  });
});

describe('sites, devices and interfaces', () => {
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

describe('the address plan', () => {
  const vrf = row('ipam.vrf', 1, { name: 'Alpha', rd: '65000:100', tenant: 5 });

  test('prefixes and addresses lie in their routing table, and belong to its tenant where they have none', async () => {
    const rows = [
      ...[...place, vrf, device(), port(), row('ipam.role', 1, { name: 'Access - Data', slug: 'access-data' })],
      row('ipam.prefix', 1, {
        prefix: '10.112.0.0/15',
        vrf: 1,
        tenant: null,
        site: 2,
        role: 1,
        status: 'container',
        description: 'All',
      }),
      row('ipam.ipaddress', 2, {
        ...{ address: '10.112.0.1/24', vrf: 1, tenant: null, status: 'dhcp', dns_name: 'a.example' },
        ...{ assigned_object_type: ['dcim', 'interface'], assigned_object_id: 30 },
      }),
      row('ipam.ipaddress', 3, {
        ...{ address: '10.0.0.9/8', vrf: null, tenant: null, status: 'reserved', dns_name: '' },
        ...{ assigned_object_type: ['virtualization', 'vminterface'], assigned_object_id: 30 },
      }),
    ];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(of('Vrf')['ipam.vrf:1']).toEqual({
      owner: 'moh',
      record: { externalId: 'ipam.vrf:1', status: 'ACTIVE', name: 'Alpha', rd: '65000:100' },
    });
    expect(of('Prefix')['ipam.prefix:1']).toEqual({
      owner: 'moh',
      record: {
        ...{ externalId: 'ipam.prefix:1', status: 'ACTIVE', prefix: '10.112.0.0/15', vrf: ref('ipam.vrf:1') },
        ...{ site: ref('dcim.site:2'), role: 'Access - Data', description: 'All' },
      },
    });
    expect(of('Address')).toEqual({
      'ipam.ipaddress:2': {
        owner: 'moh',
        record: {
          ...{ externalId: 'ipam.ipaddress:2', status: 'ACTIVE', address: '10.112.0.1/24' },
          ...{ vrf: ref('ipam.vrf:1'), interface: ref('dcim.interface:30'), dnsName: 'a.example' },
        },
      },
      'ipam.ipaddress:3': {
        owner: 'NMC',
        record: {
          externalId: 'ipam.ipaddress:3',
          status: 'PLANNED',
          address: '10.0.0.9/8',
          vrf: null,
          interface: null,
          dnsName: null,
        },
      },
    });
  });

  test('a prefix with bits beyond its length is refused', async () => {
    const { refused } = await readRows([row('ipam.prefix', 1, { prefix: '10.0.0.1/8', status: 'active' })]);
    expect(refused).toEqual(['ipam.prefix pk 1: prefix: is not a network with its length, with no bits beyond it']);
  });
});

describe('the whole of a dump', () => {
  test('comes by what refers to what, in an order that the file’s does not change', async () => {
    const rows = [port(), device(), ...place, row('ipam.vrf', 1, { name: 'Alpha', rd: null, tenant: null })];
    const [{ items }, { items: turned }] = [await readRows(rows), await readRows(rows.toReversed())];
    const shown = (list: ImportItem[]) => list.map((item) => ('refused' in item ? item : [item.type, item.record]));
    expect(shown(turned)).toEqual(shown(items));
    const types = ['Region', 'Organization', 'Vrf', 'Site', 'Device', 'Interface'];
    expect(items.map((item) => ('refused' in item ? '' : item.type))).toEqual(types);
  });

  test('names the file and the row, and the source that was asked for', async () => {
    const { items, of } = await readRows([...place, device()], { source: 'netbox-north' });
    expect(items.at(-1)).toMatchObject({
      place: { file: expect.stringMatching(/dump\.json$/), position: 'dcim.device pk 12' },
    });
    expect(of('Device')['dcim.device:12']?.record['site']).toMatchObject({ source: 'netbox-north' });
  });

  test('leaves nothing in the temporary folder where it is not read to its end', async () => {
    const { items } = await readText(JSON.stringify([...place, device()]), {}, 2);
    expect(items).toHaveLength(2);
  });

  test('counts what is not taken, and tells how far it has come', async () => {
    let counts: readonly ModelCount[] = [];
    const progress: number[] = [];
    const rows = [
      tenant,
      row('auth.user', 1, { password: 'x' }),
      row('dcim.rack', 1, {}),
      row('dcim.rack', 2, {}),
      ...make,
    ];
    const { items } = await readRows(rows, {
      onCounted: (told) => (counts = told),
      onProgress: (bytes, total) => progress.push(bytes / total),
    });
    expect(items).toHaveLength(1);
    expect(counts.filter(({ use }) => use !== 'LOOKED_UP')).toEqual([
      { model: 'auth.user', rows: 1, use: 'NOT_TAKEN' },
      { model: 'dcim.rack', rows: 2, use: 'NOT_TAKEN' },
      { model: 'tenancy.tenant', rows: 1, use: 'RECORD' },
    ]);
    expect(progress.at(-1)).toBe(1);
  });
});
