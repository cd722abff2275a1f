import type { DeviceRecord } from '../../inventory/device/device.record.type';
import type { SiteRecord } from '../../inventory/site/site.record.type';
import type { RowFault } from '../row-reader.rules';
import type { GmlEntry } from './gml.rules';
import { unlessNone, ZooRow } from './zoo-row.rules';

/** OWN is a place of the network, EXTERNAL a network it meets, HYPEREDGE the point where a link of more than two ends branches. */
export type NodeKind = 'OWN' | 'EXTERNAL' | 'HYPEREDGE';

interface Position {
  latitude: number | null;
  longitude: number | null;
}
export interface ZooNode extends Position {
  id: number;
  line: number;
  kind: NodeKind;
  /** Null where the map names nothing. */
  name: string | null;
}
export interface RefusedNode {
  id: number | null;
  line: number;
  fault: RowFault;
}
export type ReadNode = ZooNode | RefusedNode;

export function nodeIn(entry: GmlEntry): ReadNode {
  const row = new ZooRow(entry);
  const id = row.id('id');
  const position = positionIn(row);
  const node = { kind: kindOf(row), name: nameIn(row, position), ...position };
  if (row.fault || id === null) return { id, line: row.line, fault: row.fault! };
  return { id, line: row.line, ...node };
}

/** A place that was found on the map by its label is really called None. */
function nameIn(row: ZooRow, { latitude }: Position): string | null {
  const label = row.optionalText('label', 200);
  return latitude === null ? unlessNone(label) : label;
}

function kindOf(row: ZooRow): NodeKind {
  const isOwn = row.flag('Internal') ?? row.refuse('Internal', 'is missing');
  if (row.flag('hyperedge')) return 'HYPEREDGE';
  return isOwn ? 'OWN' : 'EXTERNAL';
}

function positionIn(row: ZooRow): Position {
  const [latitude, longitude] = [row.degrees('Latitude', 90), row.degrees('Longitude', 180)];
  if ((latitude === null) !== (longitude === null)) row.refuse('Latitude', 'and Longitude go together');
  if (latitude === 0 && longitude === 0) row.refuse('Latitude', 'and Longitude are 0, as where no place was found');
  return { latitude, longitude };
}

export const keyOfNode = (network: string, id: number): string => `${network}:${id}`;

/** Places of the network alone are sites: of what it meets elsewhere nobody knows where it stands. */
export function siteOf(network: string, { id, name, latitude, longitude }: ZooNode): SiteRecord {
  const externalId = keyOfNode(network, id);
  return {
    externalId,
    status: 'ACTIVE',
    code: externalId,
    name: name ?? `${network} #${id}`,
    latitude,
    longitude,
  };
}

/** What links end at: a router of each place and of each network it meets; a branching point has its links meet, and is no router. */
export function deviceOf(network: string, { id, kind, name }: ZooNode): DeviceRecord {
  const externalId = keyOfNode(network, id);
  return {
    externalId,
    status: 'ACTIVE',
    name,
    role: kind === 'HYPEREDGE' ? 'OTHER' : 'ROUTER',
    tags: kind === 'OWN' ? [] : [kind.toLowerCase()],
    site: kind === 'OWN' ? { externalId } : null,
  };
}
