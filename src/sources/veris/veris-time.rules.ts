import type { VerisDocument } from './veris-document.rules';
import type { Fault } from './veris-shape.rules';
import { codeAt, numbersAt } from './veris-values';

export type VerisPrecision = 'YEAR' | 'MONTH' | 'DAY' | 'SECOND';

/** The start, in UTC, of the year, month, day or second that a document names. */
export interface VerisDate {
  readonly at: Date;
  readonly precision: VerisPrecision;
}

/**
 * When the first asset was compromised. A date is as precise as it is written. A time of day counts only with seconds
 * and with its offset from UTC, as VERIS asks for it ("15:18:27 -0500"); without them nobody knows the instant, and it
 * stays a day.
 */
export function dateOf(document: VerisDocument): { ok: VerisDate } | { fault: Fault } {
  const [year = NaN] = numbersAt(document, `${INCIDENT}.year`);
  const [month] = numbersAt(document, `${INCIDENT}.month`);
  const [day] = numbersAt(document, `${INCIDENT}.day`);
  if (month === undefined) return day === undefined ? dated(year, 1, 1, 'YEAR') : absent('month', 'a day');
  const time = codeAt(document, `${INCIDENT}.time`);
  if (day === undefined) return time === undefined ? dated(year, month, 1, 'MONTH') : absent('day', 'a time');
  if (day > daysIn(year, month)) return impossible('day', `month ${month} of ${year} has ${daysIn(year, month)} days`);
  return time === undefined ? dated(year, month, day, 'DAY') : timed(time, dated(year, month, day, 'DAY').ok);
}

/**
 * When it was discovered or contained, where that follows: VERIS counts both from the incident. It follows from a day
 * or a second and a whole number of days or weeks; from a second also in hours, minutes and seconds. Months and years
 * are estimates ("10.25 months"), and a part of a day says nothing where the hour is unknown.
 */
export function instantAfter({ at, precision }: VerisDate, document: VerisDocument, phase: string): Date | undefined {
  const unit = codeAt(document, `timeline.${phase}.unit`) ?? 'Unknown';
  const [value] = numbersAt(document, `timeline.${phase}.value`);
  const seconds = exactSeconds[precision]?.[unit];
  if (seconds === undefined || value === undefined || !Number.isInteger(value)) return undefined;
  const instant = new Date(at.getTime() + value * seconds * 1000);
  return instant.getTime() <= LATEST ? instant : undefined;
}

const INCIDENT = 'timeline.incident';
const LATEST = Date.UTC(2100, 0);
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d))? ?([AP]M)? ?(UTC|GMT|Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

const inDays: Record<string, number> = { Days: 86_400, Weeks: 604_800 };
const inSeconds: Record<string, number> = { Seconds: 1, Minutes: 60, Hours: 3600, ...inDays };
const exactSeconds: Partial<Record<VerisPrecision, Record<string, number>>> = { DAY: inDays, SECOND: inSeconds };

function timed(time: string, day: VerisDate): { ok: VerisDate } | { fault: Fault } {
  const [, hours, minutes, seconds, half, zone] = TIME.exec(time) ?? [];
  const hour = hourOf(Number(hours), half);
  if (hour === undefined || Number(minutes) > 59 || Number(seconds ?? 0) > 59) {
    return impossible('time', 'there is no such time of day: write it like "15:18:27 -0500"');
  }
  if (seconds === undefined || zone === undefined) return { ok: day };
  const local = day.at.getTime() + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return { ok: { at: new Date(local - offsetOf(zone) * 60_000), precision: 'SECOND' } };
}

/** The hour of the day, 0 to 23; undefined where the clock has no such hour. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  return hour >= 1 && hour <= 12 ? (hour % 12) + (half === 'PM' ? 12 : 0) : undefined;
}

/** Minutes east of Greenwich. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function dated(year: number, month: number, day: number, precision: VerisPrecision): { ok: VerisDate } {
  return { ok: { at: new Date(Date.UTC(year, month - 1, day)), precision } };
}

function absent(field: string, given: string): { fault: Fault } {
  return { fault: { path: `${INCIDENT}.${field}`, code: 'MISSING', reason: `add this field: ${given} needs it` } };
}

function impossible(field: string, reason: string): { fault: Fault } {
  return { fault: { path: `${INCIDENT}.${field}`, code: 'IMPOSSIBLE_DATE', reason } };
}
