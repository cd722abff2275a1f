import { devices } from '../device/device.collection';
import { inventoryColumns, sourcedKey, type RecordKind } from '../upsert-records';
import { interfaces } from './interface.collection';
import type { InterfaceRecord } from './interface.record.type';

export const interfaceKind: RecordKind<InterfaceRecord> = {
  target: {
    of: interfaces,
    key: sourcedKey,
    columns: {
      ...inventoryColumns,
      device_id: 'uuid',
      name: 'text',
      kind: 'text',
      enabled: 'boolean',
      speed_bps: 'bigint',
      mac: 'macaddr',
      description: 'text',
    },
    synced: true,
  },
  values: ({ name, kind, status, enabled, speedBps, mac, description }) => ({
    name,
    kind,
    status,
    enabled,
    speed_bps: speedBps,
    mac,
    description,
  }),
  refer: ({ device }, values, ask) => ask.record('device', devices, device, (id) => (values['device_id'] = id)),
};
