import { acceptInstant } from '../../kernel/instant';

/** Where in the header of a file its two columns stand; other columns are passed over. */
export interface SeriesColumns {
  timestamp: number;
  value: number;
}

/** A row of the file: its texts as they stand, the instant in milliseconds since 1970, and NaN where nothing was measured. */
export interface SeriesRow {
  timestamp: string;
  text: string;
  at: number;
  value: number;
}

/** What a file may say where there is no value: it is no fault, and no sample either. */
const absent = new Set(['', 'nan', 'null', 'inf', '+inf', '-inf', 'infinity', '+infinity', '-infinity']);

/** The columns by their names, in upper or lower case; undefined where one is missing. */
export function seriesColumnsOf(header: readonly string[]): SeriesColumns | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  const [timestamp, value] = [names.indexOf('timestamp'), names.indexOf('value')];
  return timestamp >= 0 && value >= 0 ? { timestamp, value } : undefined;
}

/** The row, or what is wrong with it; an instant without a zone is UTC, and none lies before the one of the row above. */
export function seriesRowOf(row: readonly string[], columns: SeriesColumns, latest: number): SeriesRow | string {
  const [timestamp, text] = [row[columns.timestamp] ?? '', row[columns.value]];
  const at = instantOf(timestamp);
  if (at === undefined)
    return `timestamp "${shown(timestamp)}" is no instant: write 2024-05-31 23:55:00, which is UTC.`;
  if (at < latest) return `${timestamp} lies before the row above: sort the file by its timestamps.`;
  if (text === undefined) return 'there is no value.';
  const value = numberOf(text);
  return value === undefined ? `value "${shown(text)}" is no number.` : { timestamp, text, at, value };
}

function instantOf(text: string): number | undefined {
  const joined = text.trim().replace(/^(\d{4}-\d\d-\d\d) +/, '$1T');
  const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(joined) ? `${joined}:00` : joined;
  const instant = acceptInstant(/(Z|[+-]\d\d:\d\d)$/i.test(whole) ? whole : `${whole}Z`);
  return instant === null ? undefined : Date.parse(instant);
}

function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (absent.has(trimmed.toLowerCase())) return NaN;
  const value = /^[-+.\deE]+$/.test(trimmed) ? Number(trimmed) : NaN;
  return Number.isNaN(value) ? undefined : value;
}

const shown = (text: string): string => text.slice(0, 40);
