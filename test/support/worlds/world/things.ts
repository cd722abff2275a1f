import type { Organization, Region } from './directory-model';
import type { Incident, TimelineEntry } from './incident-model';
import type { Address, Device, InformationSystem, Interface, Link, Prefix, Site, Vrf } from './inventory-model';
import type { BindingRule, Metric, Series } from './monitoring-model';
import type { Warning, WarningTransition } from './warning-model';
import type { Agreement, SharingGroup } from './sharing-model';

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
  BindingRule: BindingRule;
  Warning: Warning;
  WarningTransition: WarningTransition;
  Incident: Incident;
  TimelineEntry: TimelineEntry;
}
export type TypeName = keyof Things;
export type Thing = Things[TypeName];
/** A generated world as plain objects that point at each other: what the oracle knows, and what is planted in the database. */
export type World = { [T in TypeName]: Things[T][] };

export const prefixes: Record<TypeName, string> = {
  ...{ Region: 'reg', Organization: 'org', Site: 'sit', Device: 'dev', Interface: 'ifc', Link: 'lnk', Vrf: 'vrf' },
  ...{ Prefix: 'pfx', Address: 'adr', InformationSystem: 'sys', Metric: 'met', Series: 'ser', Incident: 'inc' },
  ...{ TimelineEntry: 'tml', SharingGroup: 'grp', Agreement: 'agr', BindingRule: 'bnd' },
  ...{ Warning: 'wrn', WarningTransition: 'wtr' },
};
export const typeNames = Object.keys(prefixes) as TypeName[];

/** The id by which clients know it. */
export const idOf = (thing: { type: TypeName; id: string }): string => `${prefixes[thing.type]}_${thing.id}`;
export const everything = (world: World): Thing[] => typeNames.flatMap((type): Thing[] => world[type]);
export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
