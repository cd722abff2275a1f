import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';

const document = `query Lookup($address: IPAddress!, $vrf: String) {
  addressLookup(address: $address, vrf: $vrf) {
    prefixLength prefix { prefix } vrf { name } address { address } interface { name } device { name } site { name } owner { code }
  }
}`;

interface Match {
  prefixLength: number | null;
  prefix: { prefix: string } | null;
  vrf: { name: string } | null;
  address: { address: string } | null;
  interface: { name: string } | null;
  device: { name: string } | null;
  site: { name: string } | null;
  owner: { code: string } | null;
}

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

const look = async (viewer: Viewer, address: string, vrf?: string): Promise<Match[]> =>
  (await viewer.data<{ addressLookup: Match[] }>(document, { address, vrf })).addressLookup;
/** A match in one line: prefix, table, address, interface, device, site, owner. */
const lines = async (viewer: Viewer, address: string, vrf?: string): Promise<string[]> =>
  (await look(viewer, address, vrf)).map((match) =>
    [
      match.prefix?.prefix,
      match.vrf?.name,
      match.address?.address,
      match.interface?.name,
      match.device?.name,
      match.site?.name,
      match.owner?.code,
    ]
      .map((part) => part ?? '-')
      .join(' '),
  );

describe('An address', () => {
  beforeAll(async () => {
    const site = await hub.site({ owner: 'RC-N', name: 'tower' });
    const device = await hub.device({ owner: 'RC-N', name: 'edge', site, managementAddress: '10.0.5.7' });
    const port = await hub.interface({ device, name: 'eth0' });
    const office = await hub.vrf({ owner: 'RC-N', name: 'office', rd: '65000:1' });
    await hub.prefix({ owner: 'NMC', prefix: '10.0.0.0/8' });
    await hub.prefix({ owner: 'RC-N', prefix: '10.0.5.0/24', site });
    await hub.prefix({ owner: 'RC-N', prefix: '10.0.5.0/28', status: 'RETIRED' });
    await hub.prefix({ owner: 'RC-N', prefix: '10.0.0.0/16', vrf: office });
    await hub.prefix({ owner: 'RC-N', prefix: '2001:db8::/32' });
    await hub.prefix({ owner: 'RC-N', prefix: '2001:db8:5::/48' });
    await hub.address({ owner: 'RC-N', address: '10.0.5.7/24', interface: port });
    await hub.address({ owner: 'RC-N', address: '10.0.5.7/16', vrf: office });
    await hub.address({ owner: 'RC-N', address: '10.0.5.7/32', status: 'RETIRED' });
    await hub.address({ owner: 'RC-N', address: '2001:db8:5::1/64', interface: port });
    await hub.device({ owner: 'RC-S', name: 'managed', managementAddress: '10.0.5.9' });
  });

  test('leads to prefix, interface, device, site and owner, the most specific first, in each routing table', async () => {
    expect(await lines(national, '10.0.5.7')).toEqual([
      '10.0.5.0/24 - 10.0.5.7/24 eth0 edge tower RC-N',
      '10.0.0.0/16 office 10.0.5.7/16 - - - RC-N',
      '10.0.0.0/8 - - - - - NMC',
    ]);
    expect(hub.statements.length).toBeLessThanOrEqual(9); // the key, the lookup, and one for each of seven edges
  });

  test('in one table by its name or its route distinguisher; of an unknown one nothing', async () => {
    const office = ['10.0.0.0/16 office 10.0.5.7/16 - - - RC-N'];
    expect(await lines(regional, '10.0.5.7', 'office')).toEqual(office);
    expect(await lines(regional, '10.0.5.7', '65000:1')).toEqual(office);
    expect(await lines(regional, '10.0.5.7', 'nowhere')).toEqual([]);
    expect(await lines(partner, '10.0.5.7', 'office')).toEqual([]);
  });

  test('of version 6 too, however it is written', async () => {
    expect(await lines(regional, '2001:DB8:5:0::1')).toEqual([
      '2001:db8:5::/48 - 2001:db8:5::1/64 eth0 edge tower RC-N',
      '2001:db8::/32 - - - - - RC-N',
    ]);
  });

  test('that is in no prefix of the viewer is found all the same; one that nobody has gives the prefixes that hold it', async () => {
    expect(await lines(hub.as(await hub.key({ organization: 'RC-S' })), '10.0.5.9')).toEqual([
      '- - - - managed - RC-S',
    ]);
    expect(await lines(national, '10.0.5.9')).toEqual([
      '10.0.5.0/24 - - - managed tower RC-S',
      '10.0.0.0/16 office - - - - RC-N',
      '10.0.0.0/8 - - - - - NMC',
    ]);
    expect(await lines(national, '10.0.5.200')).toEqual([
      '10.0.5.0/24 - - - - tower RC-N',
      '10.0.0.0/16 office - - - - RC-N',
      '10.0.0.0/8 - - - - - NMC',
    ]);
    expect(await lines(national, '203.0.113.1')).toEqual([]);
  });

  test('shows each viewer what it may see of it, and withholds as agreements say', async () => {
    expect(await lines(regional, '10.0.5.7')).toHaveLength(2);
    expect(await lines(partner, '10.0.5.7')).toEqual([]);
    const open = await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
    expect(await lines(partner, '10.0.5.7')).toHaveLength(2);
    await hub.revoke(open, 'MOH');
    const withheld = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withheld: ['ADDRESSES'] });
    expect(await lines(partner, '10.0.5.7')).toEqual([
      '10.0.5.0/24 - - - edge tower RC-N',
      '10.0.0.0/16 office - - - - RC-N',
    ]);
    await hub.revoke(withheld, 'MOH');
    const narrow = await hub.agreement({
      provider: 'RC-N',
      consumer: 'MOH',
      withheld: ['ADDRESSES', 'MANAGEMENT_ADDRESS'],
    });
    expect(await lines(partner, '10.0.5.7')).toEqual([
      '10.0.5.0/24 - - - - tower RC-N',
      '10.0.0.0/16 office - - - - RC-N',
    ]);
    await hub.revoke(narrow, 'MOH');
  });

  test('in a hidden routing table is told as one that names none', async () => {
    const hidden = await hub.vrf({ owner: 'NMC', name: 'backbone' });
    await hub.prefix({ owner: 'RC-N', prefix: '192.0.2.0/24' });
    await hub.prefix({ owner: 'NMC', prefix: '192.0.2.0/28', vrf: hidden });
    await hub.address({ owner: 'RC-N', address: '192.0.2.1/24' });
    await hub.address({ owner: 'RC-N', address: '192.0.2.2/24', vrf: hidden });
    expect(await lines(national, '192.0.2.2')).toContain('192.0.2.0/28 backbone 192.0.2.2/24 - - - RC-N');
    for (const address of ['192.0.2.1', '192.0.2.2'])
      expect(await lines(regional, address)).toEqual([`192.0.2.0/24 - ${address}/24 - - - RC-N`]);
  });

  test('that stands on an interface of somebody else shows the interface to nobody but its viewers', async () => {
    const port = await hub.interface({ device: await hub.device({ owner: 'RC-N', name: 'theirs' }), name: 'eth9' });
    await hub.address({ owner: 'RC-S', address: '198.51.100.1/32', interface: port });
    expect(await lines(national, '198.51.100.1')).toEqual(['- - 198.51.100.1 eth9 theirs - RC-S']);
    expect(await lines(hub.as(await hub.key({ organization: 'RC-S' })), '198.51.100.1')).toEqual([
      '- - 198.51.100.1 - - - RC-S',
    ]);
  });
});

