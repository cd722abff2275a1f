import { nameOrder, organizations } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { devices } from '../device/device.collection';
import { recordFilters, recordOrders } from '../inventory-record.collection';
import { sites } from '../site/site.collection';
import { LinkRow } from './link.entity';
import { linkKinds } from './link.values';

export const links: Collection<LinkRow> = collection({
  typeName: 'Link',
  prefix: 'lnk',
  dataset: 'INVENTORY',
  entity: LinkRow,
  filters: {
    ...recordFilters('lnk'),
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    kind: { kind: 'choice', column: 'kind', choices: linkKinds, description: 'What it is made of.' },
    capacityBps: { kind: 'number', column: 'capacity_bps', description: 'Its capacity in bits per second.' },
    provider: { kind: 'record', column: 'provider_id', target: () => organizations, description: 'Who leases it out.' },
    site: {
      kind: 'some',
      target: () => sites,
      on: '({far}.id = {near}.a_site_id OR {far}.id = {near}.b_site_id)',
      description: 'A site that one of its ends lies at.',
    },
    device: {
      kind: 'some',
      target: () => devices,
      on: '({far}.id = {near}.a_device_id OR {far}.id = {near}.b_device_id)',
      description: 'A device that one of its ends stands on.',
    },
  },
  orders: {
    ...nameOrder,
    CAPACITY: {
      column: 'capacity_bps',
      type: 'bigint',
      nullable: true,
      description: 'Capacity in bits per second; unknown last.',
    },
    ...recordOrders,
  },
});
