import { organizations, regions, timeOrders } from '../directory/directory.collection';
import { devices } from '../inventory/device/device.collection';
import { informationSystems } from '../inventory/information-system/information-system.collection';
import { sites } from '../inventory/site/site.collection';
import { collection, type Collection } from '../kernel/reading/collection';
import type { FilterField, Filterable } from '../kernel/reading/filter';
import { IncidentRow } from './incident.entity';
import { incidentImpacts, incidentStates, timelineKinds } from './incident.values';
import { markings, severities } from '../sharing/sharing.values';
import { TimelineEntryRow } from './timeline-entry.entity';

const affected = (target: () => Filterable, description: string): FilterField => ({
  kind: 'some',
  target,
  on: '{far}.id IN (SELECT s.subject_id FROM incident_subject s WHERE s.incident_id = {near}.id)',
  description,
});

/** Who is named on an incident is for its owner's side to know, as in its history. */
const onOwnersSide = 't.owner_id = ANY (hub.owners())';
const codesOf = (ids: string): string =>
  `ARRAY(SELECT o.code FROM organization o WHERE o.id = ANY (${ids}) UNION ALL SELECT g.code FROM sharing_group g WHERE g.id = ANY (${ids}) ORDER BY 1)`;

export const incidents: Collection<IncidentRow> = collection({
  typeName: 'Incident',
  prefix: 'inc',
  dataset: 'INCIDENTS',
  entity: IncidentRow,
  expressions: {
    handOverToId: `CASE WHEN ${onOwnersSide} OR t.hand_over_to_id = ANY (hub.identities()) THEN t.hand_over_to_id END`,
    coworkers: `CASE WHEN ${onOwnersSide} OR t.coordinator_id = ANY (hub.identities()) OR t.coworker_ids && hub.identities()
                     THEN ${codesOf('array_remove(t.coworker_ids, t.owner_id)')} END`,
    recipients: `CASE WHEN ${onOwnersSide} THEN ${codesOf('t.recipient_ids')} END`,
  },
  filters: {
    id: { kind: 'id', prefix: 'inc', column: 'id', description: 'Id of the incident.' },
    reference: { kind: 'text', column: 'reference', description: 'Its reference.' },
    title: { kind: 'text', column: 'title', description: 'Its title.' },
    class: { kind: 'text', column: 'class', description: 'Its RSIT class.' },
    type: { kind: 'text', column: 'type', description: 'Its RSIT type.' },
    severity: { kind: 'choice', column: 'severity', choices: severities, description: 'How bad it is.' },
    state: { kind: 'choice', column: 'state', choices: incidentStates, description: 'How far it has come.' },
    impact: { kind: 'choice', column: 'impact', choices: incidentImpacts, description: 'What it takes away.' },
    coordinator: {
      kind: 'record',
      column: 'coordinator_id',
      target: () => organizations,
      description: 'Who leads its handling for the owner.',
    },
    tlp: { kind: 'choice', column: 'tlp', choices: markings, description: 'Its TLP marking.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Whose incident it is.' },
    reporter: { kind: 'record', column: 'reporter_id', target: () => organizations, description: 'Who reported it.' },
    region: { kind: 'record', column: 'region_id', target: () => regions, description: 'The region it happened in.' },
    device: affected(() => devices, 'A device that it affects.'),
    site: affected(() => sites, 'A site that it affects.'),
    informationSystem: affected(() => informationSystems, 'An information system that it affects.'),
    labels: { kind: 'tags', column: 'labels', description: 'Its labels.' },
    source: { kind: 'text', column: 'source', description: 'The system of record it came from.' },
    externalId: { kind: 'text', column: 'external_id', description: 'Its key in that system.' },
    occurredAt: {
      kind: 'time',
      column: 'occurred_at',
      description: 'When it happened; the start of the day, month or year where no more is known.',
    },
    detectedAt: { kind: 'time', column: 'detected_at', description: 'When it was found.' },
    awareAt: { kind: 'time', column: 'aware_at', description: 'When its owner knew of it.' },
    resolvedAt: { kind: 'time', column: 'resolved_at', description: 'When it was over.' },
    closedAt: { kind: 'time', column: 'closed_at', description: 'When nothing was left to do.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
    updatedAt: { kind: 'time', column: 'updated_at', description: 'When its content last changed.' },
  },
  orders: {
    OCCURRED_AT: {
      column: 'occurred_at',
      type: 'timestamptz',
      nullable: true,
      description: 'When it happened; unknown last.',
    },
    DETECTED_AT: {
      column: 'detected_at',
      type: 'timestamptz',
      nullable: true,
      description: 'When it was found; unknown last.',
    },
    STATE: { column: 'state', type: 'text', nullable: false, description: 'State, by its code.' },
    REFERENCE: { column: 'reference', type: 'text', nullable: false, description: 'Reference, by its bytes.' },
    ...timeOrders,
  },
});

export const timelineEntries: Collection<TimelineEntryRow> = collection({
  typeName: 'TimelineEntry',
  prefix: 'tml',
  dataset: 'INCIDENTS',
  entity: TimelineEntryRow,
  filters: {
    kind: { kind: 'choice', column: 'kind', choices: timelineKinds, description: 'What it tells.' },
    author: { kind: 'record', column: 'author_id', target: () => organizations, description: 'Who wrote it.' },
    at: { kind: 'time', column: 'at', description: 'When what it tells took place.' },
  },
  orders: {
    AT: { column: 'at', type: 'timestamptz', nullable: false, description: 'When what it tells took place.' },
    ...timeOrders,
  },
});
