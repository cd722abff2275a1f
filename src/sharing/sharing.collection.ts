import { nameOrder, organizations, regions, timeOrders } from '../directory/directory.collection';
import { collection, type Collection } from '../kernel/reading/collection';
import { AgreementRow } from './agreement.entity';
import { SharingGroupRow } from './sharing-group.entity';
import { agreementStates } from './sharing.values';

export const sharingGroups: Collection<SharingGroupRow> = collection({
  typeName: 'SharingGroup',
  prefix: 'grp',
  dataset: 'DIRECTORY',
  entity: SharingGroupRow,
  filters: {
    id: { kind: 'id', prefix: 'grp', column: 'id', description: 'Id of the group.' },
    code: { kind: 'text', column: 'code', description: 'Its code.' },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Who keeps it.' },
  },
  orders: { ...nameOrder, ...timeOrders },
});

export const agreements: Collection<AgreementRow> = collection({
  typeName: 'Agreement',
  prefix: 'agr',
  dataset: 'SHARING',
  entity: AgreementRow,
  filters: {
    id: { kind: 'id', prefix: 'agr', column: 'id', description: 'Id of the agreement.' },
    title: { kind: 'text', column: 'title', description: 'Its title.' },
    state: { kind: 'choice', column: 'state', choices: agreementStates, description: 'How far it has come.' },
    provider: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Who shares.' },
    consumer: {
      kind: 'record',
      column: 'organization_id',
      target: () => organizations,
      description: 'The organization that it is shared with.',
    },
    consumerGroup: {
      kind: 'record',
      column: 'group_id',
      target: () => sharingGroups,
      description: 'The group that it is shared with.',
    },
    region: { kind: 'record', column: 'region_id', target: () => regions, description: 'The region it is limited to.' },
    datasets: { kind: 'tags', column: 'datasets', description: 'What it covers.' },
    validFrom: { kind: 'time', column: 'valid_from', description: 'When it begins.' },
    validUntil: { kind: 'time', column: 'valid_until', description: 'When it is over.' },
  },
  orders: timeOrders,
});

/** Whoever can be named where records are shared: their codes are unique over both. */
export const parties = {
  typeName: 'Organization or SharingGroup',
  table: '(SELECT o.code, o.id FROM organization o UNION ALL SELECT g.code, g.id FROM sharing_group g)',
};
