import { nameOrder } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { recordFilters, recordOrders } from '../inventory-record.collection';
import { InformationSystemRow } from './information-system.entity';

export const informationSystems: Collection<InformationSystemRow> = collection({
  typeName: 'InformationSystem',
  prefix: 'sys',
  dataset: 'INVENTORY',
  entity: InformationSystemRow,
  filters: {
    ...recordFilters('sys'),
    code: { kind: 'text', column: 'code', description: "Its code, unique within its owner's systems." },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    sector: { kind: 'text', column: 'sector', description: 'The sector it serves.' },
    level: { kind: 'number', column: 'level', description: 'Its own legal security level, 1 to 5.' },
    effectiveLevel: {
      kind: 'number',
      column: 'effective_level',
      description: 'The highest level among itself and its parts.',
    },
  },
  orders: {
    ...nameOrder,
    EFFECTIVE_LEVEL: {
      column: 'effective_level',
      type: 'bigint',
      nullable: false,
      description: 'Highest level among itself and its parts.',
    },
    ...recordOrders,
  },
});
