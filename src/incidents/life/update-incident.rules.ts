import { markings, type Severity, type Tlp } from '../../sharing/sharing.values';
import type { DeskField } from '../desk-fields.values';
import type { DatePrecision, IncidentImpact } from '../incident.values';
import { faultOfLists, startsPeriod } from '../incident.rules';
import { faultOfRsit } from '../rsit';
import { isBeyondNew, unfilled } from './incident-life.rules';
import type { IncidentPart, Instants, Living, Refused } from './incident-life.values';
import { faultOfTimes } from './incident-times.rules';

/** What a desk says of an incident: what is not there stays as it stands, null empties. */
export interface Said {
  title?: string | null;
  summary?: string | null;
  classification?: { class: string; type: string } | null;
  severity?: Severity | null;
  severityReason?: string | null;
  impact?: IncidentImpact | null;
  tlp?: Tlp | null;
  region?: string | null;
  resolution?: string | null;
  occurredAt?: string | null;
  occurredAtPrecision?: DatePrecision | null;
  detectedAt?: string | null;
  awareAt?: string | null;
  acknowledgedAt?: string | null;
  startedAt?: string | null;
  containedAt?: string | null;
  resolvedAt?: string | null;
  closedAt?: string | null;
  affects?: object[] | null;
  coworkers?: string[] | null;
  recipients?: string[] | null;
  labels?: string[] | null;
  links?: string[] | null;
  coordinator?: string | null;
}

export interface Updatable extends Living {
  tlp: Tlp;
  severityReason: string | null;
  impact: IncidentImpact | null;
  mergedIntoId: string | null;
  part: IncidentPart;
  isNational: boolean;
}

const instants = ['occurredAt', 'detectedAt', 'awareAt'] as const;
const stepInstants = ['acknowledgedAt', 'startedAt', 'containedAt', 'resolvedAt', 'closedAt'] as const;
/** What has a value always: null is no word on it. */
const neverEmpty = ['title', 'classification', 'tlp', 'affects', 'coworkers', 'recipients', 'labels', 'links'] as const;
/** Who sees an incident, and how it is found, can be set right even where it was merged into another one. */
const afterMerge = new Set<string>(['tlp', 'coworkers', 'recipients', 'labels', 'links', 'coordinator']);

/** What was said: the fields that are there, and have a value where they need one. */
export function saidIn(input: Said): Said {
  const empty = new Set<string>(neverEmpty);
  return Object.fromEntries(
    Object.entries(input).filter(([field, value]) => value !== undefined && !(value === null && empty.has(field))),
  );
}

/** Why the key may not say this of the incident; null where it may. */
export function barredFromSaying({ part, isNational, tlp }: Updatable, said: Said, own: string): Refused | null {
  const fields = Object.keys(said);
  if (isNational && part !== 'OWNER' && fields.length === 1 && (said.coordinator === null || said.coordinator === own))
    return null;
  if (part !== 'OWNER' && part !== 'COORDINATOR')
    return forbidden(
      'Changing an incident is for its owner and its coordinator; co-workers take steps and add to its timeline.',
    );
  if (part === 'OWNER') return null;
  if (said.coordinator !== undefined) return forbidden('coordinator: naming it is for the owner of the incident.');
  const isWider = said.tlp && markings.indexOf(said.tlp) < markings.indexOf(tlp);
  return isWider ? forbidden(`tlp: to widen it from ${tlp} is for the owner of the incident.`) : null;
}

/** What is wrong with what is said of an incident that stands so; null where nothing is. */
export function faultOfSaid(standing: Updatable, said: Said, now: Date): string | null {
  const strange = standing.mergedIntoId && Object.keys(said).find((field) => !afterMerge.has(field));
  if (strange) return `${strange}: it was merged into another incident: change that one, or reopen this one.`;
  const { classification } = said;
  const strayed = classification && faultOfRsit(classification.class, classification.type);
  if (strayed) return `classification: ${strayed}`;
  const lists = faultOfLists(said);
  if (lists) return `${lists.field}: ${lists.message}`;
  return faultOfFilling(standing, said) ?? faultOfRating(standing, said) ?? faultOfInstants(standing, said, now);
}

/** What a state asks for is corrected, and not taken away. */
function faultOfFilling(standing: Updatable, said: Said): string | null {
  const { state, class: of, type, awareAt, resolution } = standing;
  if (said.resolution !== undefined && !(said.resolution && resolution))
    return 'resolution: it comes with the step to RESOLVED or CLOSED, and goes when the incident is reopened.';
  if (!isBeyondNew(state) || (said.classification === undefined && said.awareAt === undefined)) return null;
  const after = {
    class: of,
    type,
    awareAt,
    ...said.classification,
    ...('awareAt' in said && { awareAt: said.awareAt }),
  };
  // What came without it from its source may stay without it, and get the other.
  const isTakenAway =
    unfilled(after) !== null && (said.awareAt === null || said.classification?.type === 'undetermined');
  return isTakenAway ? unfilled(after) : null;
}

function faultOfRating(standing: Updatable, said: Said): string | null {
  const { severity, severityReason, impact = standing.impact } = said;
  if (severity && impact && !severityReason)
    return 'severityReason: the impact decides on severity: to say another one, give the reason.';
  if (severityReason && !severity && !(severity === undefined && standing.severityReason))
    return 'severityReason: it is the reason of a severity that is said: say that too.';
  if (severity === null && !impact) return 'severity: it is left to the rule by saying the impact, which is not known.';
  return said.impact === null && !severity && !standing.severityReason
    ? 'impact: severity follows from it: say the severity with a reason to go without.'
    : null;
}

function faultOfInstants(standing: Updatable, said: Said, now: Date): string | null {
  const unset = stepInstants.find((field) => field in said && !(said[field] && standing[field]));
  if (unset) return `${unset}: it comes and goes with the steps of the incident, and is only corrected here.`;
  const { occurredAt, occurredAtPrecision: precision } = said;
  if (precision && !occurredAt) return 'occurredAtPrecision: say occurredAt with it.';
  if (occurredAt && precision && !startsPeriod(occurredAt, precision))
    return `occurredAt: known to the ${precision}, it must be that period's first instant in UTC.`;
  const given = [...instants, ...stepInstants].filter((field) => field in said);
  return faultOfTimes(standing, Object.fromEntries(given.map((field) => [field, said[field]])) as Instants, now);
}

/** Fields that a source does not take back, of those that were said. */
export const deskFieldsOf = (said: Said): DeskField[] => [
  ...new Set(Object.keys(said).flatMap((field) => heldBy[field as keyof Said] ?? [])),
];

const heldBy: Partial<Record<keyof Said, DeskField>> = {
  ...{ title: 'title', summary: 'summary', classification: 'classification', severity: 'severity', impact: 'impact' },
  ...{ severityReason: 'severity', tlp: 'tlp', region: 'region', resolution: 'resolution', occurredAt: 'occurredAt' },
  ...{ occurredAtPrecision: 'occurredAt', detectedAt: 'detectedAt', awareAt: 'awareAt', acknowledgedAt: 'state' },
  ...{ containedAt: 'state', resolvedAt: 'state', closedAt: 'state', affects: 'affects', coworkers: 'coworkers' },
  ...{ recipients: 'recipients', labels: 'labels', links: 'links' },
};

const forbidden = (message: string): Refused => ({ code: 'FORBIDDEN', message });
