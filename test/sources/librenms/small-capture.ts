import type { ImportItem } from '../../../src/sources/import-item';
import { captureOf, type Capture, type Json } from '../../../src/sources/librenms/librenms-capture.rules';

/** A device of nobody's, as LibreNMS would write it; what is given stands in place of what is here. */
export const device = (fields: Json = {}): Json => ({
  sysName: 'sw-one',
  sysObjectID: '.1.3.6.1.4.1.9.1.1',
  sysDescr: 'A box that forwards',
  sysContact: 'A. Person',
  location: 'Second floor, A. Person’s office',
  version: '7.1',
  hardware: 'Box 24',
  os: 'nxos',
  type: 'network',
  serial: 'S-1',
  ...fields,
});

export const port = (ifIndex: number, fields: Json = {}): Json => ({
  ifIndex,
  ifName: `e${ifIndex}`,
  ifDescr: `Ethernet ${ifIndex}`,
  ifAlias: `Ethernet ${ifIndex}`,
  ifType: 'ethernetCsmacd',
  ifSpeed: 1_000_000_000,
  ifPhysAddress: `0200000000${String(ifIndex).padStart(2, '0')}`,
  ifAdminStatus: 'up',
  ifOperStatus: 'up',
  deleted: 0,
  ...fields,
});

export const ipv4 = (ifIndex: number, address: string, length: number, fields: Json = {}): Json => ({
  ...{ ifIndex, ipv4_address: address, ipv4_prefixlen: length, context_name: '' },
  ...fields,
});

export const ipv6 = (ifIndex: number, address: string, length: number): Json => ({
  ...{ ifIndex, ipv6_address: address, ipv6_prefixlen: length, context_name: '' },
});

export const neighbour = (ifIndex: number, host: string, remotePort: string, fields: Json = {}): Json => ({
  ...{ active: 1, protocol: 'lldp', remote_hostname: host, remote_port: remotePort },
  ...{ ifName: `e${ifIndex}`, ifDescr: `Ethernet ${ifIndex}`, ifAlias: 'as it may be' },
  ...fields,
});

export const sensor = (index: string, current: unknown, fields: Json = {}): Json => ({
  ...{ sensor_class: 'temperature', sensor_type: 'made-up', sensor_index: index, sensor_descr: `Probe ${index}` },
  ...{ sensor_current: current, sensor_deleted: 0, rrd_type: 'GAUGE' },
  ...{ entPhysicalIndex: null, entPhysicalIndex_measured: null },
  ...fields,
});

export interface Rows {
  devices?: Json[];
  ports?: Json[];
  ipv4?: Json[];
  ipv6?: Json[];
  links?: Json[];
  sensors?: Json[];
  wireless?: Json[];
}

export const documentOf = (rows: Rows): Json => ({
  os: { discovery: { devices: rows.devices ?? [device()] }, poller: 'matches discovery' },
  ports: { discovery: { ports: [] }, poller: { ports: rows.ports ?? [] } },
  'ipv4-addresses': { discovery: { ipv4_addresses: rows.ipv4 ?? [] } },
  'ipv6-addresses': { discovery: { ipv6_addresses: rows.ipv6 ?? [] } },
  'discovery-protocols': { discovery: { links: rows.links ?? [] } },
  sensors: { discovery: { sensors: rows.sensors ?? [] }, poller: 'matches discovery' },
  wireless: { discovery: { wireless_sensors: rows.wireless ?? [] }, poller: 'matches discovery' },
});

export function captured(rows: Rows, file = 'one.json'): Capture {
  const read = captureOf(documentOf(rows), file);
  if ('refused' in read) throw new Error(read.refused.reason);
  return read.ok;
}

/** What became of a row: its record, "field: reason", or what it is that is not taken. */
export function fate(item: ImportItem | { notTaken: string }): Record<string, unknown> | string {
  if ('notTaken' in item) return item.notTaken;
  if ('record' in item) return item.record as Record<string, unknown>;
  const { field, reason } = item.refused;
  return field === null ? reason : `${field}: ${reason}`;
}
