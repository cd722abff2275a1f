import { ReachableNetworks } from '../../../src/feeds/webhooks/sending/reachable-networks';
import { faultOfTarget } from '../../../src/feeds/webhooks/sending/target.rules';

const internet = new ReachableNetworks();
const government = new ReachableNetworks(['10.20.0.0/16', 'fd12::/32', '127.0.0.1']);

const closed = [
  ...[
    '0.0.0.0',
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
  ],
  ...[
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.7',
    '192.88.99.1',
  ],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...[
    '::',
    '::1',
    '::7f00:1',
    'fe80::1',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '3fff::1',
  ],
  // An IPv4 address in the clothes of IPv6: mapped, 6to4, NAT64, Teredo.
  ...[
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2001:0:7f00:1::',
  ],
  ...['fe80::1%eth0', '::1%lo', 'localhost', '', '127.1', '0x7f000001'],
];
const open = [
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '223.255.255.255',
  '2606:4700::1111',
  '::ffff:1.1.1.1',
];

test.each(closed)('A webhook is not sent to %s', (address) => {
  expect(internet.isReachable(address)).toBe(false);
});

test.each(open)('A webhook may be sent to %s', (address) => {
  expect(internet.isReachable(address)).toBe(true);
});

test('Networks that the operator names are reachable, however their addresses are written, and no others of their kind', () => {
  for (const address of ['10.20.0.1', '::ffff:10.20.255.1', '::ffff:a14:1', 'fd12::1', '127.0.0.1', '::ffff:127.0.0.1'])
    expect([address, government.isReachable(address), government.isNamed(address)]).toEqual([address, true, true]);
  for (const address of ['10.21.0.1', '127.0.0.2', '::1', 'fd13::1', '169.254.169.254', '64:ff9b::a14:1'])
    expect([address, government.isReachable(address)]).toEqual([address, false]);
  expect(government.isNamed('1.1.1.1')).toBe(false);
});

describe('The address of a receiver is refused when it is saved', () => {
  const fault = (url: string, networks = internet, anyNamed = false) => faultOfTarget(url, networks, anyNamed);

  test.each([
    ['no url', 'give one like'],
    ['ftp://partner.example/', 'give one like'],
    ['javascript:alert(1)', 'give one like'],
    ['https://user:secret@partner.example/', 'leave user and password out'],
    ['https://partner.example/#part', 'follows "#"'],
    ['http://partner.example/', 'https is needed'],
    ['https://partner.example:22/', 'the port is 443'],
    ['https://127.0.0.1/', 'not sent to'],
    // What URLs make of other ways to write 127.0.0.1.
    ['https://2130706433/', 'not sent to'],
    ['https://0x7f.1/', 'not sent to'],
    ['https://017700000001/', 'not sent to'],
    ['https://[::ffff:127.0.0.1]/', 'not sent to'],
    ['https://[::1]:8443/', 'not sent to'],
    [`https://partner.example/${'x'.repeat(2000)}`, '2000 characters'],
  ])('%s', (url, reason) => {
    expect(fault(url)).toContain(reason);
  });

  test('but not where it is fine, or lies in a network that the operator names', () => {
    for (const url of [
      'https://partner.example/changes',
      'https://partner.example:8443/',
      'https://1.1.1.1/',
      'https://đối-tác.example/thay-đổi',
    ])
      expect([url, fault(url)]).toEqual([url, null]);
    for (const url of [
      'http://10.20.0.1:80/',
      'http://127.0.0.1:22/',
      'https://[fd12::1]/',
      'http://internal.example/',
    ])
      expect([url, fault(url, government, true)]).toEqual([url, null]);
    expect(fault('http://1.1.1.1/', government, true)).toContain('https is needed');
    expect(fault('http://10.21.0.1/', government, true)).toContain('not sent to');
  });
});
