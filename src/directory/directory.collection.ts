import { collection, type Collection } from '../kernel/reading/collection';
import type { OrderFields } from '../kernel/reading/keyset';
import { OrganizationRow } from './organization.entity';
import { organizationKinds } from './organization.values';
import { RegionRow } from './region.entity';

export const nameOrder: OrderFields = {
  NAME: {
    column: 'sort_key',
    type: 'text',
    nullable: false,
    description: 'Name, ignoring case and diacritics, numbers in it by their value.',
  },
};
export const timeOrders: OrderFields = {
  CREATED_AT: {
    column: 'created_at',
    type: 'timestamptz',
    nullable: false,
    description: 'When the hub first held the record.',
  },
  UPDATED_AT: {
    column: 'updated_at',
    type: 'timestamptz',
    nullable: false,
    description: 'When its content last changed.',
  },
};
const codeOrder: OrderFields = {
  CODE: { column: 'code', type: 'text', nullable: false, description: 'Code, by its bytes.' },
};

export const organizations: Collection<OrganizationRow> = collection({
  typeName: 'Organization',
  prefix: 'org',
  dataset: 'DIRECTORY',
  entity: OrganizationRow,
  filters: {
    id: { kind: 'id', prefix: 'org', column: 'id', description: 'Id of the organization.' },
    code: { kind: 'text', column: 'code', description: 'Its code.' },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    kind: { kind: 'choice', column: 'kind', choices: organizationKinds, description: 'What it is.' },
    parent: {
      kind: 'record',
      column: 'parent_id',
      target: () => organizations,
      description: 'The organization above it.',
    },
    region: { kind: 'record', column: 'region_id', target: () => regions, description: 'The region it answers for.' },
  },
  orders: { ...nameOrder, ...codeOrder, ...timeOrders },
});

export const regions: Collection<RegionRow> = collection({
  typeName: 'Region',
  prefix: 'reg',
  dataset: 'DIRECTORY',
  entity: RegionRow,
  filters: {
    id: { kind: 'id', prefix: 'reg', column: 'id', description: 'Id of the region.' },
    code: { kind: 'text', column: 'code', description: 'Its code.' },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    parent: { kind: 'record', column: 'parent_id', target: () => regions, description: 'The region it lies in.' },
  },
  orders: { ...nameOrder, ...codeOrder, ...timeOrders },
});
