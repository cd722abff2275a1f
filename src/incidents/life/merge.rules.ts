import { markings, type Tlp } from '../../sharing/sharing.values';
import { mostAffected } from '../incident.values';
import type { IncidentPart, Instants, Living, Refused } from './incident-life.values';
import { faultOfTimes } from './incident-times.rules';

/** What merging looks at of an incident. */
export interface Mergeable extends Living {
  id: string;
  part: IncidentPart;
  tlp: Tlp;
  mergedIntoId: string | null;
  ownerId: string;
  reporterId: string;
  coworkerIds: readonly string[];
  recipientIds: readonly string[];
  affectedIds: readonly string[];
  labels: readonly string[];
  links: readonly string[];
}

/** What the incident that goes on takes over. */
export interface TakenOver {
  coworkerIds: string[];
  recipientIds: string[];
  labels: string[];
  links: string[];
  awareAt?: string | null;
}

/**
 * What becomes of the incident that duplicates are merged into, or why they are not. Who worked on one of them works on it, who was told of one
 * goes on to be told. Content goes along only from those that are marked no more strictly than it is: it would be told more widely there.
 */
export function mergeInto(into: Mergeable, duplicates: readonly Mergeable[], now: Date): TakenOver | Refused {
  if (duplicates.some(({ id }) => id === into.id)) return wrong('duplicates: an incident is no duplicate of itself.');
  if (into.mergedIntoId) return wrong('into: it was merged into another incident: merge into that one.');
  if (into.state === 'CLOSED') return wrong('into: it is CLOSED: reopen it first, or merge the other way round.');
  if (duplicates.some(({ mergedIntoId }) => mergedIntoId)) return wrong('duplicates: one of them was merged already.');
  const open = duplicates.filter(({ tlp }) => markings.indexOf(tlp) <= markings.indexOf(into.tlp));
  const all = [into, ...duplicates];
  const coworkerIds = union(all.map((one) => [...one.coworkerIds, one.ownerId])).filter((id) => id !== into.ownerId);
  const known = new Set([into.ownerId, into.reporterId, ...coworkerIds]);
  const told = union([into.recipientIds, ...duplicates.map((one) => [...one.recipientIds, one.reporterId])]);
  const taken = {
    coworkerIds,
    recipientIds: told.filter((id) => !known.has(id)),
    labels: union([into, ...open].map(({ labels }) => labels)).sort(),
    links: union([into, ...open].map(({ links }) => links)),
    ...earlierAwareness(into, duplicates, now),
  };
  const affected = union([into, ...open].map(({ affectedIds }) => affectedIds));
  return tooMany({ ...taken, affected }) ?? taken;
}

/** The owner knew of it when it knew of the first of its own reports. */
function earlierAwareness(into: Mergeable, duplicates: readonly Mergeable[], now: Date): Pick<TakenOver, 'awareAt'> {
  const known = [into, ...duplicates].filter(({ ownerId }) => ownerId === into.ownerId).map(({ awareAt }) => awareAt);
  const awareAt = known
    .filter((at) => at != null)
    .toSorted((one, other) => Date.parse(one) - Date.parse(other))
    .at(0);
  const standing: Instants = into;
  return awareAt && awareAt !== into.awareAt && !faultOfTimes(standing, { awareAt }, now) ? { awareAt } : {};
}

function tooMany(taken: Omit<TakenOver, 'awareAt'> & { affected: string[] }): Refused | null {
  const limits: [string[], number, string][] = [
    [taken.coworkerIds, 100, 'co-workers'],
    [taken.recipientIds, 100, 'recipients'],
    [taken.labels, 200, 'labels'],
    [taken.links, 100, 'links'],
    [taken.affected, mostAffected, 'affected objects'],
  ];
  const beyond = limits.find(([list, most]) => list.length > most);
  return beyond
    ? wrong(`duplicates: together they have ${beyond[0].length} ${beyond[2]}, an incident has ${beyond[1]} at most.`)
    : null;
}

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];
const wrong = (message: string): Refused => ({ code: 'BAD_USER_INPUT', message });
