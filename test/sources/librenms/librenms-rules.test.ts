import { addressItem } from '../../../src/sources/librenms/librenms-address.rules';
import { captureOf, type Json } from '../../../src/sources/librenms/librenms-capture.rules';
import { deviceItem } from '../../../src/sources/librenms/librenms-device.rules';
import { linkItem } from '../../../src/sources/librenms/librenms-neighbour.rules';
import { portItem } from '../../../src/sources/librenms/librenms-port.rules';
import { roleOf } from '../../../src/sources/librenms/librenms-role.rules';
import { captured, device, documentOf, fate, ipv4, ipv6, neighbour, port } from './small-capture';

const deviceFate = (fields: Json) => fate(deviceItem(captured({ devices: [device(fields)] }), 'NMC'));
const portFate = (fields: Json) => {
  const capture = captured({ ports: [port(7, fields)] });
  return fate(portItem(capture.ports[0]!, capture, 'NMC'));
};
const addressFate = (row: Json) => {
  const capture = captured({ ports: [port(7), port(8, { ifSpeed: -1 })], ipv4: [row] });
  return fate(addressItem(capture.addresses[0]!, capture, 'NMC'));
};

describe('a capture', () => {
  test.each<[unknown, string]>([
    [[], 'the file: it is no object of modules, as LibreNMS captures a device.'],
    [{}, 'os.devices: there is no row: a capture has the row of its device.'],
    [documentOf({ devices: [device(), device()] }), 'os.devices: there are several rows: a capture is one device.'],
    [{ ports: { poller: { ports: {} } } }, 'ports.poller.ports: it is no list of rows.'],
    [{ ports: { poller: { ports: [{}, 7] } } }, 'ports.poller.ports[1]: it is no row.'],
  ])('that is none is refused: %j', (document, fault) => {
    const read = captureOf(document, 'one.json');
    expect('refused' in read && `${read.refused.position}: ${read.refused.reason}`).toBe(fault);
  });

  test('has the rows of the poller where it left any, and counts what is not taken', () => {
    const capture = captureOf(
      {
        os: { discovery: { devices: [device()] }, poller: 'matches discovery' },
        ports: { discovery: { ports: [port(1)] }, poller: { ports: [port(1), port(2)] } },
        vlans: { discovery: { vlans: [{}, {}, {}] }, poller: [] },
      },
      'folder/one.json',
    );
    expect(capture).toMatchObject({ ok: { key: 'one', ports: [{}, { position: 'ports.poller.ports[1]' }] } });
    expect('ok' in capture && [...capture.ok.otherRows]).toEqual([['vlans.vlans', 3]]);
  });

  test('under a name too long for a key is refused', () => {
    expect(captureOf(documentOf({}), `${'n'.repeat(81)}.json`)).toMatchObject({ refused: { position: 'the file' } });
  });
});

describe('a device', () => {
  test('is known by its file, and brings no person and no place', () => {
    expect(deviceFate({})).toEqual({
      ...{ externalId: 'one', status: 'ACTIVE', name: 'sw-one', role: 'SWITCH', manufacturer: 'Cisco' },
      ...{ model: 'Box 24', serial: 'S-1', platform: 'nxos 7.1', managementAddress: null, tags: [], site: null },
    });
  });

  test('has none of what its capture keeps to itself', () => {
    const told = {
      sysName: '<private>',
      serial: ' ',
      hardware: null,
      version: '',
      os: null,
      sysObjectID: '.1.3.6.1.4.1.8072.3',
    };
    expect(deviceFate(told)).toMatchObject({
      ...{ name: null, serial: null, model: null, platform: null, manufacturer: null },
    });
  });

  test.each([
    [{ sysName: 'n'.repeat(201) }, 'sysName: is longer than 200 characters'],
    [{ serial: 12 }, 'serial: is not a text'],
    [{ hardware: 'a\0b' }, 'hardware: holds a character that no text can'],
    [{ version: 'v'.repeat(98) }, 'version: is longer than 100 characters together with os'],
  ])('with a bad field is refused: %j', (fields, fault) => expect(deviceFate(fields)).toBe(fault));

  test.each([
    ['firewall', 'junos', '', 'FIREWALL'],
    ['environment', 'any', '', 'SENSOR'],
    ['network', 'timos', '', 'ROUTER'],
    ['network', 'junos', 'An internet router', 'ROUTER'],
    ['network', 'junos', 'An Ethernet Switch', 'SWITCH'],
    ['network', 'junos', 'A router with a switch', 'OTHER'],
    ['network', 'routeros', 'RouterOS', 'OTHER'],
    ['printer', 'any', 'switch', 'OTHER'],
    [null, null, '', 'OTHER'],
  ])('of type %s and system %s, described as "%s", is a %s', (type, os, words, role) => {
    expect(roleOf(type, os, [null, words])).toBe(role);
  });
});

