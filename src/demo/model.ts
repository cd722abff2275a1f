import type { LifecycleStatus } from '../inventory/inventory-record.values';
import type { LinkKind } from '../inventory/link/link.values';
import type { RecordRef } from '../kernel/writing/references';
import type { Region } from './country';

/** The system of record of everything in the demonstration. */
export const source = 'demo';

/** A record with the code of its owner, as the directory has it. */
export interface Owned<R> {
  owner: string;
  record: R;
}

export type Tier = 'CORE' | 'DISTRIBUTION' | 'ACCESS' | 'OFFICE' | 'POP';

export interface Site {
  id: string;
  owner: string;
  region: Region;
  tier: Tier;
  name: string;
  latitude: number;
  longitude: number;
}

export type Part =
  | 'core'
  | 'edge'
  | 'firewall'
  | 'fabric'
  | 'balancer'
  | 'server'
  | 'storage'
  | 'distribution'
  | 'access'
  | 'wireless'
  | 'power'
  | 'sensor'
  | 'panel';

export interface Device {
  id: string;
  owner: string;
  site: Site;
  part: Part;
  status: LifecycleStatus;
  ports: Port[];
}

/** What a port is for: towards the core, away from it, to be managed by, or inside the device alone. */
export type Purpose = 'up' | 'down' | 'management' | 'virtual' | 'passive';

export interface Port {
  id: string;
  owner: string;
  device: Device;
  purpose: Purpose;
  name: string;
  kind: string;
  speedBps: number | null;
}

export interface Line {
  id: string;
  owner: string;
  name: string;
  kind: LinkKind;
  status: LifecycleStatus;
  capacityBps: number;
  provider: string | null;
  a: Port;
  b: Port;
}

/** Names a record in a batch of `owner`; whose own it is, needs no owner said. */
export function refFrom(owner: string, to: { owner: string; id: string }): RecordRef {
  return to.owner === owner ? { externalId: to.id } : { owner: to.owner, source, externalId: to.id };
}
