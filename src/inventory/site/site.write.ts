import { regions } from '../../directory/directory.collection';
import { inventoryColumns, sourcedKey, type RecordKind } from '../upsert-records';
import type { SiteRecord } from './site.record.type';
import { sites } from './site.collection';

export const siteKind: RecordKind<SiteRecord> = {
  target: {
    of: sites,
    key: sourcedKey,
    columns: {
      ...inventoryColumns,
      code: 'text',
      name: 'text',
      region_id: 'uuid',
      latitude: 'float8',
      longitude: 'float8',
    },
    synced: true,
  },
  values: ({ code, name, status, latitude, longitude }) => ({ code, name, status, latitude, longitude }),
  check: ({ latitude, longitude }) =>
    (latitude == null) === (longitude == null)
      ? null
      : { field: 'latitude', message: 'a position needs both latitude and longitude.' },
  refer: ({ region }, values, ask) => ask.code('region', regions, region, (id) => (values['region_id'] = id)),
};
