import { organizations, regions, timeOrders } from '../directory/directory.collection';
import type { FilterFields } from '../kernel/reading/filter';
import type { Prefix } from '../kernel/ids';
import type { OrderFields } from '../kernel/reading/keyset';
import { lifecycleStatuses } from './inventory-record.values';

/** What every list of the inventory can be narrowed by. */
export const recordFilters = (prefix: Prefix): FilterFields => ({
  id: { kind: 'id', prefix, column: 'id', description: 'Id of the record.' },
  status: { kind: 'choice', column: 'status', choices: lifecycleStatuses, description: 'Stage of its life.' },
  owner: {
    kind: 'record',
    column: 'owner_id',
    target: () => organizations,
    description: 'The organization that owns it.',
  },
  region: { kind: 'record', column: 'region_id', target: () => regions, description: 'The region it lies in.' },
  source: { kind: 'text', column: 'source', description: 'The system of record it came from.' },
  externalId: { kind: 'text', column: 'external_id', description: 'Its key in that system.' },
  createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
  updatedAt: { kind: 'time', column: 'updated_at', description: 'When its content last changed.' },
});

/** What every list of the inventory can be ordered by. */
export const recordOrders: OrderFields = {
  ...timeOrders,
  STATUS: { column: 'status', type: 'text', nullable: false, description: 'Stage of life, by its code.' },
};
