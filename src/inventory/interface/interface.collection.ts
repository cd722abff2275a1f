import { nameOrder } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { devices } from '../device/device.collection';
import { recordFilters, recordOrders } from '../inventory-record.collection';
import { InterfaceRow } from './interface.entity';

export const interfaces: Collection<InterfaceRow> = collection({
  typeName: 'Interface',
  prefix: 'ifc',
  dataset: 'INVENTORY',
  entity: InterfaceRow,
  masks: { mac: 'MAC', description: 'DESCRIPTION', addresses: 'ADDRESSES' },
  filters: {
    ...recordFilters('ifc'),
    name: { kind: 'text', column: 'name', description: 'Its name on the device.' },
    kind: { kind: 'text', column: 'kind', description: 'Its physical kind, in NetBox words such as "10gbase-x-sfpp".' },
    enabled: { kind: 'flag', column: 'enabled', description: 'Whether it is administratively up.' },
    speedBps: { kind: 'number', column: 'speed_bps', description: 'Its speed in bits per second.' },
    mac: { kind: 'mac', column: 'mac', candidates: 'interfaces_by_mac', description: 'Its hardware address.' },
    description: { kind: 'text', column: 'description', description: 'What is written about it.' },
    device: { kind: 'record', column: 'device_id', target: () => devices, description: 'The device it belongs to.' },
  },
  orders: {
    ...nameOrder,
    SPEED: {
      column: 'speed_bps',
      type: 'bigint',
      nullable: true,
      description: 'Speed in bits per second; unknown last.',
    },
    ...recordOrders,
  },
});
