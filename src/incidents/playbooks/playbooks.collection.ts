import { nameOrder, organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { markings } from '../../sharing/sharing.values';
import { PlaybookRow } from './playbook.entity';

export const playbooks: Collection<PlaybookRow> = collection({
  typeName: 'Playbook',
  prefix: 'pbk',
  dataset: 'INCIDENTS',
  entity: PlaybookRow,
  filters: {
    id: { kind: 'id', prefix: 'pbk', column: 'id', description: 'Id of the playbook.' },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    owner: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'Whose it is; those that come with the hub have no owner.',
    },
    isOwned: {
      kind: 'presence',
      column: 'owner_id',
      description: 'Whether an organization has it, or it comes with the hub.',
    },
    tlp: { kind: 'choice', column: 'tlp', choices: markings, description: 'Its TLP marking.' },
    fits: {
      kind: 'tags',
      column: 'fits',
      description: 'What it is for: classes of RSIT ("availability"), and types in them ("availability/outage").',
    },
    types: { kind: 'tags', column: 'types', description: 'Its types of CACAO: "remediation".' },
    labels: { kind: 'tags', column: 'labels', description: 'Its labels.' },
    source: { kind: 'text', column: 'source', description: 'The system of record it came from.' },
    externalId: { kind: 'text', column: 'external_id', description: 'Its key in that system.' },
    cacaoId: { kind: 'text', column: 'cacao_id', description: 'Its identifier in CACAO, playbook--UUID.' },
    isRevoked: { kind: 'flag', column: 'is_revoked', description: 'Whether its author has withdrawn it.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
    updatedAt: { kind: 'time', column: 'updated_at', description: 'When it last changed.' },
  },
  orders: { ...nameOrder, ...timeOrders },
});
