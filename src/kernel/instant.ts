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

const day = 86_400_000;
const dayText = remembered((days) => new Date(Number(days) * day).toISOString().slice(0, 11));
const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** Milliseconds since 1970 as Date.toISOString has them, made of a day that is known and what is left of it: many instants share a day. */
export function instantText(ms: number): string {
  const days = Math.floor(ms / day);
  const rest = ms - days * day;
  const [hour, minute, second] = [
    Math.floor(rest / 3_600_000),
    Math.floor(rest / 60_000) % 60,
    Math.floor(rest / 1000) % 60,
  ];
  return `${dayText(String(days))}${two[hour]}:${two[minute]}:${two[second]}.${String(rest % 1000).padStart(3, '0')}Z`;
}
