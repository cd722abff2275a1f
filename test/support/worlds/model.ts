import type { Organization, Owned, Region } from './directory-model';
import type { Address, Device, InformationSystem, Interface, Link, Prefix, Site, Vrf } from './inventory-model';
import type { Agreement, Marking, Party, Severity, SharingGroup } from './sharing-model';

/** A generated world as plain objects that point at each other: what the oracle knows, and what is planted in the database. */
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

export interface Incident extends Owned {
  type: 'Incident';
  tlp: Marking;
  reporter: Organization;
  coworkers: Party[];
  recipients: Party[];
  region: Region | null;
  reference: string;
  title: string;
  summary: string;
  severity: Severity;
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
  SharingGroup: SharingGroup;
  Agreement: Agreement;
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
  ...{ TimelineEntry: 'tml', SharingGroup: 'grp', Agreement: 'agr' },
};
export const typeNames = Object.keys(prefixes) as TypeName[];

/** The id by which clients know it. */
export const idOf = (thing: { type: TypeName; id: string }): string => `${prefixes[thing.type]}_${thing.id}`;
export const everything = (world: World): Thing[] => typeNames.flatMap((type): Thing[] => world[type]);
export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
