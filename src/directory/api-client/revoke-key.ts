import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { findByIds } from '../../kernel/reading/by-ids';
import { apiClients, apiKeys } from './api-client.collection';
import type { ApiClientRow } from './api-client.entity';
import type { ApiKeyRow } from './api-key.entity';

/** Ends a key from the next request on, be it the one that asks; again, it changes nothing. Answers the key as it stands. */
export async function revokeKey(db: Db, id: string): Promise<ApiKeyRow> {
  const keyId = uuidOf('key', id);
  await db.rows('UPDATE api_key k SET revoked_at = now() WHERE k.id = $1 AND k.revoked_at IS NULL', [keyId]);
  const [key] = await findByIds(db, apiKeys, [keyId]);
  if (key) return key;
  throw new HubError('NOT_FOUND', 'There is no such key for this key.');
}

/** Ends a client and its keys, likewise. */
export async function revokeClient(db: Db, id: string): Promise<ApiClientRow> {
  const clientId = uuidOf('cli', id);
  await db.rows('UPDATE api_client c SET revoked_at = now() WHERE c.id = $1 AND c.revoked_at IS NULL', [clientId]);
  await db.rows('UPDATE api_key k SET revoked_at = now() WHERE k.client_id = $1 AND k.revoked_at IS NULL', [clientId]);
  const [client] = await findByIds(db, apiClients, [clientId]);
  if (client) return client;
  throw new HubError('NOT_FOUND', 'There is no such API client for this key.');
}