describe('a port', () => {
  test('is an interface of its device', () => {
    expect(portFate({ ifAlias: 'to the core' })).toEqual({
      ...{ externalId: 'one:port:7', status: 'ACTIVE', device: { externalId: 'one' }, name: 'e7', kind: 'other' },
      ...{ enabled: true, speedBps: 1e9, mac: '02:00:00:00:00:07', description: 'to the core' },
    });
  });

  test.each<[Json, Json]>([
    [{ ifSpeed: 0 }, { speedBps: null }],
    [{ ifSpeed: 4294967295 }, { speedBps: null }],
    [{ ifSpeed: '100000000000' }, { speedBps: 100_000_000_000 }],
    [{ ifPhysAddress: '000000000000' }, { mac: null }],
    [{ ifPhysAddress: '02:AA-00.000001' }, { mac: '02:aa:00:00:00:01' }],
    [{ ifPhysAddress: '0200000000000001' }, { mac: null }],
    [{ ifAdminStatus: 'down' }, { enabled: false }],
    [{ ifAdminStatus: null }, { enabled: true }],
    [
      { ifName: '', ifType: 'ieee8023adLag' },
      { name: 'Ethernet 7', kind: 'lag' },
    ],
    [
      { ifIndex: '7', deleted: 1, ifType: 'l2vlan' },
      { externalId: 'one:port:7', status: 'RETIRED', kind: 'virtual' },
    ],
    [{ ifAlias: 'e7' }, { description: null }],
    [{ ifAlias: 'ask op.erator@example.vn' }, { description: null }],
    [{ ifAlias: 'NOC +84 24 0000 0000' }, { description: null }],
    [{ ifAlias: 'vlan20@up1 SFP+1 10/100/1000' }, { description: 'vlan20@up1 SFP+1 10/100/1000' }],
  ])('with %j is taken as %j', (fields, taken) => expect(portFate(fields)).toMatchObject(taken));

  test.each([
    [{ ifIndex: null }, 'ifIndex: is missing'],
    [{ ifIndex: -1 }, 'ifIndex: is not a whole number from 0'],
    [{ ifName: null, ifDescr: '<private>' }, 'ifDescr: is missing'],
    [{ ifName: 'n'.repeat(201) }, 'ifName: is longer than 200 characters'],
    [{ ifSpeed: 1.5 }, 'ifSpeed: is not a whole number from 0'],
    [{ ifAdminStatus: 'asleep' }, 'ifAdminStatus: is none of up, down, testing'],
    [{ ifPhysAddress: 'no address' }, 'ifPhysAddress: is not pairs of hexadecimal digits'],
    [{ ifAlias: 'd'.repeat(501) }, 'ifAlias: is longer than 500 characters'],
    [{ ifName: '<pppoe-somebody>' }, 'sessions of subscribers'],
  ])('with %j is not: %s', (fields, fault) => expect(portFate(fields)).toBe(fault));

  test('of a refused device is refused with it', () => {
    const capture = captured({ devices: [device({ serial: 5 })], ports: [port(1)] });
    expect(fate(portItem(capture.ports[0]!, capture, 'NMC'))).toBe('its device is refused itself');
  });
});

describe('an address', () => {
  test('stands on its port, in the global table', () => {
    expect(addressFate(ipv4(7, '192.0.2.9', 24))).toMatchObject({
      ...{
        externalId: 'one:port:7:192.0.2.9',
        address: '192.0.2.9/24',
        interface: { externalId: 'one:port:7' },
        vrf: null,
      },
    });
    expect(addressFate(ipv6(7, '2001:0DB8:0000:0000:0000:0000:0000:0001', 64))).toMatchObject({
      address: '2001:0db8:0000:0000:0000:0000:0000:0001/64',
    });
  });

  test.each([
    [ipv4(7, '127.0.0.1', 8), 'ipv4_address: 127.0.0.1 is a loopback, group or unspecified address'],
    [ipv4(7, '0.1.2.3', 8), 'ipv4_address: 0.1.2.3 is a loopback'],
    [ipv6(7, '::1', 128), 'ipv6_address: ::1 is a loopback'],
    [ipv6(7, 'ff02::1', 64), 'ipv6_address: ff02::1 is a loopback'],
    [ipv4(7, '192.0.2.300', 24), 'ipv4_address: is no IPv4 address'],
    [ipv6(7, 'fe80::1%e0', 64), 'ipv6_address: is no IPv6 address'],
    [ipv4(7, '192.0.2.1', 33), 'ipv4_prefixlen: is more than 32'],
    [ipv6(7, '2001:db8::1', 0), 'ipv6_prefixlen: is 0: the length of its network is not known'],
    [ipv4(7, '192.0.2.1', 24, { context_name: 'red' }), 'context_name: names a routing table'],
    [ipv4(9, '192.0.2.1', 24), 'ifIndex: there is no port 9 in the file'],
    [ipv4(8, '192.0.2.1', 24), 'ifIndex: port 8 is refused itself'],
  ])('%j is refused: %s', (row, fault) => expect(addressFate(row)).toContain(fault));
});

