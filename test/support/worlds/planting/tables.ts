import { stricter } from '../oracle/markings';
import type { Organization } from '../world/directory-model';
import type { Incident } from '../world/incident-model';
import type { World } from '../world/things';
import { inventoryTables } from './inventory-tables';
import { affectedIds, idOrNull, marked, planned, sourcedRow, subjectRow, type Planned, type Row } from './rows';
import { sharingTables } from './sharing-tables';

/** Every row of a world by its table, tables that others refer to first. */
export const tables: Record<string, (world: World) => Planned[]> = {
  region: ({ Region }) =>
    Region.map((thing) => {
      const { id, code, name, createdAt, parent } = thing;
      const row = { id, code, name, created_at: createdAt, parent_id: idOrNull(parent) };
      return { key: id, as: thing, access: {}, row };
    }),
  organization: ({ Organization }) =>
    Organization.map((thing) => ({ key: thing.id, as: thing, access: {}, row: organizationRow(thing) })),
  ...sharingTables,
  ...inventoryTables,
  metric: ({ Metric }) =>
    Metric.map((thing) => {
      const { id, name, unit } = thing;
      return { key: id, as: thing, access: {}, row: { id, name, unit } };
    }),
  series: ({ Series }) =>
    Series.map((thing) => {
      const { id, metric, writer, subject, source, externalId, labels, createdAt } = thing;
      const row = { id, metric_id: metric.id, writer_id: writer.id, source, external_id: externalId, labels };
      const rest = { created_at: createdAt, ...subjectRow(subject) };
      return planned(thing, { ...row, ...rest }, { writer_id: writer.id });
    }),
  binding_rule: ({ BindingRule }) =>
    BindingRule.map((thing) => {
      const { id, owner, code, position, lookup, inventoryOf, createdAt } = thing;
      const key = { labels: ['instance'], pattern: '(.*)', replacement: '$1' };
      const row = { id, owner_id: owner.id, code, position, target: 'DEVICE', lookup, key, created_at: createdAt };
      const access = { owner_id: owner.id, party_ids: [owner.id] };
      return { key: id, as: thing, access, row: { ...row, inventory_of: inventoryOf.map((one) => one.id) } };
    }),
  warning: ({ Warning }) =>
    Warning.map((thing) => {
      const { id, writer, severity, state, subject, source, fingerprint, explanation, labels, flaps } = thing;
      const row = {
        id,
        writer_id: writer.id,
        source,
        fingerprint,
        severity,
        told_severity: severity,
        state,
        explanation,
      };
      const times = { raised_at: thing.raisedAt, changed_at: thing.raisedAt, evidence_at: thing.raisedAt };
      const held = {
        suppressed_at: state === 'SUPPRESSED' ? thing.raisedAt : null,
        caused_by_id: idOrNull(thing.causedBy),
      };
      const rest = { labels, flaps, firing: true, created_at: thing.createdAt, ...subjectRow(subject) };
      return planned(thing, { ...row, ...times, ...held, ...rest }, { writer_id: writer.id, severity });
    }),
  warning_transition: ({ WarningTransition }) =>
    WarningTransition.map((thing) => {
      const { id, warning, cause, to, at, severity, note, createdAt } = thing;
      const row = { id, warning_id: warning.id, to_state: to, cause, at, seen_at: at, severity_then: severity, note };
      const access = { writer_id: warning.writer.id, severity: warning.severity };
      return planned(thing, { ...row, created_at: createdAt }, access);
    }),
  incident: ({ Incident }) =>
    Incident.map((thing) => {
      const access = { ...marked(thing, thing.tlp), affected_ids: affectedIds(thing) };
      return planned(thing, incidentRow(thing), access);
    }),
  timeline_entry: ({ TimelineEntry }) =>
    TimelineEntry.map((thing) => {
      const { incident, author, marking, kind, at, text } = thing;
      const row = {
        ...sourcedRow({ ...thing, owner: incident.owner }),
        incident_id: incident.id,
        author_id: author.id,
      };
      return planned(thing, { ...row, marking, kind, at, text }, marked(incident, stricter(marking, incident.tlp)));
    }),
  incident_subject: ({ Incident }) =>
    Incident.flatMap((incident) =>
      incident.affects.map((subject) => {
        const row = { incident_id: incident.id, owner_id: incident.owner.id, ...subjectRow(subject) };
        return { ...planned(incident, row, marked(incident, incident.tlp)), key: `${incident.id} ${subject.id}` };
      }),
    ),
};

function organizationRow(organization: Organization): Row {
  const { id, code, name, kind, createdAt, parent, region, communityMember } = organization;
  const places = { parent_id: idOrNull(parent), region_id: idOrNull(region) };
  return { id, code, name, kind, created_at: createdAt, ...places, community_member: communityMember };
}

function incidentRow(thing: Incident): Row {
  const { tlp, reporter, coworkers, recipients, region, reference, title, summary, severity, state, labels } = thing;
  const parties = {
    reporter_id: reporter.id,
    coworker_ids: coworkers.map(({ id }) => id),
    recipient_ids: recipients.map(({ id }) => id),
  };
  const times = { occurred_at: thing.occurredAt, detected_at: thing.detectedAt };
  const rest = { tlp, region_id: idOrNull(region), reference, title, summary, severity, state, labels };
  return { ...sourcedRow(thing), ...parties, ...times, ...rest, class: 'availability', type: 'outage' };
}
