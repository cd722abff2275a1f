import type { DeviceRecord } from '../../inventory/device/device.record.type';
import type { InterfaceRecord } from '../../inventory/interface/interface.record.type';
import type { SiteRecord } from '../../inventory/site/site.record.type';
import type { RecordRef } from '../../kernel/writing/references';
import type { ImportItem } from '../import-item';
import { splitAddress } from './netbox-address.rules';
import { codeOf } from './netbox-code.rules';
import { contentTypeOf } from './netbox-content-type.rules';
import { deviceRoleOf } from './netbox-device-role.rules';
import { NetboxReader, refTo } from './netbox-reader.rules';
import { mostParts, type NetboxRow, type NetboxWorld } from './netbox-world';

export function siteItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  read.text('slug', 200);
  const [latitude, longitude] = [read.degrees('latitude', 90), read.degrees('longitude', 180)];
  if ((latitude === null) !== (longitude === null)) read.refuse('latitude', 'and longitude go together');
  const region = world.regions ? read.taken('region', 'dcim.region') : null;
  const record: SiteRecord = {
    externalId: read.externalId,
    status: read.status(),
    code: codeOf(row, world) ?? read.refuse('slug', 'leads to a code that another site has') ?? '',
    name: read.text('name', 200),
    region: (region?.record as { code: string } | undefined)?.code ?? null,
    latitude,
    longitude,
  };
  return read.give('Site', read.owner(), record);
}

export function deviceItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  const role = read.target('role', 'dcim.devicerole') ?? read.refuse('role', 'is missing');
  const record: DeviceRecord = {
    externalId: read.externalId,
    status: read.status(),
    name: read.optionalText('name', 200),
    role: deviceRoleOf(role?.fields['slug'], role?.fields['name']),
    ...makeOf(read),
    serial: read.optionalText('serial', 100),
    platform: read.textAt('platform', read.target('platform', 'dcim.platform'), 'name', 100),
    managementAddress: hostOf(read, 'primary_ip4') ?? hostOf(read, 'primary_ip6'),
    tags: tagsOf(read),
    site: read.ref('site', 'dcim.site'),
  };
  return read.give('Device', read.owner(), record);
}

function makeOf(read: NetboxReader): Pick<DeviceRecord, 'manufacturer' | 'model'> {
  const type = read.target('device_type', 'dcim.devicetype');
  const maker = type?.fields['manufacturer'] ?? null;
  return {
    model: read.textAt('device_type', type, 'model', 100),
    manufacturer: read.textAt(
      'device_type',
      maker === null ? null : read.find('device_type', 'dcim.manufacturer', maker),
      'name',
      100,
    ),
  };
}

function hostOf(read: NetboxReader, field: string): string | null {
  const row = read.target(field, 'ipam.ipaddress');
  if (!row) return null;
  const parts = splitAddress(String(row.fields['address']));
  return parts?.host ?? read.refuse(field, `ipam.ipaddress pk ${row.pk} has no address`);
}

const mostTags = 64;

/** The tags' slugs: what NetBox itself filters by. */
function tagsOf(read: NetboxReader): string[] {
  const { row, world } = read;
  const items = world.parts('extras.taggeditem', row.pk);
  const own = items.filter(({ fields }) => contentTypeOf(fields['content_type'], world) === row.model);
  if (own.length > mostTags || items.length > mostParts) read.refuse('tags', `are more than ${mostTags}`);
  const tags = own
    .slice(0, mostTags)
    .map(({ fields }) => read.textAt('tags', read.find('tags', 'extras.tag', fields['tag']), 'slug', 100));
  return [...new Set(tags.filter((tag) => tag !== null))].sort();
}

/** An interface belongs to its device's owner, and is at its device's stage: NetBox gives it neither. */
export function interfaceItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  const device = read.taken('device', 'dcim.device') ?? read.refuse('device', 'is missing');
  const record: InterfaceRecord = {
    externalId: read.externalId,
    status: (device?.record as DeviceRecord | undefined)?.status ?? 'ACTIVE',
    device: device ? refTo(device, world.source) : ({} satisfies RecordRef),
    name: read.text('name', 200),
    kind: read.text('type', 64),
    enabled: read.flag('enabled'),
    speedBps: read.kilobits('speed'),
    mac: macOf(read),
    description: read.optionalText('description', 500),
  };
  return read.give('Interface', device?.owner ?? world.owner, record);
}

/** Since NetBox 4.2 an interface names a row that holds its hardware address. */
function macOf(read: NetboxReader): string | null {
  const field = read.row.fields['primary_mac_address'] == null ? 'mac_address' : 'primary_mac_address';
  const holder = field === 'mac_address' ? read.row : read.target(field, 'dcim.macaddress');
  const text = read.textAt(field, holder, 'mac_address', 64);
  if (text === null) return null;
  const pairs = /^([0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i.test(text) ? text.toLowerCase().match(/[0-9a-f]{2}/g) : null;
  return pairs ? pairs.join(':') : read.refuse(field, 'is not six pairs of hexadecimal digits');
}
