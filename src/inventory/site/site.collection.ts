import { nameOrder } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { recordFilters, recordOrders } from '../inventory-record.collection';
import { SiteRow } from './site.entity';

export const sites: Collection<SiteRow> = collection({
  typeName: 'Site',
  prefix: 'sit',
  dataset: 'INVENTORY',
  entity: SiteRow,
  masks: { latitude: 'COORDINATES', longitude: 'COORDINATES' },
  filters: {
    ...recordFilters('sit'),
    code: { kind: 'text', column: 'code', description: "Its code, unique within its owner's sites." },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
  },
  orders: {
    ...nameOrder,
    CODE: { column: 'code', type: 'text', nullable: false, description: 'Code, by its bytes.' },
    ...recordOrders,
  },
});
