import { HubError } from '../../kernel/errors';
import { newId, toPublicId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { findByIds } from '../../kernel/reading/by-ids';
import { createKey } from '../api-key';
import { organizations } from '../directory.collection';
import { faultOfWritesFor } from '../find-stranger';
import { overItsSteward } from '../over-its-steward';
import { idsOf } from '../resolve-codes';
import { apiClients, apiKeys } from './api-client.collection';
import type { ApiClientRow } from './api-client.entity';
import type { IssueKeyInput, RotateKeyInput } from './api-client.input.type';
import { endOfKey, faultOfClient } from './api-client.rules';
import type { ApiKeyRow } from './api-key.entity';

/** A key as it is told, once. The rows are read in the transaction that made them. */
export interface IssuedKey {
  client: ApiClientRow;
  key: ApiKeyRow;
  text: string;
}

/** Makes an API client of an organization that the viewer stewards, with its first key. */
export async function issueKey(db: Db, input: IssueKeyInput, now: Date): Promise<IssuedKey> {
  const fault = faultOfClient(input);
  if (fault) throw new HubError('BAD_USER_INPUT', fault);
  const expiresAt = checkedEnd(input.expiresAt, now);
  await refuseStrangeNetwork(db, input.networks);
  const ownerId = await findStewarded(db, input.organization);
  const { writesFor } = await idsOf(db, { writesFor: { target: organizations, codes: input.writesFor } });
  const stranger = await faultOfWritesFor(db, input.organization, input.writesFor);
  if (stranger) throw new HubError('BAD_USER_INPUT', stranger);
  const id = newId();
  await db.rows(
    'INSERT INTO api_client (id, owner_id, label, role, writes_for, networks) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, ownerId, input.label.trim(), input.role, writesFor, input.networks],
  );
  return addKey(db, id, expiresAt);
}

/** Adds a key to a client: two are in force at most, so that a system can change over from one to the other. */
export async function rotateKey(db: Db, input: RotateKeyInput, now: Date): Promise<IssuedKey> {
  const clientId = uuidOf('cli', input.client, 'client');
  const expiresAt = checkedEnd(input.expiresAt, now);
  const retireOldAt = input.retireOldAt && checkedRetirement(input.retireOldAt, now);
  const [client] = await db.rows<{ revoked: boolean; hasSteward: boolean; code: string }>(
    `SELECT c.revoked_at IS NOT NULL AS revoked, o.code, o.id <> (SELECT hub.viewer()) AND hub.has_steward(o.id) AS "hasSteward"
       FROM api_client c JOIN organization o ON o.id = c.owner_id WHERE c.id = $1 FOR UPDATE OF c`,
    [clientId],
  );
  if (!client) throw new HubError('NOT_FOUND', 'There is no such API client for this key.');
  if (client.hasSteward) throw overItsSteward(client.code, leftToOthers);
  if (client.revoked) throw new HubError('CONFLICT', 'The API client is revoked: issue a key to a new one.');
  await refuseThird(db, clientId);
  if (retireOldAt)
    await db.rows(
      'UPDATE api_key k SET expires_at = $2 WHERE k.client_id = $1 AND k.revoked_at IS NULL AND k.expires_at > $2',
      [clientId, retireOldAt],
    );
  return addKey(db, clientId, expiresAt);
}

const leftToOthers = 'only that one issues its keys, or the operator; revoking them stays yours.';

async function addKey(db: Db, clientId: string, expiresAt: Date): Promise<IssuedKey> {
  const { keyId, secretHash, text } = createKey();
  await db.rows(
    `INSERT INTO api_key (id, client_id, owner_id, expires_at) SELECT $1, c.id, c.owner_id, $3 FROM api_client c WHERE c.id = $2`,
    [keyId, clientId, expiresAt],
  );
  await db.rows('SELECT hub.keep_secret($1, $2)', [keyId, secretHash]);
  const [client] = await findByIds(db, apiClients, [clientId]);
  const [key] = await findByIds(db, apiKeys, [keyId]);
  return { client: client!, key: key!, text };
}

async function refuseThird(db: Db, clientId: string): Promise<void> {
  const live = await db.rows<{ id: string }>(
    'SELECT k.id FROM api_key k WHERE k.client_id = $1 AND k.revoked_at IS NULL AND k.expires_at > now() ORDER BY k.id',
    [clientId],
  );
  if (live.length < 2) return;
  const names = live.map(({ id }) => toPublicId('key', id)).join(' and ');
  throw new HubError('CONFLICT', `The API client has two keys in force, ${names}: revoke one, then rotate.`);
}

function checkedEnd(expiresAt: string | null | undefined, now: Date): Date {
  const end = endOfKey(expiresAt, now);
  if (typeof end === 'string') throw new HubError('BAD_USER_INPUT', end);
  return end;
}

function checkedRetirement(retireOldAt: string, now: Date): Date {
  const at = new Date(retireOldAt);
  if (at > now) return at;
  throw new HubError('BAD_USER_INPUT', 'retireOldAt: it lies in the past; to end a key now, use revokeKey.');
}

async function findStewarded(db: Db, code: string): Promise<string> {
  const [found] = await db.rows<{ id: string; stewarded: boolean; hasSteward: boolean }>(
    `SELECT o.id, o.id = ANY ((SELECT hub.stewarded())::uuid[]) AS stewarded,
            o.id <> (SELECT hub.viewer()) AND hub.has_steward(o.id) AS "hasSteward"
       FROM organization o WHERE o.code = $1`,
    [code],
  );
  const named = code.slice(0, 63);
  if (!found) throw new HubError('BAD_USER_INPUT', `organization: there is no Organization with the code "${named}".`);
  if (found.stewarded && found.hasSteward) throw overItsSteward(named, leftToOthers);
  if (found.stewarded) return found.id;
  throw new HubError('FORBIDDEN', `Issuing a key of "${named}" is for a steward of it or of those above it.`);
}

async function refuseStrangeNetwork(db: Db, networks: readonly string[]): Promise<void> {
  const [strange] = await db.rows<{ given: string; network: string }>(
    'SELECT n.given, network(n.given::inet)::text AS network FROM unnest($1::text[]) AS n(given) WHERE network(n.given::inet) <> n.given::inet LIMIT 1',
    [networks],
  );
  if (!strange) return;
  const { given, network } = strange;
  throw new HubError(
    'BAD_USER_INPUT',
    `networks: "${given}" has bits set beyond its length: the network is "${network}".`,
  );
}
