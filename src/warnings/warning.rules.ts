import { isLabelName, isSourceName, isText, valueFault } from '../monitoring/series-names.rules';
import { longestExplanation, longestFingerprint, longestNote, mostLabels, ownSources } from './warning.values';

interface Said {
  source: string;
  externalId?: string | null;
  labels?: unknown;
  subject?: object | null;
  address?: string | null;
  explanation: string;
}

/** Why this can not be raised, by the field; null of what can. */
export function faultOfRaised({ source, externalId, labels, subject, address, explanation }: Said): string | null {
  const named = Object.values(subject ?? {}).filter((value) => value != null).length;
  if (subject && named !== 1) return `subject: a warning speaks of one object, ${named} are named.`;
  if (subject && address) return 'address: give a subject or an address, not both.';
  if (externalId == null && !subject && !address && Object.keys(labels ?? {}).length === 0)
    return 'externalId: give it, or a subject, an address or labels: by something the warning has to be known.';
  return (
    faultOfSource(source) ??
    faultOfKey(externalId ?? null) ??
    faultOfLabels(labels ?? {}) ??
    faultOfText('explanation', explanation, longestExplanation)
  );
}

export function faultOfSource(source: string): string | null {
  if (!isSourceName(source)) return 'source: it has 1 to 63 of a-z, 0-9, ".", "_", "-", a letter or digit first.';
  return ownSources.includes(source) ? `source: "${source}" is the hub's own: give the name of your system.` : null;
}

export const faultOfKey = (externalId: string | null): string | null =>
  externalId === null ? null : faultOfText('externalId', externalId, longestFingerprint);

export const faultOfNote = (note: string | null | undefined): string | null =>
  note == null ? null : faultOfText('note', note, longestNote);

/** Labels are those of series: names and values, and how many of them. */
export function faultOfLabels(labels: unknown): string | null {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels))
    return 'labels: give an object of texts: {"instance": "core-1"}.';
  const entries = Object.entries(labels);
  if (entries.length > mostLabels) return `labels: ${mostLabels} at most, ${entries.length} are given.`;
  for (const [name, value] of entries) {
    const shown = `"${name.slice(0, 60)}"`;
    if (!isLabelName(name)) return `labels: ${shown} is no name of a label: letters, digits and "_", no digit first.`;
    if (typeof value !== 'string') return `labels: ${shown} must be a text.`;
    const fault = valueFault(value);
    if (fault === 'TEXT') return `labels: ${shown} holds a character that can not be kept.`;
    if (fault !== null) return `labels: ${shown} has more than 4 KB.`;
  }
  return null;
}

function faultOfText(field: string, text: string, most: number): string | null {
  const { length } = Array.from(text);
  if (length < 1 || length > most) return `${field}: it has 1 to ${most} characters, this one has ${length}.`;
  return isText(text) ? null : `${field}: it holds a character that can not be kept.`;
}
