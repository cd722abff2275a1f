import type { Organization } from '../world/directory-model';
import type { Incident } from '../world/incident-model';
import {
  markings,
  severities,
  type Agreement,
  type Dataset,
  type Marking,
  type Severity,
} from '../world/sharing-model';
import type { Thing } from '../world/things';
import { ownerOf, regionOf } from './derived';
import { stricter } from './markings';
import { isMeant } from './parties';
import { isAbove, isWithin } from './trees';

/** What an agreement has to name to cover a record; null for what no agreement covers. */
function datasetOf({ type }: Thing): Dataset | null {
  switch (type) {
    case 'Region':
    case 'Organization':
    case 'Metric':
    case 'SharingGroup':
    case 'Agreement':
    case 'BindingRule':
      return null;
    case 'Series':
      return 'SAMPLES';
    case 'Warning':
    case 'WarningTransition':
      return 'WARNINGS';
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
  return isBadEnough({ leastSeverity }, incident);
}

const isBadEnough = (
  { leastSeverity }: Pick<Agreement, 'leastSeverity'>,
  { severity }: { severity: Severity },
): boolean => severities.indexOf(severity) >= severities.indexOf(leastSeverity);

/** Whether an agreement shows a record of one of these owners that its consumer does not see without it. */
function covers(agreement: Agreement, thing: Thing, owners: (Organization | null)[]): boolean {
  const dataset = datasetOf(thing);
  if (!dataset || !agreement.datasets.includes(dataset)) return false;
  if (!owners.some((owner) => provides(agreement, owner))) return false;
  if (agreement.region && !isWithin(regionOf(thing), agreement.region)) return false;
  if (thing.type === 'Address') return !agreement.withheld.includes('ADDRESSES');
  if (thing.type === 'Warning') return isBadEnough(agreement, thing);
  if (thing.type === 'WarningTransition') return isBadEnough(agreement, thing.warning);
  if (thing.type === 'Incident') return reachesMarked(agreement, thing, thing.tlp);
  if (thing.type !== 'TimelineEntry') return true;
  return reachesMarked(agreement, thing.incident, stricter(thing.marking, thing.incident.tlp));
}

/** In whose name a series or a warning comes. */
function writerOf(thing: Thing): Organization | null {
  if (thing.type === 'WarningTransition') return thing.warning.writer;
  return thing.type === 'Series' || thing.type === 'Warning' ? thing.writer : null;
}

/** The agreements that show a record to a viewer. Who stands above an owner needs none for what is that owner's. */
export function grantsFor(viewer: Organization, agreed: readonly Agreement[], thing: Thing): Agreement[] {
  const owners = [ownerOf(thing), writerOf(thing)];
  const foreign = owners.filter((owner) => owner !== null && !isAbove(viewer, owner));
  return agreed.filter((agreement) => covers(agreement, thing, foreign));
}
