import { dayMs, longestDays } from './quiet.values';

interface Sent {
  source: string;
  externalId?: string | null;
  quiets?: readonly string[] | null;
  reason: string;
  startsAt?: string | null;
  endsAt: string;
  subject?: object | null;
  labels?: unknown;
  mostSeverity?: string | null;
}

const sourceForm = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const most = { quiets: 100, labels: 16, reason: 1000, externalId: 200, name: 200, value: 1000 };

/** What is wrong with a silence, its field first; null where nothing is. */
export function faultOfSilence(sent: Sent, now: Date): string | null {
  const { source, externalId, quiets, reason } = sent;
  if (!sourceForm.test(source)) return 'source: it has 1 to 63 of a-z, 0-9, ".", "_", "-".';
  if (externalId != null && !within(externalId, most.externalId))
    return `externalId: it has 1 to ${most.externalId} characters.`;
  if (reason.trim() === '' || reason.length > most.reason) return `reason: say why, in 1 to ${most.reason} characters.`;
  if (quiets && (quiets.length < 1 || quiets.length > most.quiets))
    return `quiets: it names 1 to ${most.quiets} organizations, or is left out.`;
  return faultOfWindow(sent, now) ?? faultOfSubject(sent.subject) ?? faultOfLabels(sent.labels) ?? faultOfBreadth(sent);
}

function faultOfWindow({ startsAt, endsAt }: Sent, now: Date): string | null {
  const [start, end] = [startsAt ? Date.parse(startsAt) : now.getTime(), Date.parse(endsAt)];
  if (end <= now.getTime()) return 'endsAt: it has passed: say when the silence ends.';
  if (end <= start) return 'endsAt: it comes after startsAt.';
  if (end > start + longestDays.silence * dayMs)
    return `endsAt: a silence lasts ${longestDays.silence} days at most: set another one then, if it is still needed.`;
  return null;
}

function faultOfSubject(subject: object | null | undefined): string | null {
  const named = subject ? Object.values(subject).filter((value) => value != null).length : 1;
  return named === 1 ? null : 'subject: it names one object: give exactly one of its fields.';
}

function faultOfLabels(labels: unknown): string | null {
  if (labels == null) return null;
  if (typeof labels !== 'object' || Array.isArray(labels)) return 'labels: they are an object of texts.';
  const all = Object.entries(labels);
  if (all.length > most.labels) return `labels: it asks for ${most.labels} at most.`;
  const strange = all.find(
    ([name, value]) => !within(name, most.name) || typeof value !== 'string' || value.length > most.value,
  );
  return strange
    ? `labels: "${strange[0].slice(0, 60)}" is no label: a name of up to ${most.name} characters, and a text of up to ${most.value}.`
    : null;
}

/** What is silent as a whole is said so, and never by leaving something out. */
function faultOfBreadth({ subject, labels, mostSeverity }: Sent): string | null {
  if (subject || mostSeverity || Object.keys(labels ?? {}).length > 0) return null;
  return 'subject: it would hold back everything: give subject, labels or mostSeverity, or name the organization as its subject.';
}

const within = (text: string, longest: number): boolean => text.length >= 1 && text.length <= longest;
