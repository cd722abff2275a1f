import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Identity } from '../../kernel/postgres/identity';
import type { Db } from '../../kernel/postgres/session';
import { affectedLevels } from '../affected-level.store';
import { mostMerged } from '../incident.values';
import { severityOf } from '../severity.rules';
import { changeIncident, inWords, tellTimeline } from './change-incident.store';
import { isRefused } from './incident-life.rules';
import type { MergeIncidentsInput } from './join.input.type';
import { mergeInto } from './merge.rules';
import { refuseLong } from './refuse-long';
import { holdIncidents, refuseOtherVersion, type StandingIncident } from './standing-incident.store';

/** Makes one incident of several: the duplicates are closed, keep what they hold and lead to the one that goes on. Answers its UUID. */
export async function mergeIncidents(db: Db, input: MergeIncidentsInput, viewer: Identity, now: Date): Promise<string> {
  refuseLong({ note: input.note });
  const sent = [input.into, ...input.duplicates];
  const ids = sent.map(({ incident }) => uuidOf('inc', incident, 'incident'));
  refuseUnclear(ids);
  // One merge at a time: what was merged into a duplicate before goes along, and is not to be merged elsewhere meanwhile.
  await db.rows(`SELECT pg_advisory_xact_lock(hashtextextended('incidents are merged', 0))`);
  const [into, ...duplicates] = (await holdIncidents(db, ids)) as [StandingIncident, ...StandingIncident[]];
  if ([into, ...duplicates].some(({ part }) => part !== 'OWNER' && part !== 'COORDINATOR'))
    throw new HubError('FORBIDDEN', 'Merging incidents is for who owns or coordinates all of them.');
  for (const [n, standing] of [into, ...duplicates].entries()) await refuseOtherVersion(db, standing, sent[n]!.version);
  const taken = mergeInto(into, duplicates, now);
  if (isRefused(taken)) throw new HubError(taken.code, taken.message);
  await closeDuplicates(db, into.id, duplicates, now);
  await tellDuplicates(db, duplicates, viewer.label, now, input.note);
  const severity = await severityWith(db, into);
  await changeIncident(db, into.id, { ...taken, ...severity }, [
    ...(['coworkers', 'recipients', 'labels', 'links', 'affects'] as const),
    ...(taken.awareAt ? (['awareAt'] as const) : []),
  ]);
  const count = duplicates.length === 1 ? 'A duplicate was' : `${duplicates.length} duplicates were`;
  // No reference: who sees this one may not see the others.
  const told = { kind: 'ACTION', text: `${count} merged into this incident.`, at: now.toISOString() } as const;
  await tellTimeline(db, into, viewer.label, told);
  return into.id;
}

function refuseUnclear(ids: readonly string[]): void {
  const count = ids.length - 1;
  if (count < 1 || count > mostMerged)
    throw new HubError('BAD_USER_INPUT', `duplicates: name 1 to ${mostMerged}, not ${count}.`);
  if (new Set(ids).size < ids.length)
    throw new HubError('BAD_USER_INPUT', 'duplicates: name each incident once; none is a duplicate of itself.');
}

/** What a duplicate affects and is linked to goes along by the database, with what was merged into it before. */
async function closeDuplicates(db: Db, into: string, duplicates: readonly StandingIncident[], now: Date) {
  await db.rows(
    `UPDATE incident i SET state = 'CLOSED', closed_at = coalesce(i.closed_at, $3), acknowledged_at = coalesce(i.acknowledged_at, $3),
            merged_into_id = $1, version = i.version + 1, hand_over_to_id = CASE WHEN i.owner_id = ANY (hub.writers()) THEN NULL ELSE i.hand_over_to_id END,
            desk_fields = ARRAY(SELECT DISTINCT f FROM unnest(i.desk_fields || 'state'::text) f ORDER BY 1)
      WHERE i.id = ANY ($2::uuid[])`,
    [into, duplicates.map(({ id }) => id), now.toISOString()],
  );
}

async function tellDuplicates(
  db: Db,
  duplicates: readonly StandingIncident[],
  desk: string,
  now: Date,
  note: string | null | undefined,
): Promise<void> {
  const entries = duplicates.map(({ id, actorId, state }) => ({
    ...{ id: newId(), incident_id: id, author_id: actorId, from_state: state },
    text: inWords(`${state} → CLOSED: merged into another incident as a duplicate.`, note),
  }));
  await db.rows(
    `INSERT INTO timeline_entry (id, incident_id, owner_id, source, external_id, marking, tlp, party_ids, author_id, author_desk, kind, at, text, from_state, to_state)
     SELECT g.id, i.id, i.owner_id, 'hub', g.id::text, i.tlp, i.tlp, i.party_ids, g.author_id, $2, 'STATE_CHANGE', $3, g.text, g.from_state, 'CLOSED'
       FROM jsonb_to_recordset($1) AS g(id uuid, incident_id uuid, author_id uuid, from_state text, text text)
       JOIN incident i ON i.id = g.incident_id ORDER BY g.id`,
    [JSON.stringify(entries), desk, now.toISOString()],
  );
}

/** The rule's word on what is affected now. */
async function severityWith(db: Db, { id, impact, severityReason }: StandingIncident) {
  if (!impact || severityReason) return {};
  const subjects = await db.rows<{ id: string }>(
    'SELECT s.subject_id AS id FROM incident_subject s WHERE s.incident_id = $1',
    [id],
  );
  const [level] = await affectedLevels(db, [subjects.map((subject) => subject.id)]);
  return { severity: severityOf(impact, level!) };
}
