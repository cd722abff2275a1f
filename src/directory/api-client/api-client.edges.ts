import { toMany, toOne } from '../../kernel/reading/edges';
import { organizations } from '../directory.collection';
import { apiClients, apiKeys } from './api-client.collection';

export const clientKeys = toMany('ApiClient.keys', apiKeys, 't.client_id = p.parent');
export const clientWritesFor = toMany(
  'ApiClient.writesFor',
  organizations,
  't.id IN (SELECT unnest(c.writes_for) FROM api_client c WHERE c.id = p.parent)',
);
export const keyClient = toOne('clientId', apiClients);
/** Of whoever asks: the parent is its client, and the scope says the rest. */
export const viewerClient = toOne('clientId', apiClients);
export const viewerWritesFor = toMany('Viewer.writesFor', organizations, 't.id = ANY ((SELECT hub.writers())::uuid[])');
