import { BlockList, isIP } from 'node:net';
import type { AddressRecord } from '../../inventory/address-plan/address-plan.record.type';
import type { Capture, LibrenmsRow } from './librenms-capture.rules';
import { portKey, portOf } from './librenms-port.rules';
import { LibrenmsReader, type LibrenmsItem } from './librenms-reader.rules';

/** Addresses that every device may have, or that stand for no host or for many: none is one of an address plan. */
const unplanned = new BlockList();
for (const [network, length] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
] as const)
  unplanned.addSubnet(network, length, 'ipv4');
for (const [network, length] of [
  ['::', 128],
  ['::1', 128],
  ['ff00::', 8],
] as const)
  unplanned.addSubnet(network, length, 'ipv6');

/** An address on its port. */
export function addressItem(row: LibrenmsRow, capture: Capture, owner: string): LibrenmsItem {
  const read = new LibrenmsReader(row, capture);
  const family = row.fields['ipv6_address'] === undefined ? 4 : 6;
  const host = hostOf(read, family);
  const length = lengthOf(read, family);
  const context = read.optionalText('context_name', 200);
  if (context !== null) read.refuse('context_name', 'names a routing table of its own, and none is taken');
  const ifIndex = read.whole('ifIndex');
  const port = portOf(read, ifIndex, owner);
  if ('notTaken' in port) return port;
  const record: AddressRecord = {
    externalId: `${portKey(capture, ifIndex)}:${host}`,
    status: 'ACTIVE',
    address: `${host}/${length}`,
    vrf: null,
    interface: port,
    dnsName: null,
  };
  return read.give('Address', owner, record);
}

function hostOf(read: LibrenmsReader, family: 4 | 6): string {
  const field = `ipv${family}_address`;
  const host = read.text(field, 45).toLowerCase();
  if (host !== '' && (isIP(host) !== family || host.includes('%'))) read.refuse(field, `is no IPv${family} address`);
  else if (host !== '' && unplanned.check(host, `ipv${family}`))
    read.refuse(field, `${host} is a loopback, group or unspecified address: no place in an address plan`);
  return host;
}

/** LibreNMS writes 0 where a device does not tell the length: nothing else than a default route has it. */
function lengthOf(read: LibrenmsReader, family: 4 | 6): number {
  const field = `ipv${family}_prefixlen`;
  const length = read.whole(field);
  const most = family === 4 ? 32 : 128;
  if (length === 0) read.refuse(field, 'is 0: the length of its network is not known');
  if (length > most) read.refuse(field, `is more than ${most}`);
  return length;
}
