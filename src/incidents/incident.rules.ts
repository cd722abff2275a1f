import { randomInt } from 'node:crypto';
import { mostAffected, type DatePrecision, type IncidentState } from './incident.values';
import type { Tlp } from '../sharing/sharing.values';
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
}

/** What is wrong with an incident; null where nothing is. */
export function faultOf(incident: Content): { field: string; message: string } | null {
  const { classification, occurredAt, occurredAtPrecision, state, closedAt, links, affects } = incident;
  const strayed = faultOfRsit(classification.class, classification.type);
  if (strayed) return { field: 'classification', message: strayed };
  if (occurredAt && !startsPeriod(occurredAt, occurredAtPrecision)) {
    return {
      field: 'occurredAt',
      message: `known to the ${occurredAtPrecision}, it must be that period's first instant in UTC.`,
    };
  }
  if (closedAt && state !== 'CLOSED') return { field: 'closedAt', message: 'only an incident in state CLOSED has it.' };
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

function startsPeriod(instant: string, precision: DatePrecision): boolean {
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
