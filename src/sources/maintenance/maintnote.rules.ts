import type { MaintenanceRecord } from '../../warnings/quiet/maintenance.record';
import {
  maintenanceImpacts,
  maintenanceStatuses,
  type MaintenanceImpact,
  type MaintenanceStatus,
} from '../../warnings/quiet/quiet.values';
import { instantOf, textOf, type CalendarEvent, type CalendarLine } from './icalendar.rules';

/** A notice as an event of the MAINTNOTE standard (BCOP, X-MAINTNOTE-*) tells it. Its organizer, who may be a person, is left where it is. */
export interface Notice {
  provider: string;
  account: string | null;
  maintenanceId: string;
  /** null: it says nothing of its status */
  status: MaintenanceStatus | null;
  impact: MaintenanceImpact;
  circuits: { circuit: string; impact: MaintenanceImpact }[];
  summary: string;
  startsAt: string;
  endsAt: string;
  stampedAt: string;
  sequence: number | null;
  uid: string | null;
}

export type NoticeRead = { ok: Notice } | { refused: string };

class NoticeFault extends Error {}

/** Reads an event; it is refused where it is no notice, and where it lacks what tells one work and one notice of it from another. */
export function noticeFrom({ lines }: CalendarEvent, method: string | null): NoticeRead {
  if (!lines.some(({ name }) => name.startsWith('X-MAINTNOTE-')))
    return { refused: 'it is no maintenance notice: the event has no X-MAINTNOTE property.' };
  try {
    return { ok: read(lines, method) };
  } catch (error) {
    if (!(error instanceof NoticeFault)) throw error;
    return { refused: error.message };
  }
}

function read(lines: readonly CalendarLine[], method: string | null): Notice {
  const [startsAt, endsAt] = [instant(lines, 'DTSTART'), instant(lines, 'DTEND')];
  const impact = impactOf(optional(lines, 'X-MAINTNOTE-IMPACT')) ?? 'OUTAGE';
  return {
    provider: required(lines, 'X-MAINTNOTE-PROVIDER'),
    account: optional(lines, 'X-MAINTNOTE-ACCOUNT'),
    maintenanceId: required(lines, 'X-MAINTNOTE-MAINTENANCE-ID'),
    ...{ status: statusOf(lines, method), impact, circuits: circuitsOf(lines, impact) },
    summary: optional(lines, 'SUMMARY') ?? '',
    ...{ startsAt, endsAt, stampedAt: instant(lines, 'DTSTAMP') },
    sequence: sequenceOf(optional(lines, 'SEQUENCE')),
    uid: optional(lines, 'UID'),
  };
}

const find = (lines: readonly CalendarLine[], name: string): CalendarLine | undefined =>
  lines.find((line) => line.name === name);

function optional(lines: readonly CalendarLine[], name: string): string | null {
  const line = find(lines, name);
  return line && line.value.trim() !== '' ? textOf(line.value) : null;
}

function required(lines: readonly CalendarLine[], name: string): string {
  const text = optional(lines, name);
  if (text === null) throw new NoticeFault(`${name} is missing.`);
  return text;
}

function instant(lines: readonly CalendarLine[], name: string): string {
  const line = find(lines, name);
  if (!line) throw new NoticeFault(`${name} is missing.`);
  const read = instantOf(line);
  if ('fault' in read) throw new NoticeFault(`${name}: ${read.fault}.`);
  return read.ok;
}

function sequenceOf(text: string | null): number | null {
  if (text === null) return null;
  const sequence = Number(text);
  if (!/^\s*\d{1,9}\s*$/.test(text))
    throw new NoticeFault(`SEQUENCE: "${text.slice(0, 40)}" is no number of up to nine digits.`);
  return sequence;
}

/** `IN-PROCESS` as the hub has it. */
const coded = (text: string): string => text.trim().toUpperCase().replaceAll('-', '_');

/** A calendar that takes an event back cancels it, whatever the event says; without a word of its own a notice has the event's, if any. */
function statusOf(lines: readonly CalendarLine[], method: string | null): MaintenanceStatus | null {
  if (method === 'CANCEL') return 'CANCELLED';
  const said = optional(lines, 'X-MAINTNOTE-STATUS');
  const code = coded(said ?? optional(lines, 'STATUS') ?? 'NO-CHANGE');
  if (code === 'NO_CHANGE') return null;
  const status = maintenanceStatuses.find((known) => known === code);
  if (!status && said !== null)
    throw new NoticeFault(`X-MAINTNOTE-STATUS: "${said.slice(0, 40)}" is no status of the standard.`);
  return status ?? null;
}

function impactOf(text: string | null): MaintenanceImpact | null {
  if (text === null) return null;
  const impact = maintenanceImpacts.find((known) => known === coded(text));
  if (!impact) throw new NoticeFault(`X-MAINTNOTE-IMPACT: "${text.slice(0, 40)}" is no impact of the standard.`);
  return impact;
}

const circuitsOf = (lines: readonly CalendarLine[], impact: MaintenanceImpact): Notice['circuits'] =>
  lines
    .filter(({ name, value }) => name === 'X-MAINTNOTE-OBJECT-ID' && value.trim() !== '')
    .map(({ params, value }) => ({
      circuit: textOf(value),
      impact: impactOf(params.get('X-MAINTNOTE-OBJECT-IMPACT') ?? null) ?? impact,
    }));

/** The notice as the hub writes it: known by who announces it and by its number there, since each revision may have an UID of its own. */
export function recordOf(notice: Notice): MaintenanceRecord {
  const [provider, reference] = [notice.provider.trim(), notice.maintenanceId.trim()];
  return {
    externalId: `${provider}/${reference}`,
    title: [...(notice.summary.trim() || reference)].slice(0, 300).join(''),
    ...{ status: notice.status, impact: notice.impact, startsAt: notice.startsAt, endsAt: notice.endsAt },
    ...{ providerName: provider, reference, account: notice.account?.trim() ?? null },
    ...{ sequence: notice.sequence, stampedAt: notice.stampedAt, objects: notice.circuits },
  };
}
