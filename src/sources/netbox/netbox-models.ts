/** What becomes of the rows of a model: a record of the hub, or something that records are made with. */
export type ModelUse = 'RECORD' | 'LOOKED_UP';

export interface NetboxModel {
  use: ModelUse;
  /** The fields that are read, nothing else is kept; `new|old` takes the first that is set, for versions that renamed one. */
  fields: readonly string[];
  /** The field that holds the row it is a part of. */
  partOf?: string;
  /** The fields a natural key may name it by. */
  namedBy?: readonly string[];
  /** Where codes are unique, and what a code is told apart with: its slug is wished for as a code. */
  code?: { space: 'organization' | 'region' | 'site'; noun: string };
}

const record = (fields: readonly string[], more: Partial<NetboxModel> = {}): NetboxModel => ({
  use: 'RECORD',
  fields,
  ...more,
});
const lookedUp = (fields: readonly string[], more: Partial<NetboxModel> = {}): NetboxModel => ({
  use: 'LOOKED_UP',
  fields,
  ...more,
});

const bySlug = { namedBy: ['slug', 'name'] };
const byName = { namedBy: ['name'] };
const port = lookedUp(['device']);

/** The models that are read. Whatever is not here (users, tokens, sessions, contacts, changes, racks …) is counted and never kept. */
export const netboxModels: ReadonlyMap<string, NetboxModel> = new Map(
  Object.entries({
    'dcim.region': record(['name', 'slug', 'parent'], { ...bySlug, code: { space: 'region', noun: 'region' } }),
    'tenancy.tenant': record(['name', 'slug'], { ...bySlug, code: { space: 'organization', noun: 'tenant' } }),
    'circuits.provider': record(['name', 'slug'], { ...bySlug, code: { space: 'organization', noun: 'provider' } }),
    'ipam.vrf': record(['name', 'rd', 'tenant'], byName),
    'dcim.site': record(['name', 'slug', 'status', 'region', 'tenant', 'latitude', 'longitude'], {
      ...bySlug,
      code: { space: 'site', noun: 'site' },
    }),
    'dcim.device': record(
      [
        ...['name', 'role|device_role', 'device_type', 'platform', 'serial', 'status'],
        ...['site', 'tenant', 'primary_ip4', 'primary_ip6'],
      ],
      byName,
    ),
    'dcim.interface': record([
      'device',
      'name',
      'type',
      'enabled',
      'speed',
      'mac_address',
      'primary_mac_address',
      'description',
    ]),
    'dcim.cable': record([
      ...['label', 'status', 'tenant'],
      ...['termination_a_type', 'termination_a_id', 'termination_b_type', 'termination_b_id'],
    ]),
    'circuits.circuit': record(['cid', 'provider', 'status', 'tenant', 'commit_rate']),
    'ipam.prefix': record(['prefix', 'vrf', 'tenant', 'site|_site', 'role', 'status', 'description']),
    'ipam.ipaddress': record([
      ...['address', 'vrf', 'tenant', 'status', 'dns_name'],
      ...['assigned_object_type', 'assigned_object_id'],
    ]),
    'dcim.manufacturer': lookedUp(['name', 'slug'], bySlug),
    'dcim.devicetype': lookedUp(['manufacturer', 'model', 'slug'], { namedBy: ['slug', 'model'] }),
    'dcim.devicerole': lookedUp(['name', 'slug'], bySlug),
    'dcim.platform': lookedUp(['name', 'slug'], bySlug),
    'dcim.macaddress': lookedUp(['mac_address']),
    'dcim.cabletermination': lookedUp(['cable', 'cable_end', 'termination_type', 'termination_id'], {
      partOf: 'cable',
    }),
    'dcim.frontport': port,
    'dcim.rearport': port,
    'dcim.consoleport': port,
    'dcim.consoleserverport': port,
    'dcim.powerport': port,
    'dcim.poweroutlet': port,
    'dcim.powerfeed': lookedUp(['power_panel']),
    'dcim.powerpanel': lookedUp(['site']),
    'circuits.circuittermination': lookedUp(['circuit', 'term_side', 'site|_site', 'cable', 'cable_end'], {
      partOf: 'circuit',
    }),
    'ipam.role': lookedUp(['name', 'slug'], bySlug),
    'extras.tag': lookedUp(['name', 'slug'], bySlug),
    'extras.taggeditem': lookedUp(['content_type', 'object_id', 'tag'], { partOf: 'object_id' }),
    'contenttypes.contenttype': lookedUp(['app_label', 'model']),
  } satisfies Record<string, NetboxModel>),
);
