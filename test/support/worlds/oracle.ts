import type { Organization, Region } from './directory-model';
import type { InformationSystem } from './inventory-model';
import type { Incident, Thing } from './model';
import { markings, type Marking, type Party } from './sharing-model';

/** Whether an organization is another one or stands above it. */
export const isAbove = (above: Organization, below: Organization | null): boolean =>
  below !== null && (above === below || isAbove(above, below.parent));

/** Whether a region is another one or lies within it. */
export const isWithin = (place: Region | null, region: Region): boolean =>
  place !== null && (place === region || isWithin(place.parent, region));

/** Whether an organization is meant where a party is named: itself, or as a member of the group. */
export const isMeant = (organization: Organization, party: Party): boolean =>
  party.type === 'SharingGroup' ? party.members.includes(organization) : party === organization;

export type Parties = Pick<Incident, 'owner' | 'reporter' | 'coworkers' | 'recipients'>;

/** Who always sees an incident and what hangs on it: its owner, its reporter, and every organization and group named on it. */
export const partiesOf = ({ owner, reporter, coworkers, recipients }: Parties): Party[] => [
  ...new Set([owner, reporter, ...coworkers, ...recipients]),
];
export const isParty = (organization: Organization, parties: Parties): boolean =>
  partiesOf(parties).some((party) => isMeant(organization, party));

export const stricter = (a: Marking, b: Marking): Marking =>
  markings[Math.max(markings.indexOf(a), markings.indexOf(b))]!;

/** Each marking reaches whom the next narrower one reaches, and more; agreements come beside. */
export function seesMarked(viewer: Organization, parties: Parties, marking: Marking): boolean {
  if (isParty(viewer, parties)) return true;
  if (marking === 'RED') return false;
  if (isAbove(viewer, parties.owner)) return true;
  return marking === 'CLEAR' || (marking === 'GREEN' && viewer.communityMember);
}

/** Whose it is: of a series, whose what it measures is. */
export function ownerOf(thing: Thing): Organization | null {
  if (thing.type === 'Organization') return thing;
  if (thing.type === 'Series') return thing.subject && ownerOf(thing.subject);
  if (thing.type === 'TimelineEntry') return thing.incident.owner;
  if (thing.type === 'Agreement') return thing.provider;
  return thing.type === 'Region' || thing.type === 'Metric' ? null : thing.owner;
}

/** Where it lies: where what it stands on lies, or else in its owner's region. */
export function regionOf(thing: Thing): Region | null {
  switch (thing.type) {
    case 'Region':
    case 'Metric':
    case 'SharingGroup':
      return null;
    case 'Organization':
    case 'Agreement':
      return thing.region;
    case 'Series':
      return thing.subject && regionOf(thing.subject);
    case 'TimelineEntry':
      return regionOf(thing.incident);
    case 'Interface':
      return regionOf(thing.device);
    case 'Site':
    case 'Incident':
      return thing.region ?? thing.owner.region;
    case 'Vrf':
    case 'InformationSystem':
      return thing.owner.region;
    case 'Address':
      return (thing.interface && regionOf(thing.interface)) ?? thing.owner.region;
    case 'Link':
      return (thing.a.site && regionOf(thing.a.site)) ?? thing.owner.region;
    case 'Device':
    case 'Prefix':
      return (thing.site && regionOf(thing.site)) ?? thing.owner.region;
  }
}

/** The highest level among a system and all that it is made of, seen or not. */
export const effectiveLevel = ({ level, parts }: InformationSystem): number =>
  Math.max(level, ...parts.map(effectiveLevel));
