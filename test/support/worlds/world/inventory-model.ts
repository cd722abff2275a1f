import type { Organization, Owned, Region } from './directory-model';

interface Inventory extends Owned {
  status: string;
}

export interface Site extends Inventory {
  type: 'Site';
  code: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
  /** where it was put; its owner's region where nothing was said */
  region: Region | null;
}
export interface Device extends Inventory {
  type: 'Device';
  name: string | null;
  role: string;
  serial: string | null;
  managementAddress: string | null;
  tags: string[];
  site: Site | null;
}
export interface Interface extends Inventory {
  type: 'Interface';
  name: string;
  kind: string;
  enabled: boolean;
  speedBps: number | null;
  mac: string | null;
  description: string | null;
  device: Device;
}
/** As closely as it is known: an interface has its device, a device its site. */
export interface LinkEnd {
  site: Site | null;
  device: Device | null;
  interface: Interface | null;
}
export interface Link extends Inventory {
  type: 'Link';
  name: string;
  kind: string;
  capacityBps: number | null;
  provider: Organization | null;
  a: LinkEnd;
  b: LinkEnd;
}
export interface Vrf extends Inventory {
  type: 'Vrf';
  name: string;
  rd: string | null;
}
export interface Prefix extends Inventory {
  type: 'Prefix';
  prefix: string;
  role: string | null;
  description: string | null;
  vrf: Vrf | null;
  site: Site | null;
}
export interface Address extends Inventory {
  type: 'Address';
  address: string;
  dnsName: string | null;
  vrf: Vrf | null;
  interface: Interface | null;
}
export interface InformationSystem extends Inventory {
  type: 'InformationSystem';
  code: string;
  name: string;
  sector: string | null;
  level: number;
  parts: InformationSystem[];
  needs: InformationSystem[];
  devices: Device[];
}
