import { remembered } from './remembered';

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** Instants from 1970 up to 2100, real calendar days only. */
export function acceptInstant(text: string): string | null {
  const match = rfc3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(text.toUpperCase());
  const real = day <= new Date(Date.UTC(year, month, 0)).getUTCDate() && hour < 24 && minute < 60 && second < 60;
  if (Number.isNaN(date.getTime()) || !real || date.getTime() < 0 || date.getUTCFullYear() > 2100) return null;
  // In UTC: RFC 3339 knows offsets that Postgres does not take.
  return `${date.toISOString().slice(0, 19)}${match[7] ?? ''}Z`;
}

const hour = 3_600_000;
const hourText = remembered((hours) => new Date(Number(hours) * hour).toISOString().slice(0, 14));
const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const inHour = Array.from({ length: 3600 }, (_, s) => `${two[Math.floor(s / 60)]}:${two[s % 60]}`);

/** Milliseconds since 1970 as RFC 3339 text, of many instants one after the other: neighbours share their hour. A fraction only where there is one. */
export function instantTexts(): (ms: number) => string {
  let known = NaN;
  let text = '';
  return (ms) => {
    const hours = Math.floor(ms / hour);
    if (hours !== known) [known, text] = [hours, hourText(String(hours))];
    const rest = ms - hours * hour;
    const part = rest % 1000;
    const fraction = part === 0 ? '' : `.${String(part).padStart(3, '0')}`;
    return `${text}${inHour[(rest - part) / 1000]}${fraction}Z`;
  };
}

/** Microseconds since 1970 of an instant as the hub holds it, and back. */
export const microsOf = (instant: string): number =>
  Date.parse(`${instant.slice(0, 19)}Z`) * 1000 + Number(instant.slice(20, -1).padEnd(6, '0').slice(0, 6));

export const microsText = (micros: number): string =>
  `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}.${String(micros % 1_000_000).padStart(6, '0')}Z`;

export const dayMicros = 86_400_000_000;

/** Microseconds between 1970 and 2000, from where Postgres counts. */
export const postgresEpoch = 946_684_800_000_000;
