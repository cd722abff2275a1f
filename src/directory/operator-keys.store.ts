import type { Queryable } from '../kernel/postgres/database';
import { newId } from '../kernel/ids';
import { faultOfClient } from './api-client/api-client.rules';
import { createKey, type NewKey } from './api-key';
import type { Role } from './role.values';

export interface KeyRequest {
  organization: string;
  label: string;
  role: Role;
  expiresAt: Date;
  /** Codes of organizations below its own that it may write for too. */
  writesFor: string[];
  /** Where its keys are used from; from anywhere unless said. */
  networks?: string[];
}

/** Makes a client of an organization with its first key. The text is shown once: only its hash stays. Run by the operator's connection. */
export async function issueKeyAsOperator(client: Queryable, request: KeyRequest): Promise<NewKey> {
  const networks = request.networks ?? [];
  const fault = faultOfClient({ ...request, networks });
  if (fault) throw new Error(fault);
  const codes = [request.organization, ...request.writesFor];
  const { rows } = await client.query<{ code: string; id: string }>(
    'SELECT o.code, o.id FROM hub.organization o WHERE o.code = ANY ($1)',
    [codes],
  );
  const ids = new Map(rows.map(({ code, id }) => [code, id]));
  const missing = codes.find((code) => !ids.has(code));
  if (missing) throw new Error(`There is no organization with the code "${missing}".`);
  const key = createKey();
  const clientId = newId();
  await client.query(
    `WITH c AS (INSERT INTO hub.api_client (id, owner_id, label, role, writes_for, networks) VALUES ($1, $2, $3, $4, $5, $9) RETURNING id, owner_id),
          k AS (INSERT INTO hub.api_key (id, client_id, owner_id, expires_at) SELECT $6, c.id, c.owner_id, $8 FROM c RETURNING id)
     INSERT INTO private.api_secret (key_id, hash) SELECT k.id, $7 FROM k`,
    [
      clientId,
      ids.get(request.organization),
      request.label.trim(),
      request.role,
      request.writesFor.map((code) => ids.get(code)),
      key.keyId,
      key.secretHash,
      request.expiresAt,
      networks,
    ],
  );
  return key;
}

export interface ListedKey {
  id: string;
  organization: string;
  label: string;
  role: Role;
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  /** Whether its time has run out, by the clock that decides. */
  isOver: boolean;
  /** Where it is used from; from anywhere where there is none. */
  networks: string[];
}

export async function listEveryKey(client: Queryable): Promise<ListedKey[]> {
  const { rows } = await client.query<ListedKey>(
    `SELECT k.id, o.code AS organization, c.label, c.role, k.created_at AS "createdAt", k.expires_at AS "expiresAt",
            coalesce(k.revoked_at, c.revoked_at) AS "revokedAt", k.expires_at <= now() AS "isOver", c.networks::text[] AS networks
       FROM hub.api_key k JOIN hub.api_client c ON c.id = k.client_id JOIN hub.organization o ON o.id = c.owner_id
      ORDER BY o.code, k.id`,
  );
  return rows;
}

/** A key of whatever client; true where one in force was ended: it holds from the very next request. */
export async function revokeKeyAsOperator(client: Queryable, keyId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE hub.api_key k SET revoked_at = now() WHERE k.id = $1 AND k.revoked_at IS NULL',
    [keyId],
  );
  return rowCount === 1;
}
