import { isNetwork, splitAddress } from '../../../src/sources/netbox/netbox-address.rules';
import { codeWished } from '../../../src/sources/netbox/netbox-code.rules';
import { deviceRoleOf } from '../../../src/sources/netbox/netbox-device-role.rules';
import { stageOf } from '../../../src/sources/netbox/netbox-status.rules';

test.each([
  ['Router', 'ROUTER'],
  ['Edge routers', 'ROUTER'],
  ['cpe', 'ROUTER'],
  ['tor-switch', 'SWITCH'],
  ['Spine', 'SWITCH'],
  ['SAN switch', 'SWITCH'],
  ['Firewall', 'FIREWALL'],
  ['load-balancer', 'LOAD_BALANCER'],
  ['Patch Panel', 'PATCH_PANEL'],
  ['pdu', 'POWER'],
  ['UPS', 'POWER'],
  ['access-point', 'WIRELESS'],
  ['database-server', 'SERVER'],
  ['Console server', 'OTHER'],
  ['NAS', 'STORAGE'],
  ['intrusion probe', 'SENSOR'],
  ['maps', 'OTHER'],
  ['', 'OTHER'],
])('a device of the role %j is a %s', (name, role) => {
  expect(deviceRoleOf(name)).toBe(role);
});

test('the slug and the name of a role are read as separate words', () => {
  expect(deviceRoleOf('load', 'balancer')).toBe('OTHER');
  expect(deviceRoleOf('x1', 'Core Router')).toBe('ROUTER');
});

test.each([
  ['planned', 'PLANNED'],
  ['reserved', 'PLANNED'],
  ['inventory', 'STAGED'],
  ['slaac', 'ACTIVE'],
  ['failed', 'OFFLINE'],
  ['deprecated', 'DECOMMISSIONING'],
  ['decommissioned', 'RETIRED'],
  ['toString', undefined],
  [{}, undefined],
])('the status %j is the stage %s', (status, stage) => {
  expect(stageOf(status)).toBe(stage);
});

test.each([
  ['10.112.0.0/15', true],
  ['10.113.0.0/15', false],
  ['0.0.0.0/0', true],
  ['192.0.2.1/32', true],
  ['2001:db8::/32', true],
  ['2001:db8::1/64', false],
  ['::/0', true],
  ['::ffff:192.0.2.0/120', true],
  ['::ffff:192.0.2.1/120', false],
  ['1:2:3:4:5:6:7:8/128', true],
  ['10.0.0.0', false],
  ['10.0.0.0/33', false],
  ['10.0.0.0/8/8', false],
  ['fe80::%eth0/64', false],
  ['', false],
])('whether %s is a network: %s', (text, answer) => {
  expect(isNetwork(text)).toBe(answer);
});

test('an address is split into its parts', () => {
  expect(splitAddress('2001:db8::1/64')).toEqual({ host: '2001:db8::1', length: 64, family: 6 });
  expect(splitAddress('10.0.0.256/8')).toBeNull();
});

test('a code is what of a slug can stand in one', () => {
  expect(codeWished('--Đà Nẵng')).toBe('Da-Nang');
  expect(codeWished('a'.repeat(70))).toBe('a'.repeat(63));
  expect([codeWished('---'), codeWished(7), codeWished('')]).toEqual([null, null, null]);
});
