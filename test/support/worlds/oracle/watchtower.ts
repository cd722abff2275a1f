import type { Organization } from '../world/directory-model';
import { allMasks, type Agreement, type Party, type Mask } from '../world/sharing-model';
import { idOf, type Thing, type World } from '../world/things';
import { grantsFor } from './grants';
import { masksOf } from './masks';
import { seesMembers, seesAlone } from './sees-alone';
import { Sight } from './sight';

/** Whether a record, in a world or not yet, is for an organization with these agreements. */
const wouldSee = (viewer: Organization, agreed: readonly Agreement[], thing: Thing): boolean =>
  seesAlone(viewer, thing) || grantsFor(viewer, agreed, thing).length > 0;

/** A record as somebody knows it who may not look into every group that it names: without the members of those. */
function asKnownTo<T extends Thing>(viewer: Organization, thing: T): T {
  const known = <P extends Party>(party: P): P =>
    party.type === 'SharingGroup' && !seesMembers(viewer, party) ? { ...party, members: [] } : party;
  if (thing.type === 'TimelineEntry' || thing.type === 'Task')
    return { ...thing, incident: asKnownTo(viewer, thing.incident) };
  if (thing.type === 'Agreement') return { ...thing, consumer: known(thing.consumer) };
  if (thing.type !== 'Incident') return thing;
  return { ...thing, coworkers: thing.coworkers.map(known), recipients: thing.recipients.map(known) };
}

export interface Told {
  organization: { id: string };
  withheld: Mask[];
  agreements: { id: string }[];
}

/** Sees the whole world as each of its organizations does. */
export class Watchtower {
  readonly sights: readonly Sight[];

  constructor(readonly world: World) {
    this.sights = world.Organization.map((organization) => new Sight(world, organization));
  }

  /** Who sees a record, be it in the world or not, as far as `asking` is told: who is in a group that it may not look into is left out. */
  seeing(thing: Thing, asking: Organization): Sight[] {
    const known = asKnownTo(asking, thing);
    return this.sights.filter(({ viewer, agreed }) => wouldSee(viewer, agreed, known));
  }

  /** Who sees a record, what of it is withheld from them, and the agreements that show it; of these, those that `asking` sees. */
  audienceOf(thing: Thing, asking: Sight): Told[] {
    const told = this.seeing(thing, asking.viewer).map((sight) => ({
      organization: { id: idOf(sight.viewer) },
      withheld: masksOf(thing.type)
        .map(([, mask]) => mask)
        .filter((mask, i, all) => all.indexOf(mask) === i && sight.withholds(thing, mask)),
      agreements: grantsFor(sight.viewer, sight.agreed, thing)
        .filter((agreement) => asking.sees(agreement))
        .map((agreement) => ({ id: idOf(agreement) })),
    }));
    return toldInOrder(told);
  }
}

/** In one order, and of what is withheld only what the record has. */
export function toldInOrder(told: Told[], { type }: { type?: Thing['type'] } = {}): Told[] {
  const own = new Set(type ? masksOf(type).map(([, mask]) => mask) : allMasks);
  const words = ({ id }: { id: string }) => id;
  return told
    .map(({ organization, withheld, agreements }) => ({
      organization,
      withheld: withheld.filter((mask) => own.has(mask)).sort(),
      agreements: agreements.toSorted((a, b) => (words(a) < words(b) ? -1 : 1)),
    }))
    .sort((a, b) => (a.organization.id < b.organization.id ? -1 : 1));
}
