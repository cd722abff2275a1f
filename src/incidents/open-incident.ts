import { findWriter } from '../directory/find-writer';
import { upsertRecords } from '../inventory/upsert-records';
import { HubError } from '../kernel/errors';
import { newId, rawId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { Identity } from '../kernel/postgres/identity';
import type { OpenIncidentInput } from './incident.input.type';
import { incidentKind } from './incident.write';
import { faultOfTimes } from './life/incident-times.rules';

/** Opens one incident; the same owner, source and externalId again leave it as it stands, whoever wrote it. Answers its UUID. */
export async function openIncident(db: Db, input: OpenIncidentInput, viewer: Identity, now: Date): Promise<string> {
  const { owner, source, externalId, ...content } = input;
  const { occurredAt, detectedAt, awareAt } = content;
  const misplaced = faultOfTimes({}, { occurredAt, detectedAt, awareAt }, now);
  if (misplaced) throw new HubError('BAD_USER_INPUT', misplaced);
  const kind = incidentKind(viewer.organizationId, now);
  const record = { ...content, externalId: externalId ?? newId(), state: 'NEW' as const };
  const { ids, refused } = await upsertRecords(
    db,
    { ...kind, target: { ...kind.target, keeps: true } },
    { owner, source, records: [record] },
  );
  if (refused[0])
    throw new HubError('BAD_USER_INPUT', refused[0].message, { field: refused[0].field, reason: refused[0].code });
  return ids[0] ? rawId(ids[0]) : findStanding(db, owner, source, record.externalId);
}

/** A statement of its own: it sees what somebody else kept while this one waited for it. */
async function findStanding(db: Db, owner: string, source: string, externalId: string): Promise<string> {
  const { id: ownerId } = await findWriter(db, owner);
  const [standing] = await db.rows<{ id: string }>(
    'SELECT i.id FROM incident i WHERE i.first_owner_id = $1 AND i.source = $2 AND i.external_id = $3',
    [ownerId, source, externalId],
  );
  if (standing) return standing.id;
  throw new HubError(
    'CONFLICT',
    'externalId: it is taken in this source by an incident that this key does not see: use another.',
  );
}
