import { upsertRecords } from '../inventory/upsert-records';
import { HubError } from '../kernel/errors';
import { newId } from '../kernel/ids';
import type { Db, Identity } from '../kernel/postgres/session';
import type { OpenIncidentInput } from './incident.input.type';
import { incidentKind } from './incident.write';

/** Opens one incident; the same owner, source and externalId again leave it as it stands. Answers its UUID. */
export async function openIncident(db: Db, input: OpenIncidentInput, viewer: Identity, now: Date): Promise<string> {
  const { owner, source, externalId, ...content } = input;
  const standing = externalId && (await findStanding(db, input));
  if (standing) return standing;
  const record = { ...content, externalId: externalId ?? newId(), state: 'NEW' as const };
  const { ids, refused } = await upsertRecords(db, incidentKind(viewer.organizationId, now), {
    owner,
    source,
    records: [record],
  });
  if (refused[0])
    throw new HubError('BAD_USER_INPUT', refused[0].message, { field: refused[0].field, reason: refused[0].code });
  return ids[0]!.slice(4);
}

async function findStanding(db: Db, { owner, source, externalId }: OpenIncidentInput): Promise<string | undefined> {
  const [standing] = await db.rows<{ id: string }>(
    'SELECT i.id FROM incident i JOIN organization o ON o.id = i.owner_id WHERE o.code = $1 AND i.source = $2 AND i.external_id = $3',
    [owner, source, externalId],
  );
  return standing?.id;
}
