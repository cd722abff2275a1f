import { collection, type Collection } from '../../kernel/reading/collection';
import { recordFilters, recordOrders } from '../inventory-record.collection';
import { sites } from '../site/site.collection';
import { DeviceRow } from './device.entity';
import { deviceRoles } from './device.values';

export const devices: Collection<DeviceRow> = collection({
  typeName: 'Device',
  prefix: 'dev',
  dataset: 'INVENTORY',
  entity: DeviceRow,
  masks: { managementAddress: 'MANAGEMENT_ADDRESS', serial: 'SERIAL' },
  expressions: { managementAddress: 'host(t.management_address)' },
  filters: {
    ...recordFilters('dev'),
    name: { kind: 'text', column: 'name', description: 'Its name; a device may have none.' },
    role: { kind: 'choice', column: 'role', choices: deviceRoles, description: 'What it does in the network.' },
    manufacturer: { kind: 'text', column: 'manufacturer', description: 'Who made it.' },
    model: { kind: 'text', column: 'model', description: 'Its model.' },
    serial: {
      kind: 'text',
      column: 'serial',
      candidates: 'devices_by_serial',
      description: 'Its serial number.',
    },
    platform: { kind: 'text', column: 'platform', description: 'Its operating system.' },
    managementAddress: {
      kind: 'address',
      column: 'management_address',
      candidates: 'devices_by_management_address',
      description: 'The address it is managed by.',
    },
    tags: { kind: 'tags', column: 'tags', description: 'Its tags.' },
    site: { kind: 'record', column: 'site_id', target: () => sites, description: 'The site it stands at.' },
  },
  orders: {
    NAME: {
      column: 'sort_key',
      type: 'text',
      nullable: true,
      description: 'Name, ignoring case and diacritics, numbers in it by their value; devices without one last.',
    },
    ROLE: { column: 'role', type: 'text', nullable: false, description: 'Role, by its code.' },
    ...recordOrders,
  },
});
