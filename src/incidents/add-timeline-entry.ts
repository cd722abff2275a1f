import { findWriter } from '../directory/find-writer';
import { HubError } from '../kernel/errors';
import { newId, uuidOf } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { Identity } from '../kernel/postgres/identity';
import type { AddTimelineEntryInput } from './incident.input.type';
import { faultOfFuture } from './life/incident-times.rules';

/** Adds an entry to an incident that its author is a party of: owner, reporter, co-worker or named recipient. Answers its UUID. */
export async function addTimelineEntry(
  db: Db,
  input: AddTimelineEntryInput,
  viewer: Identity,
  now: Date,
): Promise<string> {
  refuseUnfit(input, now);
  const incidentId = uuidOf('inc', input.incident, 'incident');
  const author = input.author ? (await findWriter(db, input.author)).id : viewer.organizationId;
  const [incident] = await db.rows<{ party: boolean }>(
    'SELECT hub.is_party($2::uuid, i.party_ids) AS party FROM incident i WHERE i.id = $1',
    [incidentId, author],
  );
  if (!incident) throw new HubError('NOT_FOUND', 'There is no such incident for this key.');
  if (!incident.party)
    throw new HubError(
      'FORBIDDEN',
      'Only its owner, reporter, co-workers and named recipients add to the timeline of an incident.',
    );
  const id = newId();
  const written = await db.rows<{ id: string }>(
    `INSERT INTO timeline_entry AS t (id, incident_id, owner_id, source, external_id, marking, tlp, party_ids, author_id, author_desk, kind, at, text)
     SELECT $1, i.id, i.owner_id, $2, $3, coalesce($4, i.tlp), i.tlp, i.party_ids, $5, $6, $7, $8, $9 FROM incident i WHERE i.id = $10
     ON CONFLICT (author_id, source, external_id) DO NOTHING RETURNING t.id`,
    [
      id,
      input.source,
      input.externalId ?? id,
      input.tlp ?? null,
      author,
      viewer.label,
      input.kind,
      input.at ?? now.toISOString(),
      input.text,
      incidentId,
    ],
  );
  return written[0]?.id ?? findStanding(db, incidentId, author, input);
}

function refuseUnfit({ text, source, externalId, at }: AddTimelineEntryInput, now: Date): void {
  const refuse = (message: string) => {
    throw new HubError('BAD_USER_INPUT', message);
  };
  if (text.length < 1 || text.length > 20_000)
    refuse(`text: it has 1 to 20,000 characters, this one has ${text.length}.`);
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(source)) refuse('source: it has 1 to 63 of a-z, 0-9, ".", "_", "-".');
  if (externalId != null && (externalId.length < 1 || externalId.length > 200))
    refuse('externalId: it has 1 to 200 characters.');
  const early = faultOfFuture({ at }, now);
  if (early) refuse(early);
}

async function findStanding(db: Db, incidentId: string, author: string, input: AddTimelineEntryInput): Promise<string> {
  const [standing] = await db.rows<{ id: string }>(
    'SELECT t.id FROM timeline_entry t WHERE t.incident_id = $1 AND t.source = $2 AND t.external_id = $3 AND t.author_id = $4',
    [incidentId, input.source, input.externalId, author],
  );
  if (standing) return standing.id;
  throw new HubError('CONFLICT', 'externalId: an entry of another incident has this key already.');
}
