import { createHash } from 'node:crypto';
import type { Severity } from '../../sharing/sharing.values';
import { faultOfLabels } from '../../warnings/warning.rules';
import { longestExplanation, longestFingerprint } from '../../warnings/warning.values';
import { severityOf } from './alertmanager-severity.rules';

/** An alert as the hub takes it. */
export interface Alert {
  fingerprint: string;
  labels: Record<string, string>;
  severity: Severity;
  explanation: string;
  firing: boolean;
  /** When it began to fire, or was resolved; milliseconds since 1970. */
  at: number;
}

export type AlertReason = 'MALFORMED' | 'LABELS' | 'UNREADABLE_INSTANT';

/** Why an alert is not taken, and what of it shows that. */
export interface RefusedAlert {
  reason: AlertReason;
  example: string;
}

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One alert of a webhook, judged by itself. */
export function readAlert(given: unknown, place: string, now: number): Alert | RefusedAlert {
  if (!isObject(given)) return refused('MALFORMED', `${place} is no object`);
  const { status, labels, annotations = {}, fingerprint } = given;
  if (status !== 'firing' && status !== 'resolved')
    return refused('MALFORMED', `${place}.status is "firing" or "resolved"`);
  const fault = faultOfLabels(labels);
  if (fault !== null) return refused('LABELS', `${place}.${fault}`);
  const own = labels as Record<string, string>;
  const key = fingerprint === undefined ? fingerprintOf(own) : fingerprint;
  if (typeof key !== 'string' || key.length < 1 || key.length > longestFingerprint || !/^[\x21-\x7e]+$/.test(key))
    return refused('MALFORMED', `${place}.fingerprint is no fingerprint`);
  const at = instantOf(given, status === 'firing', now);
  if (at === null) return refused('UNREADABLE_INSTANT', `${place}: startsAt and endsAt are RFC 3339 instants`);
  return {
    ...{ fingerprint: key, labels: own, severity: severityOf(own['severity']), firing: status === 'firing', at },
    explanation: explanationOf(own, isObject(annotations) ? annotations : {}),
  };
}

const refused = (reason: AlertReason, example: string): RefusedAlert => ({ reason, example: example.slice(0, 200) });

/** Alertmanager of before 0.19 gives none. */
function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** Go's zero instant, and whatever lies before 1970, says nothing: then it is now. A recovery is never before its beginning. */
function instantOf({ startsAt, endsAt }: Json, isFiring: boolean, now: number): number | null {
  const starts = instantFrom(startsAt);
  const ends = isFiring ? 0 : instantFrom(endsAt);
  if (starts === null || ends === null) return null;
  if (isFiring) return starts > 0 ? starts : now;
  return ends > 0 ? Math.max(starts, ends) : now;
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function instantFrom(text: unknown): number | null {
  if (text === undefined) return 0;
  if (typeof text !== 'string' || !rfc3339.test(text)) return null;
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** What its rule's annotations say: a line and more words; the name of the rule where they say nothing. */
function explanationOf(labels: Readonly<Record<string, string>>, annotations: Json): string {
  const textOf = (name: string) => {
    const text = annotations[name];
    return typeof text === 'string' ? text.replaceAll('\0', '').toWellFormed().trim() : '';
  };
  const said = [textOf('summary'), textOf('description') || textOf('message')].filter(Boolean);
  const named = labels['alertname'] || JSON.stringify(labels);
  const text = (said.length > 0 ? [...new Set(said)] : [named]).join('\n');
  return Array.from(text).slice(0, longestExplanation).join('');
}
