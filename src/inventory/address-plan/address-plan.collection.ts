import { nameOrder } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { interfaces } from '../interface/interface.collection';
import { recordFilters, recordOrders } from '../inventory-record.collection';
import { sites } from '../site/site.collection';
import { AddressRow, PrefixRow, VrfRow } from './address-plan.entity';

export const vrfs: Collection<VrfRow> = collection({
  typeName: 'Vrf',
  prefix: 'vrf',
  dataset: 'INVENTORY',
  entity: VrfRow,
  filters: {
    ...recordFilters('vrf'),
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    rd: { kind: 'text', column: 'rd', description: 'Its route distinguisher.' },
  },
  orders: { ...nameOrder, ...recordOrders },
});

export const prefixes: Collection<PrefixRow> = collection({
  typeName: 'Prefix',
  prefix: 'pfx',
  dataset: 'INVENTORY',
  entity: PrefixRow,
  masks: { description: 'DESCRIPTION' },
  filters: {
    ...recordFilters('pfx'),
    prefix: { kind: 'prefix', column: 'prefix', description: 'The prefix itself.' },
    role: { kind: 'text', column: 'role', description: 'What it is used for.' },
    vrf: { kind: 'record', column: 'vrf_id', target: () => vrfs, description: 'The routing table it belongs to.' },
    site: { kind: 'record', column: 'site_id', target: () => sites, description: 'The site it is used at.' },
  },
  orders: {
    PREFIX: { column: 'prefix', type: 'inet', nullable: false, description: 'Network, then length.' },
    ...recordOrders,
  },
});

export const addresses: Collection<AddressRow> = collection({
  typeName: 'Address',
  prefix: 'adr',
  dataset: 'INVENTORY',
  entity: AddressRow,
  filters: {
    ...recordFilters('adr'),
    address: { kind: 'prefix', column: 'address', description: 'The address with its length.' },
    dnsName: { kind: 'text', column: 'dns_name', description: 'Its name in the DNS.' },
    vrf: { kind: 'record', column: 'vrf_id', target: () => vrfs, description: 'The routing table it belongs to.' },
    interface: {
      kind: 'record',
      column: 'interface_id',
      target: () => interfaces,
      description: 'The interface it is assigned to.',
    },
  },
  orders: {
    ADDRESS: { column: 'address', type: 'inet', nullable: false, description: 'By its value.' },
    ...recordOrders,
  },
});
