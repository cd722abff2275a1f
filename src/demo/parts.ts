import type { DeviceRole } from '../inventory/device/device.values';
import type { Part, Purpose } from './model';

export interface PortGroup {
  purpose: Purpose;
  /** Host interface names: `te0/1/` makes te0/1/1, te0/1/2 … */
  prefix: string;
  /** NetBox's word for what it is physically. */
  kind: string;
  gigabits: number | null;
  count: number;
}

export interface Blueprint {
  role: DeviceRole;
  /** Stands in the host name: `dng-core-rt1`. */
  short: string;
  model: string;
  groups: readonly PortGroup[];
}

const group = (purpose: Purpose, prefix: string, kind: string, gigabits: number | null, count: number): PortGroup => ({
  ...{ purpose, prefix, kind, gigabits, count },
});

const management = group('management', 'mgmt', '1000base-t', 1, 1);
const loopback = group('virtual', 'lo', 'virtual', null, 1);
const fibre = 'sfp-plus';

/** What each part of the network is made of. */
export const blueprints: Readonly<Record<Part, Blueprint>> = {
  core: {
    ...{ role: 'ROUTER', short: 'rt', model: 'C9400' },
    groups: [
      group('up', 'hu0/0/', '100gbase-x-qsfp28', 100, 8),
      group('down', 'te0/1/', fibre, 10, 8),
      management,
      loopback,
    ],
  },
  edge: {
    ...{ role: 'ROUTER', short: 'er', model: 'E3200' },
    groups: [group('up', 'te0/0/', fibre, 10, 4), group('down', 'ge0/1/', '1000base-t', 1, 6), management, loopback],
  },
  firewall: {
    ...{ role: 'FIREWALL', short: 'fw', model: 'F1200' },
    groups: [group('up', 'te1/', fibre, 10, 4), group('down', 'te2/', fibre, 10, 4), management],
  },
  fabric: {
    ...{ role: 'SWITCH', short: 'ds', model: 'S6800' },
    groups: [group('up', 'te1/1/', fibre, 10, 4), group('down', 'te1/0/', fibre, 10, 24), management],
  },
  balancer: {
    role: 'LOAD_BALANCER',
    short: 'lb',
    model: 'B400',
    groups: [group('up', 'te', fibre, 10, 2), management],
  },
  server: {
    ...{ role: 'SERVER', short: 'srv', model: 'R720' },
    groups: [group('up', 'eth', fibre, 10, 2), group('management', 'bmc', '1000base-t', 1, 1)],
  },
  storage: { role: 'STORAGE', short: 'sto', model: 'V50', groups: [group('up', 'eth', fibre, 10, 4), management] },
  distribution: {
    ...{ role: 'SWITCH', short: 'sw', model: 'S4500' },
    groups: [
      group('up', 'te1/1/', fibre, 10, 4),
      group('down', 'ge1/0/', '1000base-x-sfp', 1, 20),
      { ...management, prefix: 'me' },
    ],
  },
  access: {
    ...{ role: 'SWITCH', short: 'as', model: 'S2900' },
    groups: [
      group('up', 'ge1/1/', '1000base-x-sfp', 1, 2),
      group('down', 'ge1/0/', '1000base-t', 1, 9),
      { ...management, prefix: 'vlan', kind: 'virtual' },
    ],
  },
  wireless: {
    ...{ role: 'WIRELESS', short: 'ap', model: 'W610' },
    groups: [group('up', 'eth', '1000base-t', 1, 1), group('virtual', 'wlan', 'ieee802.11ax', null, 2)],
  },
  power: { role: 'POWER', short: 'ups', model: 'P3000', groups: [group('up', 'net', '100base-tx', 0.1, 1)] },
  sensor: { role: 'SENSOR', short: 'env', model: 'T10', groups: [group('up', 'eth', '100base-tx', 0.1, 1)] },
  panel: { role: 'PATCH_PANEL', short: 'pp', model: 'PP24', groups: [group('passive', 'port', '8p8c', null, 24)] },
};

const makers = [
  { name: 'Vardune Systems', prefix: 'VD', platform: 'VarduneOS' },
  { name: 'Okturi Networks', prefix: 'OK', platform: 'Okturi NOS' },
  { name: 'Brenvik', prefix: 'BV', platform: 'BrenvikLinux' },
  { name: 'Selvara', prefix: 'SV', platform: 'SelvaraOS' },
];

/** Invented makers: what they build is told by a letter and a number, what runs on it by a release. */
export function makeOf(part: Part, choice: number): { manufacturer: string; model: string; platform: string | null } {
  const { name, prefix, platform } = makers[choice % makers.length]!;
  const runs = part !== 'panel' && part !== 'power' && part !== 'sensor';
  return {
    manufacturer: name,
    model: `${prefix}-${blueprints[part].model}`,
    platform: runs ? `${platform} ${4 + (choice % 3)}.${choice % 7}` : null,
  };
}
