import { collection, type Collection } from '../../kernel/reading/collection';
import { nameOrder, organizations } from '../directory.collection';
import { roles } from '../role.values';
import { ApiClientRow } from './api-client.entity';
import { ApiKeyRow } from './api-key.entity';

const createdOrder = {
  CREATED_AT: { column: 'created_at', type: 'timestamptz', nullable: false, description: 'When it was issued.' },
} as const;

export const apiClients: Collection<ApiClientRow> = collection({
  typeName: 'ApiClient',
  prefix: 'cli',
  dataset: 'KEYS',
  entity: ApiClientRow,
  filters: {
    id: { kind: 'id', prefix: 'cli', column: 'id', description: 'Id of the client.' },
    label: { kind: 'text', column: 'label', description: 'Its label.' },
    organization: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'The organization it belongs to.',
    },
    role: { kind: 'choice', column: 'role', choices: roles, description: 'What it may do.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When it was issued.' },
    revokedAt: { kind: 'time', column: 'revoked_at', description: 'When it was revoked.' },
    keys: {
      kind: 'some',
      target: () => apiKeys,
      on: '{far}.client_id = {near}.id',
      description: 'Clients with at least one key like this.',
    },
  },
  orders: {
    LABEL: { ...nameOrder['NAME']!, description: 'Label, ignoring case and diacritics, numbers in it by their value.' },
    ...createdOrder,
  },
});

export const apiKeys: Collection<ApiKeyRow> = collection({
  typeName: 'ApiKey',
  prefix: 'key',
  dataset: 'KEYS',
  entity: ApiKeyRow,
  filters: {
    id: { kind: 'id', prefix: 'key', column: 'id', description: 'Id of the key.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When it was issued.' },
    expiresAt: { kind: 'time', column: 'expires_at', description: 'When it ends.' },
    revokedAt: { kind: 'time', column: 'revoked_at', description: 'When it was revoked.' },
  },
  orders: {
    ...createdOrder,
    EXPIRES_AT: { column: 'expires_at', type: 'timestamptz', nullable: false, description: 'When it ends.' },
  },
});
