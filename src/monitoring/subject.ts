import { organizations } from '../directory/directory.collection';
import { devices } from '../inventory/device/device.collection';
import { informationSystems } from '../inventory/information-system/information-system.collection';
import { interfaces } from '../inventory/interface/interface.collection';
import { links } from '../inventory/link/link.collection';
import { sites } from '../inventory/site/site.collection';
import type { Collection, Place } from '../kernel/reading/collection';
import type { RecordRef } from '../kernel/writing/references';

/** What a series measures or an incident affects: one of these, each by a column of its own that is a foreign key. */
export interface SubjectKind {
  field: keyof SubjectRef;
  property: string;
  column: string;
  collection: Collection;
}

export interface SubjectRef {
  /** an organization is named by its code */
  organization?: string | null;
  site?: RecordRef | null;
  device?: RecordRef | null;
  interface?: RecordRef | null;
  link?: RecordRef | null;
  informationSystem?: RecordRef | null;
}

export const subjectKinds: readonly SubjectKind[] = [
  { field: 'organization', property: 'organizationId', column: 'organization_id', collection: organizations },
  { field: 'site', property: 'siteId', column: 'site_id', collection: sites },
  { field: 'device', property: 'deviceId', column: 'device_id', collection: devices },
  { field: 'interface', property: 'interfaceId', column: 'interface_id', collection: interfaces },
  { field: 'link', property: 'linkId', column: 'link_id', collection: links },
  { field: 'informationSystem', property: 'systemId', column: 'system_id', collection: informationSystems },
];

/** The collection and id of the subject of a row, by whichever of its columns is set. */
export function subjectOf(row: object): Place | null {
  for (const { property, collection } of subjectKinds) {
    const uuid = (row as Record<string, string | null>)[property];
    if (uuid) return { collection, uuid };
  }
  return null;
}
