import {
  everything,
  markings,
  type Incident,
  type InformationSystem,
  type Marking,
  type Organization,
  type Region,
  type Thing,
  type Things,
  type TypeName,
  type World,
} from './model';

/** Whether an organization is another one or stands above it. */
export const isAbove = (above: Organization, below: Organization | null): boolean =>
  below !== null && (above === below || isAbove(above, below.parent));

type Parties = Pick<Incident, 'owner' | 'reporter' | 'coworkers' | 'recipients'>;

/** Who always sees an incident and what hangs on it: its owner, its reporter, and every organization named on it. */
export const partiesOf = ({ owner, reporter, coworkers, recipients }: Parties): Organization[] => [
  ...new Set([owner, reporter, ...coworkers, ...recipients]),
];

export const stricter = (a: Marking, b: Marking): Marking =>
  markings[Math.max(markings.indexOf(a), markings.indexOf(b))]!;

/** Each marking reaches whom the next narrower one reaches, and more. Without agreements AMBER reaches no further than AMBER_STRICT. */
export function seesMarked(viewer: Organization, incident: Parties, marking: Marking): boolean {
  if (partiesOf(incident).includes(viewer)) return true;
  if (marking === 'RED') return false;
  if (isAbove(viewer, incident.owner)) return true;
  return marking === 'CLEAR' || (marking === 'GREEN' && viewer.communityMember);
}

/** Whose it is: of a series, whose what it measures is. */
export function ownerOf(thing: Thing): Organization | null {
  if (thing.type === 'Organization') return thing;
  if (thing.type === 'Series') return thing.subject && ownerOf(thing.subject);
  if (thing.type === 'TimelineEntry') return thing.incident.owner;
  return thing.type === 'Region' || thing.type === 'Metric' ? null : thing.owner;
}

/** The rule: who sees what, as far as no agreement is needed. */
export function sees(viewer: Organization, thing: Thing): boolean {
  switch (thing.type) {
    case 'Region':
    case 'Organization':
    case 'Metric':
      return true;
    case 'Series':
      return isAbove(viewer, thing.writer) || isAbove(viewer, ownerOf(thing));
    case 'Incident':
      return seesMarked(viewer, thing, thing.tlp);
    case 'TimelineEntry':
      return seesMarked(viewer, thing.incident, stricter(thing.marking, thing.incident.tlp));
    default:
      return isAbove(viewer, thing.owner);
  }
}

/** Where it lies: where what it stands on lies, or else in its owner's region. */
export function regionOf(thing: Thing): Region | null {
  switch (thing.type) {
    case 'Region':
    case 'Metric':
      return null;
    case 'Organization':
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

/** A world as one organization may see it. */
export class Sight {
  private readonly visible: ReadonlySet<Thing>;
  readonly hidden: readonly Thing[];

  constructor(
    readonly world: World,
    readonly viewer: Organization,
  ) {
    const things = everything(world);
    this.visible = new Set(things.filter((thing) => sees(viewer, thing)));
    this.hidden = things.filter((thing) => !this.visible.has(thing));
  }

  sees(thing: Thing): boolean {
    return this.visible.has(thing);
  }

  /** The thing, or null where it is hidden: what a to-one edge answers. */
  show<T extends Thing>(thing: T | null): T | null {
    return thing && this.visible.has(thing) ? thing : null;
  }

  all<T extends TypeName>(type: T): Things[T][] {
    return (this.world[type] as Things[T][]).filter((thing) => this.visible.has(thing));
  }
}
