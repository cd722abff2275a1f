import { ownerOf, regionOf } from '../oracle/derived';
import type { Sight } from '../oracle/sight';
import type { Owned } from '../world/directory-model';
import { partiesOf, type Incident } from '../world/incident-model';
import type { Subject } from '../world/monitoring-model';
import type { Marking, Severity } from '../world/sharing-model';
import type { Thing } from '../world/things';

export type Row = Record<string, unknown>;

/** A row as the owner of the tables writes it, and what the oracle says of it: whom it follows, and its access columns. */
export interface Planned {
  /** Tells the row from others of its table: its id, or the two records that it ties. */
  key: string;
  /** Sees the row who sees this, unless something else is said. */
  as: Thing;
  due?: (sight: Sight) => boolean;
  /** of what ties two records, the other one */
  other?: Thing;
  row: Row;
  access: Access;
}
interface Access {
  owner_id?: string | null;
  writer_id?: string;
  region_id?: string | null;
  tlp?: Marking;
  severity?: Severity;
  party_ids?: string[];
  effective_level?: number;
  affected_ids?: string[];
}

export const idOrNull = (thing: { id: string } | null): string | null => thing?.id ?? null;

export const sourcedRow = ({ id, owner, source, externalId, createdAt }: Owned): Row => ({
  ...{ id, owner_id: owner.id, source, external_id: externalId, created_at: createdAt },
});
export const inventoryRow = (thing: Owned & { status: string }): Row => ({
  ...sourcedRow(thing),
  status: thing.status,
});

const subjectColumns: Record<Subject['type'], string> = {
  ...{ Organization: 'organization_id', Site: 'site_id', Device: 'device_id', Interface: 'interface_id' },
  ...{ Link: 'link_id', InformationSystem: 'system_id' },
};
export const subjectRow = (subject: Subject | null): Row =>
  Object.fromEntries(
    Object.entries(subjectColumns).map(([type, column]) => [column, subject?.type === type ? subject.id : null]),
  );

const subjectPrefixes: Record<Subject['type'], string> = {
  ...{ Organization: 'org', Site: 'sit', Device: 'dev', Interface: 'ifc', Link: 'lnk', InformationSystem: 'sys' },
};
/** What an incident lists of what it affects: all that the rows which tie it to them do, for the same viewers. */
export const affectedIds = ({ affects }: Incident): string[] =>
  affects.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ type, id }) => `${subjectPrefixes[type]}_${id}`);

export function planned(thing: Thing, row: Row, more: Access = {}): Planned {
  const access = { owner_id: idOrNull(ownerOf(thing)), region_id: idOrNull(regionOf(thing)) };
  return { key: thing.id, as: thing, row, access: { ...access, ...more } };
}

export const isDue = ({ as, due }: Planned, sight: Sight): boolean => due?.(sight) ?? sight.sees(as);

export const marked = (incident: Incident, tlp: Marking): Access => ({
  ...{ tlp, severity: incident.severity },
  party_ids: partiesOf(incident)
    .map(({ id }) => id)
    .sort(),
});

/** What tells a row that has been read from others of its table, as `key` of what was planned. */
export function keyOf(table: string, row: Row): string {
  const pairs: Record<string, [string, string]> = {
    information_system_part: ['system_id', 'part_id'],
    information_system_dependency: ['system_id', 'needs_id'],
    information_system_device: ['system_id', 'device_id'],
    incident_subject: ['incident_id', 'subject_id'],
    incident_link: ['incident_id', 'other_id'],
    sharing_group_member: ['group_id', 'organization_id'],
  };
  return (pairs[table] ?? ['id']).map((column) => row[column]).join(' ');
}
