import { organizations, regions } from '../directory/directory.collection';
import { parties } from '../sharing/sharing.collection';
import { sourcedColumns, sourcedKey, type Ask, type RecordKind } from '../inventory/upsert-records';
import { newId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { Values } from '../kernel/writing/upsert';
import { subjectKinds, type SubjectRef } from '../monitoring/subject';
import type { IncidentRecord } from './incident.record.type';
import { faultOf, newReference } from './incident.rules';
import { incidents } from './incidents.collection';

const columns = {
  ...sourcedColumns,
  reference: 'text',
  reporter_id: 'uuid',
  ...{
    title: 'text',
    summary: 'text',
    class: 'text',
    type: 'text',
    severity: 'text',
    state: 'text',
    tlp: 'text',
    region_id: 'uuid',
  },
  ...{ occurred_at: 'timestamptz', occurred_at_precision: 'text', detected_at: 'timestamptz', aware_at: 'timestamptz' },
  ...{
    acknowledged_at: 'timestamptz',
    contained_at: 'timestamptz',
    resolved_at: 'timestamptz',
    closed_at: 'timestamptz',
  },
  ...{ coworker_ids: 'uuid[]', recipient_ids: 'uuid[]', labels: 'text[]', links: 'text[]' },
};

/** Incidents as a source sends them; the reporter is the organization whose key first wrote them. */
export const incidentKind = (reporterId: string, now: Date): RecordKind<IncidentRecord> => ({
  target: { of: incidents, key: sourcedKey, columns, once: ['reference', 'reporter_id'], synced: true },
  check: faultOf,
  values: (incident) => valuesOf(incident, reporterId, now),
  refer: (incident, values, ask) => {
    ask.code('region', regions, incident.region, (id) => (values['region_id'] = id));
    referCodes('coworkers', 'coworker_ids', incident.coworkers, values, ask);
    referCodes('recipients', 'recipient_ids', incident.recipients, values, ask);
    incident.affects?.forEach((subject, i) => referSubject(subject, i, values, ask));
    if (incident.affects?.length === 0) values['affects'] = [];
  },
  complete: keepUnsent,
  after: replaceSubjects,
});

function valuesOf(incident: IncidentRecord, reporterId: string, now: Date): Values {
  const { title, summary, severity, state, tlp, labels, links } = incident;
  return {
    ...{ title, summary, severity, state, tlp },
    reference: newReference(now),
    reporter_id: reporterId,
    class: incident.classification.class,
    type: incident.classification.type,
    occurred_at: incident.occurredAt,
    occurred_at_precision: incident.occurredAtPrecision,
    detected_at: incident.detectedAt,
    aware_at: incident.awareAt,
    acknowledged_at: incident.acknowledgedAt,
    contained_at: incident.containedAt,
    resolved_at: incident.resolvedAt,
    closed_at: incident.closedAt,
    coworker_ids: incident.coworkers ? [] : null,
    recipient_ids: incident.recipients ? [] : null,
    labels: [...new Set(labels ?? [])].sort(),
    links: [...new Set(links ?? [])],
  };
}

function referCodes(field: string, column: string, codes: string[] | null | undefined, values: Values, ask: Ask): void {
  if (!codes) return;
  const ids = values[column] as string[];
  for (const code of [...new Set(codes)].sort()) ask.code(field, parties, code, (id) => ids.push(id));
}

interface SubjectPlace {
  column: string;
  id: string;
}

function referSubject(subject: SubjectRef, i: number, values: Values, ask: Ask): void {
  const places = (values['affects'] ??= []) as SubjectPlace[];
  for (const { field, column, collection } of subjectKinds) {
    const put = (id: string) => places.push({ column, id });
    if (field === 'organization') ask.code(`affects[${i}].organization`, organizations, subject.organization, put);
    else ask.record(`affects[${i}].${field}`, collection, subject[field], put);
  }
}

/** Who works on an incident stays as it stands where its source does not say; the lock holds it until the source's word is written. */
async function keepUnsent(db: Db, incidents: Values[]): Promise<void> {
  const silent = incidents.filter((values) => !values['coworker_ids'] || !values['recipient_ids']);
  if (silent.length === 0) return;
  const { owner_id: owner, source } = silent[0]!;
  const rows = await db.rows<{ external_id: string; coworker_ids: string[]; recipient_ids: string[] }>(
    `SELECT i.external_id, i.coworker_ids, i.recipient_ids FROM incident i
      WHERE i.owner_id = $1 AND i.source = $2 AND i.external_id = ANY ($3::text[]) ORDER BY i.id FOR UPDATE`,
    [owner, source, silent.map((values) => values['external_id'])],
  );
  const standing = new Map(rows.map((row) => [row.external_id, row]));
  for (const values of silent) {
    const known = standing.get(values['external_id'] as string);
    values['coworker_ids'] ??= known?.coworker_ids ?? [];
    values['recipient_ids'] ??= known?.recipient_ids ?? [];
  }
}

/** What an incident affects, where it was sent, replaces what stood before. */
async function replaceSubjects(db: Db, written: Values[]): Promise<void> {
  const given = written.filter((values) => values['affects']);
  if (given.length === 0) return;
  const rows = given.flatMap((values) =>
    (values['affects'] as SubjectPlace[]).map(({ column, id }) => ({
      id: newId(),
      incident_id: values['id'],
      owner_id: values['owner_id'],
      [column]: id,
    })),
  );
  const subjects = subjectKinds.map(({ column }) => column);
  const sent = `jsonb_to_recordset($2) AS g(id uuid, incident_id uuid, owner_id uuid, ${subjects.map((column) => `${column} uuid`).join(', ')})`;
  await db.rows(
    `DELETE FROM incident_subject t WHERE t.incident_id = ANY ($1::uuid[])
        AND NOT EXISTS (SELECT FROM ${sent} WHERE g.incident_id = t.incident_id
                           AND coalesce(${subjects.map((column) => `g.${column}`).join(', ')}) = t.subject_id)`,
    [given.map((values) => values['id']), JSON.stringify(rows)],
  );
  await db.rows(
    `INSERT INTO incident_subject (id, incident_id, owner_id, ${subjects.join(', ')})
     SELECT g.id, g.incident_id, g.owner_id, ${subjects.map((column) => `g.${column}`).join(', ')} FROM ${sent.replace('$2', '$1')}
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
