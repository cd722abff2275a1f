import { dayMs, longestDays, mostObjects, type MaintenanceStatus } from './quiet.values';

export const noticeOutcomes = ['CREATED', 'UPDATED', 'UNCHANGED', 'OUTDATED'] as const;
export type NoticeOutcome = (typeof noticeOutcomes)[number];

/** By what two notices of one work are told apart. */
export interface NoticeAge {
  sequence: number | null;
  stampedAt: string | null;
  status: MaintenanceStatus | null;
}

/** Of two notices of one number and stamp that one stands which comes later in the life of the work, and so quiets less. */
const course: readonly (MaintenanceStatus | null)[] = [
  null,
  'TENTATIVE',
  'CONFIRMED',
  'RE_SCHEDULED',
  'IN_PROCESS',
  'COMPLETED',
  'CANCELLED',
];

/**
 * Whether a notice is older than what stands, or says the same at the same time in other words: then it changes nothing, in whichever order
 * notices come. What a notice does not say decides nothing; one without number and stamp is taken as it comes.
 */
export function isOutdated(standing: NoticeAge, notice: NoticeAge): boolean {
  const bySequence = compared(standing.sequence, notice.sequence);
  if (bySequence !== 0) return bySequence > 0;
  const byStamp = compared(instant(standing.stampedAt), instant(notice.stampedAt));
  if (byStamp !== 0) return byStamp > 0;
  const isNumbered = notice.sequence !== null && standing.sequence !== null;
  const isStamped = notice.stampedAt !== null && standing.stampedAt !== null;
  return isNumbered && isStamped && course.indexOf(notice.status) <= course.indexOf(standing.status);
}

const compared = (a: number | null, b: number | null): number => (a === null || b === null ? 0 : a - b);
const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));

interface Sent {
  startsAt: string;
  endsAt: string;
  objects?: readonly SentObject[] | null;
}
interface SentObject {
  circuit?: string | null;
  impact?: string | null;
}

/** What is wrong with a notice; null where nothing is. */
export function faultOfMaintenance({ startsAt, endsAt, objects }: Sent): { field: string; message: string } | null {
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)];
  if (end <= start) return { field: 'endsAt', message: 'it comes after startsAt.' };
  if (end > start + longestDays.maintenance * dayMs)
    return { field: 'endsAt', message: `a maintenance lasts ${longestDays.maintenance} days at most.` };
  return objects ? faultOfObjects(objects) : null;
}

function faultOfObjects(objects: readonly SentObject[]): { field: string; message: string } | null {
  if (objects.length > mostObjects)
    return { field: 'objects', message: `it names ${objects.length} objects: name ${mostObjects} at most.` };
  for (const [i, { impact: _impact, circuit, ...others }] of objects.entries()) {
    const named = [circuit, ...Object.values(others)].filter((value) => value != null).length;
    if (named !== 1)
      return { field: `objects[${i}]`, message: 'it names one thing: give exactly one of circuit and the objects.' };
    if (circuit != null && (circuit.trim() === '' || circuit.length > 200))
      return { field: `objects[${i}].circuit`, message: 'it has 1 to 200 characters.' };
  }
  return null;
}
