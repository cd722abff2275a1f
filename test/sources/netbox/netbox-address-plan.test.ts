import { device, place, port, readRows, ref, row } from './small-dump';

describe('the address plan of a dump', () => {
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
