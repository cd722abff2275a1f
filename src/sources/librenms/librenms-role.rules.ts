import type { DeviceRole } from '../../inventory/device/device.values';

/** What LibreNMS calls the type of a device, set by its operating system. "network" may be a router or a switch. */
const roles: ReadonlyMap<string, DeviceRole> = new Map([
  ['firewall', 'FIREWALL'],
  ['loadbalancer', 'LOAD_BALANCER'],
  ['server', 'SERVER'],
  ['storage', 'STORAGE'],
  ['wireless', 'WIRELESS'],
  ['power', 'POWER'],
  ['environment', 'SENSOR'],
]);

/** Operating systems of "network" devices that run on one kind of them. */
const rolesByOs: ReadonlyMap<string, DeviceRole> = new Map<string, DeviceRole>([
  ...[
    ...['aos', 'aos6', 'aos7', 'arista_eos', 'arubaos-cx', 'catos', 'ciscosb', 'comware', 'cumulus', 'dell-os10'],
    ...['dlink', 'edgecos', 'edgeswitch', 'eltex-mes', 'eltex-mes21xx', 'eltex-mes23xx', 'eltex-mes24xx'],
    ...['fs-switch', 'jetstream', 'nxos', 'procurve', 'sonic', 'swos', 'voss', 'xos'],
  ].map((os): [string, DeviceRole] => [os, 'SWITCH']),
  ...['edgeos', 'iosxr', 'timos', 'vyatta', 'vyos'].map((os): [string, DeviceRole] => [os, 'ROUTER']),
]);

/**
 * What a device does: by its type; a "network" device by its operating system, and where that runs on both kinds by the one of the words
 * "switch" and "router" that its hardware or description holds. OTHER where nothing says it.
 */
export function roleOf(type: string | null, os: string | null, words: readonly (string | null)[]): DeviceRole {
  if (type !== 'network') return roles.get(type ?? '') ?? 'OTHER';
  return rolesByOs.get(os ?? '') ?? roleByWord(words.join(' '));
}

function roleByWord(text: string): DeviceRole {
  const [isSwitch, isRouter] = [/\bswitch\b/i.test(text), /\brouter\b/i.test(text)];
  if (isSwitch === isRouter) return 'OTHER';
  return isSwitch ? 'SWITCH' : 'ROUTER';
}
