import type { AddressRecord, PrefixRecord, VrfRecord } from '../../inventory/address-plan/address-plan.record.type';
import type { ImportedRecord, ImportItem } from '../import-item';
import { isNetwork, splitAddress } from './netbox-address.rules';
import { contentTypeOf } from './netbox-content-type.rules';
import { NetboxReader, refTo } from './netbox-reader.rules';
import type { NetboxRow, NetboxWorld } from './netbox-world';

export function vrfItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  const record: VrfRecord = {
    externalId: read.externalId,
    status: 'ACTIVE',
    name: read.text('name', 100),
    rd: read.optionalText('rd', 40),
  };
  return read.give('Vrf', read.owner(), record);
}

export function prefixItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  const prefix = read.text('prefix', 64);
  if (!isNetwork(prefix)) read.refuse('prefix', 'is not a network with its length, with no bits beyond it');
  const vrf = read.taken('vrf', 'ipam.vrf');
  const record: PrefixRecord = {
    externalId: read.externalId,
    status: read.status(),
    prefix,
    vrf: vrf && refTo(vrf, world.source),
    site: read.ref('site', 'dcim.site'),
    role: read.textAt('role', read.target('role', 'ipam.role'), 'name', 64),
    description: read.optionalText('description', 500),
  };
  return read.give('Prefix', ownerIn(read, vrf), record);
}

export function addressItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  const address = read.text('address', 64);
  if (!splitAddress(address)) read.refuse('address', 'is not an address with the length of its network');
  const vrf = read.taken('vrf', 'ipam.vrf');
  const isOnInterface = contentTypeOf(row.fields['assigned_object_type'], world) === 'dcim.interface';
  const record: AddressRecord = {
    externalId: read.externalId,
    status: read.status(),
    address,
    vrf: vrf && refTo(vrf, world.source),
    interface: isOnInterface ? read.ref('assigned_object_id', 'dcim.interface') : null,
    dnsName: read.optionalText('dns_name', 255),
  };
  return read.give('Address', ownerIn(read, vrf), record);
}

/** As NetBox shows it: what has no tenant of its own is its routing table's tenant's. */
function ownerIn(read: NetboxReader, vrf: ImportedRecord | null): string {
  const hasTenant = read.row.fields['tenant'] != null;
  return hasTenant || !vrf ? read.owner() : vrf.owner;
}
