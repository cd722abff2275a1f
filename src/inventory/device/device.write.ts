import { inventoryColumns, sourcedKey, type RecordKind } from '../upsert-records';
import { sites } from '../site/site.collection';
import { devices } from './device.collection';
import type { DeviceRecord } from './device.record.type';

export const deviceKind: RecordKind<DeviceRecord> = {
  target: {
    of: devices,
    key: sourcedKey,
    columns: {
      ...inventoryColumns,
      name: 'text',
      role: 'text',
      manufacturer: 'text',
      model: 'text',
      serial: 'text',
      platform: 'text',
      management_address: 'inet',
      tags: 'text[]',
      site_id: 'uuid',
    },
    synced: true,
  },
  values: ({ name, role, status, manufacturer, model, serial, platform, managementAddress, tags }) => ({
    ...{ name, role, status, manufacturer, model, serial, platform },
    management_address: managementAddress,
    tags: [...new Set(tags ?? [])].sort(),
  }),
  refer: ({ site }, values, ask) => ask.record('site', sites, site, (id) => (values['site_id'] = id)),
};
