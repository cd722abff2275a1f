import type { Organization, Region } from '../world/directory-model';
import type { InformationSystem } from '../world/inventory-model';
import type { Thing } from '../world/things';

/** Whose it is: of a series or warning, whose what it speaks of is. */
export function ownerOf(thing: Thing): Organization | null {
  if (thing.type === 'Organization') return thing;
  if (thing.type === 'Series') return thing.subject && ownerOf(thing.subject);
  if (thing.type === 'Warning') return thing.subject ? ownerOf(thing.subject) : thing.writer;
  if (thing.type === 'WarningTransition') return ownerOf(thing.warning);
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
    case 'BindingRule':
      return null;
    case 'Organization':
    case 'Agreement':
      return thing.region;
    case 'Series':
      return thing.subject && regionOf(thing.subject);
    case 'Warning':
      return thing.subject ? regionOf(thing.subject) : thing.writer.region;
    case 'WarningTransition':
      return regionOf(thing.warning);
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
