import type { Organization } from './directory-model';
import type { Incident, Thing } from './model';
import { isAbove, isMeant, isWithin, ownerOf, regionOf, seesMarked, stricter } from './oracle';
import {
  markings,
  severities,
  type Agreement,
  type Dataset,
  type Marking,
  type Party,
  type SharingGroup,
} from './sharing-model';

/** What an agreement has to name to cover a record; null for what no agreement covers. */
function datasetOf({ type }: Thing): Dataset | null {
  switch (type) {
    case 'Region':
    case 'Organization':
    case 'Metric':
    case 'SharingGroup':
    case 'Agreement':
      return null;
    case 'Series':
      return 'SAMPLES';
    case 'Incident':
    case 'TimelineEntry':
      return 'INCIDENTS';
    default:
      return 'INVENTORY';
  }
}

/** Whether an agreement gives anything now. */
export function isInForce({ state, validFrom, validUntil }: Agreement, now = Date.now()): boolean {
  if (state !== 'ACCEPTED' || Date.parse(validFrom) > now) return false;
  return validUntil === null || now < Date.parse(validUntil);
}

/** Agreements in force that name the organization, itself or by a group: not what stands above or below it. */
export const agreedWith = (consumer: Organization, agreements: readonly Agreement[]): Agreement[] =>
  agreements.filter((agreement) => isInForce(agreement) && isMeant(consumer, agreement.consumer));

const provides = ({ provider, withDescendants }: Agreement, owner: Organization | null): boolean =>
  provider === owner || (withDescendants && isAbove(provider, owner));

const rank = (marking: Marking): number => markings.indexOf(marking);

/** AMBER_STRICT and RED are never shared by agreement; the others as far as the ceiling, from the least severity on. */
function reachesMarked({ ceiling, leastSeverity }: Agreement, incident: Incident, marking: Marking): boolean {
  if (rank(marking) > rank('AMBER') || rank(marking) > rank(ceiling)) return false;
  return severities.indexOf(incident.severity) >= severities.indexOf(leastSeverity);
}

/** Whether an agreement shows a record of one of these owners that its consumer does not see without it. */
function covers(agreement: Agreement, thing: Thing, owners: (Organization | null)[]): boolean {
  const dataset = datasetOf(thing);
  if (!dataset || !agreement.datasets.includes(dataset)) return false;
  if (!owners.some((owner) => provides(agreement, owner))) return false;
  if (agreement.region && !isWithin(regionOf(thing), agreement.region)) return false;
  if (thing.type === 'Address') return !agreement.withheld.includes('ADDRESSES');
  if (thing.type === 'Incident') return reachesMarked(agreement, thing, thing.tlp);
  if (thing.type !== 'TimelineEntry') return true;
  return reachesMarked(agreement, thing.incident, stricter(thing.marking, thing.incident.tlp));
}

/** The agreements that show a record to a viewer. Who stands above an owner needs none for what is that owner's. */
export function grantsFor(viewer: Organization, agreed: readonly Agreement[], thing: Thing): Agreement[] {
  const owners = [ownerOf(thing), ...(thing.type === 'Series' ? [thing.writer] : [])];
  const foreign = owners.filter((owner) => !isAbove(viewer, owner));
  return agreed.filter((agreement) => covers(agreement, thing, foreign));
}

/** Who is in a group is for its members, its keeper, and who stands above that. */
export const seesMembers = (viewer: Organization, group: SharingGroup): boolean =>
  group.members.includes(viewer) || isAbove(viewer, group.owner);

/** The sides of an agreement: who shares, who accepts (its consumer, or who keeps the group) and who stands above them; and every consumer. */
function seesAgreement(viewer: Organization, { provider, consumer }: Agreement): boolean {
  const accepting = acceptingOf(consumer);
  return isAbove(viewer, provider) || isAbove(viewer, accepting) || isMeant(viewer, consumer);
}
export const acceptingOf = (consumer: Agreement['consumer']): Organization =>
  consumer.type === 'SharingGroup' ? consumer.owner : consumer;

/** Whether a viewer sees a record without any agreement. */
export function seesAlone(viewer: Organization, thing: Thing): boolean {
  switch (thing.type) {
    case 'Region':
    case 'Organization':
    case 'Metric':
    case 'SharingGroup':
      return true;
    case 'Agreement':
      return seesAgreement(viewer, thing);
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

/** Whether a record, in a world or not yet, is for an organization with these agreements. */
export const wouldSee = (viewer: Organization, agreed: readonly Agreement[], thing: Thing): boolean =>
  seesAlone(viewer, thing) || grantsFor(viewer, agreed, thing).length > 0;

/** A record as somebody knows it who may not look into every group that it names: without the members of those. */
export function asKnownTo<T extends Thing>(viewer: Organization, thing: T): T {
  const known = <P extends Party>(party: P): P =>
    party.type === 'SharingGroup' && !seesMembers(viewer, party) ? { ...party, members: [] } : party;
  if (thing.type === 'TimelineEntry') return { ...thing, incident: asKnownTo(viewer, thing.incident) };
  if (thing.type === 'Agreement') return { ...thing, consumer: known(thing.consumer) };
  if (thing.type !== 'Incident') return thing;
  return { ...thing, coworkers: thing.coworkers.map(known), recipients: thing.recipients.map(known) };
}