describe('a neighbour', () => {
  const there = (ports = [port(3)]) => captured({ devices: [device({ sysName: 'sw-two' })], ports }, 'two.json');
  const linkFate = (row: Json, far = there(), near = [port(1, { ifSpeed: 1e9 })]) => {
    const here = captured({ ports: near, links: [row] });
    return fate(linkItem(here.neighbours[0]!, here, far, 'NMC'));
  };
  const ends = { a: { interface: { externalId: 'one:port:1' } }, b: { interface: { externalId: 'two:port:3' } } };

  test('is a link of two ports, whoever tells of it', () => {
    const told = linkFate(neighbour(1, 'sw-two', 'e3'));
    expect(told).toMatchObject({ externalId: 'link:one:port:1~two:port:3', name: 'sw-one e1 - sw-two e3', ...ends });
    expect(told).toMatchObject({ kind: 'LOGICAL', capacityBps: 1e9, status: 'ACTIVE' });
    const [far, near] = [there(), captured({ ports: [port(1)] })];
    const back = { ...far, neighbours: [{ position: '', fields: neighbour(3, 'sw-one', 'Ethernet 1') }] };
    expect(fate(linkItem(back.neighbours[0]!, back, near, 'NMC'))).toEqual(told);
  });

  test.each([
    ['e3 (0200000000aa)', {}],
    ['Ethernet 3', {}],
    ['02 00 00 00 00 03 (020000000003)', {}],
    ['uplink', { ifAlias: 'uplink' }],
  ])('may call its port %j', (name, fields) => {
    expect(linkFate(neighbour(1, 'sw-two', name), there([port(3, fields), port(4)]))).toMatchObject(ends);
  });

  test('that is not seen any more is offline, and of two speeds has none', () => {
    const link = linkFate(neighbour(1, 'sw-two', 'e3', { active: 0 }), there([port(3, { ifSpeed: 1e8 })]));
    expect(link).toMatchObject({ status: 'OFFLINE', capacityBps: null });
  });

  test('that can not be told from others is refused', () => {
    expect(linkFate(neighbour(1, 'sw-two', 'e9'))).toBe('remote_port: "e9" is no single port of two');
    expect(linkFate(neighbour(1, 'sw-two', 'e3'), there([port(3), port(4, { ifName: 'e3' })]))).toMatch(
      /^remote_port: /,
    );
    expect(linkFate(neighbour(2, 'sw-two', 'e3'))).toBe('ifName: there is no port called "e2" in the file');
    expect(linkFate(neighbour(1, 'sw-two', 'e3'), there(), [port(1), port(1)])).toMatch(/^ifName: there are several/);
    expect(linkFate(neighbour(1, 'sw-two', 'e3'), there([port(3, { ifSpeed: -1 })]))).toMatch(/not taken itself$/);
    const near = captured({ ports: [port(1)], links: [neighbour(1, 'sw-one', 'e1')] });
    expect(fate(linkItem(near.neighbours[0]!, near, near, 'NMC'))).toBe('remote_port: is the port itself');
  });

  test('with the longest names still has a key and a name of 200 characters', () => {
    const near = captured({ ports: [port(4_294_967_295, { ifName: 'n'.repeat(200) })] }, `${'a'.repeat(80)}.json`);
    const far = captured({ ports: [port(4_294_967_294, { ifName: 'm'.repeat(200) })] }, `${'b'.repeat(80)}.json`);
    const row = {
      position: '',
      fields: { ...neighbour(1, 'x', 'm'.repeat(200)), ifName: 'n'.repeat(200), ifDescr: 'Ethernet 4294967295' },
    };
    const link = fate(linkItem(row, near, far, 'NMC')) as { externalId: string; name: string };
    expect(link.externalId.length).toBeLessThanOrEqual(200);
    expect(link.name.length).toBeLessThanOrEqual(200);
  });
});
