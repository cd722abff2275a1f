import { findWriter } from '../directory/find-writer';
import { upsertRecords } from '../inventory/upsert-records';
import { HubError } from '../kernel/errors';
import { newId, rawId } from '../kernel/ids';
import type { Db, Identity } from '../kernel/postgres/session';
import type { OpenIncidentInput } from './incident.input.type';
import { incidentKind } from './incident.write';

/** Opens one incident; the same owner, source and externalId again leave it as it stands. Answers its UUID. */
export async function openIncident(db: Db, input: OpenIncidentInput, viewer: Identity, now: Date): Promise<string> {
  const { owner, source, externalId, ...content } = input;
  const writer = await findWriter(db, owner);
  const standing = externalId && (await findStanding(db, writer.id, source, externalId));
  if (standing) return standing;
  const record = { ...content, externalId: externalId ?? newId(), state: 'NEW' as const };
  const { ids, refused } = await upsertRecords(db, incidentKind(viewer.organizationId, now), {
    owner,
    source,
    records: [record],
  });
  if (refused[0])
    throw new HubError('BAD_USER_INPUT', refused[0].message, { field: refused[0].field, reason: refused[0].code });
  return rawId(ids[0]!);
}

/** Of several who open with one key at once, the first opens it: the lock lets the others look only when that one is done. */
async function findStanding(db: Db, ...key: [ownerId: string, source: string, externalId: string]) {
  await db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`open incident ${JSON.stringify(key)}`]);
  const [standing] = await db.rows<{ id: string }>(
    'SELECT i.id FROM incident i WHERE i.owner_id = $1 AND i.source = $2 AND i.external_id = $3',
    key,
  );
  return standing?.id;
}
