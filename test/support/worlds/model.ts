/** A generated world as plain objects that point at each other: what the oracle knows, and what is planted in the database. */
export interface Region {
  type: 'Region';
  id: string;
  code: string;
  name: string;
  createdAt: string;
  parent: Region | null;
}
export interface Organization {
  type: 'Organization';
  id: string;
  code: string;
  name: string;
  createdAt: string;
  kind: string;
  parent: Organization | null;
  region: Region | null;
  communityMember: boolean;
}

/** What every record that an organization owns has. */
interface Owned {
  id: string;
  owner: Organization;
  source: string;
  externalId: string;
  createdAt: string;
}
interface Inventory extends Owned {
  status: string;
}

export interface Site extends Inventory {
  type: 'Site';
  code: string;
  name: string;
  /** where it was put; its owner's region where nothing was said */
  region: Region | null;
}
export interface Device extends Inventory {
  type: 'Device';
  name: string | null;
  role: string;
  serial: string | null;
  tags: string[];
  site: Site | null;
}
export interface Interface extends Inventory {
  type: 'Interface';
  name: string;
  kind: string;
  enabled: boolean;
  speedBps: number | null;
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

export interface Metric {
  type: 'Metric';
  id: string;
  name: string;
  unit: string;
}
export type Subject = Organization | Site | Device | Interface | Link | InformationSystem;
export interface Sample {
  /** seconds since 1970 */
  at: number;
  value: number;
  /** 0 a number, 4 stale */
  flag: number;
}
export interface Series {
  type: 'Series';
  id: string;
  metric: Metric;
  writer: Organization;
  subject: Subject | null;
  source: string;
  externalId: string;
  labels: Record<string, string>;
  createdAt: string;
  /** oldest first */
  samples: Sample[];
}

export const markings = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
export type Marking = (typeof markings)[number];

export interface Incident extends Owned {
  type: 'Incident';
  tlp: Marking;
  reporter: Organization;
  coworkers: Organization[];
  recipients: Organization[];
  region: Region | null;
  reference: string;
  title: string;
  summary: string;
  severity: string;
  state: string;
  occurredAt: string | null;
  detectedAt: string | null;
  labels: string[];
  affects: Subject[];
}
export interface TimelineEntry {
  type: 'TimelineEntry';
  id: string;
  incident: Incident;
  author: Organization;
  source: string;
  externalId: string;
  /** its own; it is seen by the stricter of this and its incident's */
  marking: Marking;
  kind: string;
  at: string;
  text: string;
  createdAt: string;
}

/** A type by its name: everything that has an id of its own. */
export interface Things {
  Region: Region;
  Organization: Organization;
  Site: Site;
  Device: Device;
  Interface: Interface;
  Link: Link;
  Vrf: Vrf;
  Prefix: Prefix;
  Address: Address;
  InformationSystem: InformationSystem;
  Metric: Metric;
  Series: Series;
  Incident: Incident;
  TimelineEntry: TimelineEntry;
}
export type TypeName = keyof Things;
export type Thing = Things[TypeName];
export type World = { [T in TypeName]: Things[T][] };

export const prefixes: Record<TypeName, string> = {
  ...{ Region: 'reg', Organization: 'org', Site: 'sit', Device: 'dev', Interface: 'ifc', Link: 'lnk', Vrf: 'vrf' },
  ...{ Prefix: 'pfx', Address: 'adr', InformationSystem: 'sys', Metric: 'met', Series: 'ser', Incident: 'inc' },
  TimelineEntry: 'tml',
};
export const typeNames = Object.keys(prefixes) as TypeName[];

/** The id by which clients know it. */
export const idOf = (thing: { type: TypeName; id: string }): string => `${prefixes[thing.type]}_${thing.id}`;
export const everything = (world: World): Thing[] => typeNames.flatMap((type): Thing[] => world[type]);
