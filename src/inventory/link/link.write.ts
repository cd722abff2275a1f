import { organizations } from '../../directory/directory.collection';
import type { Values } from '../../kernel/writing/upsert';
import { devices } from '../device/device.collection';
import { interfaces } from '../interface/interface.collection';
import { sites } from '../site/site.collection';
import { inventoryColumns, sourcedKey, type Ask, type RecordKind } from '../upsert-records';
import { links } from './link.collection';
import type { LinkEndInput, LinkRecord } from './link.record.type';

const endColumns = (end: 'a' | 'b') => ({
  [`${end}_site_id`]: 'uuid',
  [`${end}_device_id`]: 'uuid',
  [`${end}_interface_id`]: 'uuid',
});

export const linkKind: RecordKind<LinkRecord> = {
  target: {
    of: links,
    key: sourcedKey,
    columns: {
      ...inventoryColumns,
      name: 'text',
      kind: 'text',
      capacity_bps: 'bigint',
      provider_id: 'uuid',
      ...endColumns('a'),
      ...endColumns('b'),
    },
    synced: true,
  },
  values: ({ name, kind, status, capacityBps }) => ({ name, kind, status, capacity_bps: capacityBps }),
  refer: ({ provider, a, b }, values, ask) => {
    ask.code('provider', organizations, provider, (id) => (values['provider_id'] = id));
    referEnd('a', a, values, ask);
    referEnd('b', b, values, ask);
  },
};

function referEnd(name: 'a' | 'b', end: LinkEndInput | null | undefined, values: Values, ask: Ask): void {
  ask.record(`${name}.site`, sites, end?.site, (id) => (values[`${name}_site_id`] = id));
  ask.record(`${name}.device`, devices, end?.device, (id) => (values[`${name}_device_id`] = id));
  ask.record(`${name}.interface`, interfaces, end?.interface, (id) => (values[`${name}_interface_id`] = id));
}
