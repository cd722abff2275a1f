import { regions } from '../directory/directory.collection';
import { parties } from '../sharing/sharing.collection';
import { sourcedColumns, type Ask, type RecordKind } from '../inventory/upsert-records';
import type { Values } from '../kernel/writing/upsert';
import { completeIncidents, findHandedOver } from './complete-incidents';
import { referSubjects, replaceSubjects } from './incident-subjects';
import type { IncidentRecord } from './incident.record.type';
import { faultOf, newReference } from './incident.rules';
import { incidents } from './incidents.collection';

const columns = {
  ...sourcedColumns,
  first_owner_id: 'uuid',
  reference: 'text',
  reporter_id: 'uuid',
  ...{
    title: 'text',
    summary: 'text',
    class: 'text',
    type: 'text',
    ...{ severity: 'text', severity_reason: 'text', impact: 'text' },
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

/** Under whose key in a source an incident is known stays, whoever it is handed over to. */
const key = ['first_owner_id', 'source', 'external_id'];

/** Incidents as a source sends them; the reporter is the organization whose key first wrote them. */
export const incidentKind = (reporterId: string, now: Date): RecordKind<IncidentRecord> => ({
  target: { of: incidents, key, columns, once: ['owner_id', 'reference', 'reporter_id'], synced: true },
  check: faultOf,
  values: (incident) => valuesOf(incident, reporterId, now),
  refer: (incident, values, ask) => {
    ask.code('region', regions, incident.region, (id) => (values['region_id'] = id));
    referCodes('coworkers', 'coworker_ids', incident.coworkers, values, ask);
    referCodes('recipients', 'recipient_ids', incident.recipients, values, ask);
    if (incident.affects) referSubjects(incident.affects, values, ask);
  },
  complete: completeIncidents,
  settled: findHandedOver,
  after: replaceSubjects,
});

function valuesOf(incident: IncidentRecord, reporterId: string, now: Date): Values {
  const { title, summary, severity, impact, state, tlp, labels, links } = incident;
  return {
    ...{ title, summary, severity, impact, state, tlp },
    severity_reason: incident.severityReason,
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
