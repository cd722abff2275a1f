import { apiClients } from '../../directory/api-client/api-client.collection';
import { organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { toOne } from '../../kernel/reading/edges';
import { ExportRow } from './export.entity';
import { exportContents, exportFormats, exportStates } from './export.values';

export const bulkExports: Collection<ExportRow> = collection({
  typeName: 'Export',
  prefix: 'exp',
  dataset: 'KEYS',
  entity: ExportRow,
  filters: {
    id: { kind: 'id', prefix: 'exp', column: 'id', description: 'Id of the export.' },
    owner: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'Whose client asked for it.',
    },
    content: { kind: 'choice', column: 'content', choices: exportContents, description: 'What it holds.' },
    format: { kind: 'choice', column: 'format', choices: exportFormats, description: 'How that is written.' },
    state: { kind: 'choice', column: 'state', choices: exportStates, description: 'How far it has come.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When it was asked for.' },
  },
  orders: timeOrders,
});

export const clientOf = toOne('clientId', apiClients);
