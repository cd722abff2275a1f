import { interfaces } from '../interface/interface.collection';
import { sites } from '../site/site.collection';
import { inventoryColumns, sourcedKey, type RecordKind } from '../upsert-records';
import { addresses, prefixes, vrfs } from './address-plan.collection';
import type { AddressRecord, PrefixRecord, VrfRecord } from './address-plan.record.type';

export const vrfKind: RecordKind<VrfRecord> = {
  target: { of: vrfs, key: sourcedKey, columns: { ...inventoryColumns, name: 'text', rd: 'text' }, synced: true },
  values: ({ name, rd, status }) => ({ name, rd, status }),
};

export const prefixKind: RecordKind<PrefixRecord> = {
  target: {
    of: prefixes,
    key: sourcedKey,
    columns: {
      ...inventoryColumns,
      prefix: 'cidr',
      vrf_id: 'uuid',
      site_id: 'uuid',
      role: 'text',
      description: 'text',
    },
    synced: true,
  },
  values: ({ prefix, role, status, description }) => ({ prefix, role, status, description }),
  refer: ({ vrf, site }, values, ask) => {
    ask.record('vrf', vrfs, vrf, (id) => (values['vrf_id'] = id));
    ask.record('site', sites, site, (id) => (values['site_id'] = id));
  },
};

export const addressKind: RecordKind<AddressRecord> = {
  target: {
    of: addresses,
    key: sourcedKey,
    columns: { ...inventoryColumns, address: 'inet', vrf_id: 'uuid', interface_id: 'uuid', dns_name: 'text' },
    synced: true,
  },
  values: ({ address, status, dnsName }) => ({ address, status, dns_name: dnsName }),
  refer: ({ vrf, interface: port }, values, ask) => {
    ask.record('vrf', vrfs, vrf, (id) => (values['vrf_id'] = id));
    ask.record('interface', interfaces, port, (id) => (values['interface_id'] = id));
  },
};
