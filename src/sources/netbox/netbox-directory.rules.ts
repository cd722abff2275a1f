import type { OrganizationKind } from '../../directory/organization.values';
import type { OrganizationRecord, RegionRecord } from '../../directory/upsert-directory';
import type { ImportItem } from '../import-item';
import { codeOf } from './netbox-code.rules';
import { NetboxReader } from './netbox-reader.rules';
import type { NetboxRow, NetboxWorld } from './netbox-world';

const mostDeep = 32;

/** How many regions a region lies within; null where they are in a circle or too many. */
export function depthOf(region: NetboxRow, world: NetboxWorld): number | null {
  let row: NetboxRow | null = region;
  for (let depth = 0; depth < mostDeep; depth++) {
    row = new NetboxReader(row, world).target('parent', region.model);
    if (!row) return depth;
  }
  return null;
}

export function regionItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  if (depthOf(row, world) === null)
    read.refuse('parent', `lies within itself, or within more than ${mostDeep - 1} others`);
  const record: RegionRecord = { code: code(read), name: read.text('name', 200), parent: parentOf(read) };
  return read.give('Region', world.owner, record);
}

const parentOf = (read: NetboxReader): string | null => {
  if (read.fault) return null;
  return (read.taken('parent', read.row.model)?.record as RegionRecord | undefined)?.code ?? null;
};

export const tenantItem = (row: NetboxRow, world: NetboxWorld): ImportItem => organizationItem(row, world, 'AGENCY');
export const providerItem = (row: NetboxRow, world: NetboxWorld): ImportItem =>
  organizationItem(row, world, 'OPERATOR');

function organizationItem(row: NetboxRow, world: NetboxWorld, kind: OrganizationKind): ImportItem {
  const read = new NetboxReader(row, world);
  const record: OrganizationRecord = { code: code(read), name: read.text('name', 200), kind, parent: world.owner };
  return read.give('Organization', world.owner, record);
}

const code = (read: NetboxReader): string => {
  read.text('slug', 200);
  return codeOf(read.row, read.world) ?? read.refuse('slug', 'leads to a code that another row has') ?? '';
};