describe('Exact filters on fields that may be withheld', () => {
  const count = async (viewer: Viewer, list: string, type: string, filter: object): Promise<number> =>
    (
      await viewer.data<Record<string, { totalCount: number }>>(
        `query($filter: ${type}Filter) { ${list}(filter: $filter) { totalCount } }`,
        { filter },
      )
    )[list]!.totalCount;

  test('find by serial, management address and MAC, alone, in lists and within other conditions', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'exact', serial: 'EX-1', managementAddress: '192.0.2.99' });
    await hub.interface({ device, name: 'exact0', mac: '02:00:00:00:00:99' });
    expect(await count(regional, 'devices', 'Device', { serial: { eq: 'EX-1' } })).toBe(1);
    expect(await count(regional, 'devices', 'Device', { serial: { in: ['EX-1', 'EX-2'] } })).toBe(1);
    expect(await count(regional, 'devices', 'Device', { managementAddress: { eq: '192.0.2.99' } })).toBe(1);
    expect(await count(regional, 'interfaces', 'Interface', { mac: { eq: '020000000099' } })).toBe(1);
    expect(await count(regional, 'interfaces', 'Interface', { mac: { in: ['02-00-00-00-00-99'] } })).toBe(1);
    expect(await count(regional, 'interfaces', 'Interface', { device: { serial: { eq: 'EX-1' } } })).toBe(1);
    const others = { and: [{ name: { eq: 'exact' } }, { not: { serial: { eq: 'EX-1' } } }] };
    expect(await count(regional, 'devices', 'Device', others)).toBe(0);
    expect(await count(partner, 'devices', 'Device', { serial: { eq: 'EX-1' } })).toBe(0);
  });

  test('find nothing by what is withheld', async () => {
    const id = await hub.agreement({
      provider: 'RC-N',
      consumer: 'MOH',
      withheld: ['SERIAL', 'MAC', 'MANAGEMENT_ADDRESS'],
    });
    expect(await count(partner, 'devices', 'Device', { name: { eq: 'exact' } })).toBe(1);
    expect(await count(partner, 'devices', 'Device', { serial: { eq: 'EX-1' } })).toBe(0);
    expect(await count(partner, 'devices', 'Device', { managementAddress: { eq: '192.0.2.99' } })).toBe(0);
    expect(await count(partner, 'interfaces', 'Interface', { mac: { eq: '02:00:00:00:00:99' } })).toBe(0);
    const not = { and: [{ name: { eq: 'exact' } }, { not: { serial: { eq: 'EX-1' } } }] };
    expect(await count(partner, 'devices', 'Device', not)).toBe(1);
    await hub.revoke(id, 'MOH');
  });
});
