import { randomInt } from 'node:crypto';
import { mostAffected, type DatePrecision, type IncidentImpact, type IncidentState } from './incident.values';
import type { Severity, Tlp } from '../sharing/sharing.values';
import { faultOfRsit } from './rsit';

interface Content {
  classification: { class: string; type: string };
  tlp: Tlp;
  occurredAt?: string | null;
  occurredAtPrecision: DatePrecision;
  state?: IncidentState;
  closedAt?: string | null;
  links?: string[] | null;
  affects?: object[] | null;
  severity?: Severity | null;
  severityReason?: string | null;
  impact?: IncidentImpact | null;
}

interface Fault {
  field: string;
  message: string;
}

/** What is wrong with an incident; null where nothing is. */
export function faultOf(incident: Content): Fault | null {
  const { classification, occurredAt, occurredAtPrecision, state, closedAt } = incident;
  const strayed = faultOfRsit(classification.class, classification.type);
  if (strayed) return { field: 'classification', message: strayed };
  if (occurredAt && !startsPeriod(occurredAt, occurredAtPrecision)) {
    return {
      field: 'occurredAt',
      message: `known to the ${occurredAtPrecision}, it must be that period's first instant in UTC.`,
    };
  }
  if (closedAt && state !== 'CLOSED') return { field: 'closedAt', message: 'only an incident in state CLOSED has it.' };
  return faultOfSeverity(incident) ?? faultOfLists(incident);
}

/** It is said, with a reason where the rule would say something else, or left to the rule, which goes by the impact. */
export function faultOfSeverity({ severity, severityReason, impact }: Partial<Content>): Fault | null {
  if (!severity && !impact) return { field: 'severity', message: 'say it, or say the impact: the rule goes by that.' };
  if (!severity && severityReason)
    return { field: 'severityReason', message: 'it is the reason of a severity that is said: say that too.' };
  return severity && impact && !severityReason
    ? { field: 'severityReason', message: 'the impact decides on severity: to say another one, give the reason.' }
    : null;
}

export function faultOfLists({ links, affects }: Pick<Content, 'links' | 'affects'>): Fault | null {
  if (affects && affects.length > mostAffected)
    return { field: 'affects', message: `it names ${affects.length} objects: name ${mostAffected} at most.` };
  const unclear =
    affects?.findIndex((subject) => Object.values(subject).filter((named) => named != null).length !== 1) ?? -1;
  if (unclear >= 0)
    return { field: `affects[${unclear}]`, message: 'it names one object: give exactly one of its fields.' };
  const strange = links?.find((link) => !/^https?:\/\/[^\s]{3,2000}$/.test(link));
  return strange === undefined
    ? null
    : { field: 'links', message: `"${strange.slice(0, 60)}" is no http or https address.` };
}

export function startsPeriod(instant: string, precision: DatePrecision): boolean {
  const at = new Date(instant).toISOString();
  const rest = { YEAR: '-01-01T00:00:00.000Z', MONTH: '-01T00:00:00.000Z', DAY: 'T00:00:00.000Z', SECOND: '' }[
    precision
  ];
  return at.endsWith(rest);
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A reference for people: the year and eight letters by chance, so that it tells nothing about how many there are. */
export function newReference(now: Date): string {
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `INC-${now.getUTCFullYear()}-${letters}`;
}
