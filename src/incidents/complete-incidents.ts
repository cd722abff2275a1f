import { rawId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { Values } from '../kernel/writing/upsert';
import { affectedLevels } from './affected-level.store';
import { deskFields, type DeskField } from './desk-fields.values';
import type { SubjectPlace } from './incident-subjects';
import type { IncidentImpact } from './incident.values';
import { severityOf } from './severity.rules';

/**
 * Completes incidents of one source from what stands: what it does not send of who works on them, and whatever a desk has said in the hub since,
 * its source's word on that no longer counts. Then severity is what the rule says, where the source leaves it to that. The lock holds what
 * stands until the source's word is written.
 */
export async function completeIncidents(db: Db, incidents: Values[]): Promise<void> {
  const standing = await holdStanding(db, incidents);
  for (const values of incidents) {
    values['first_owner_id'] = values['owner_id'];
    const known = standing.get(values['external_id'] as string);
    values['coworker_ids'] ??= known?.['coworker_ids'] ?? [];
    values['recipient_ids'] ??= known?.['recipient_ids'] ?? [];
    if (known) keepDeskFields(values, known);
  }
  await rateByRule(db, incidents, standing);
}

type Standing = ReadonlyMap<string, Values>;

async function holdStanding(db: Db, incidents: readonly Values[]): Promise<Standing> {
  const [first] = incidents;
  if (!first) return new Map();
  const rows = await db.rows<{ image: Values }>(
    `SELECT to_jsonb(i) AS image FROM incident i
      WHERE i.first_owner_id = $1 AND i.source = $2 AND i.external_id = ANY ($3::text[]) ORDER BY i.id FOR UPDATE`,
    [first['owner_id'], first['source'], incidents.map((values) => values['external_id'])],
  );
  return new Map(rows.map(({ image }) => [image['external_id'] as string, image]));
}

function keepDeskFields(values: Values, known: Values): void {
  for (const field of known['desk_fields'] as DeskField[]) {
    for (const column of deskFields[field]) values[column] = known[column];
    if (field === 'affects') delete values['affects'];
  }
}

async function rateByRule(db: Db, incidents: readonly Values[], standing: Standing): Promise<void> {
  const rated = incidents.filter(({ impact, severity_reason: reason, severity }) => impact && (!reason || !severity));
  if (rated.length === 0) return;
  const subjectsOf = ({ affects, external_id: key }: Values): string[] => {
    if (affects) return (affects as SubjectPlace[]).map(({ id }) => id);
    return ((standing.get(key as string)?.['affected_ids'] ?? []) as string[]).map(rawId);
  };
  const levels = await affectedLevels(db, rated.map(subjectsOf));
  rated.forEach((values, n) => (values['severity'] = severityOf(values['impact'] as IncidentImpact, levels[n]!)));
}

/** Which of these have been handed over since they were first written: who owns them now says what becomes of them. */
export async function findHandedOver(db: Db, incidents: readonly Values[]): Promise<ReadonlyMap<number, string>> {
  const [first] = incidents;
  if (!first) return new Map();
  const rows = await db.rows<{ id: string; key: string }>(
    `SELECT 'inc_' || i.id AS id, i.external_id AS key FROM incident i
      WHERE i.first_owner_id = $1 AND i.source = $2 AND i.external_id = ANY ($3::text[]) AND i.owner_id <> i.first_owner_id`,
    [first['owner_id'], first['source'], incidents.map((values) => values['external_id'])],
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const places = incidents.map((values, index) => [index, ids.get(values['external_id'] as string)] as const);
  return new Map(places.filter((place): place is readonly [number, string] => place[1] !== undefined));
}
