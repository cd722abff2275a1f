import { acceptInstant } from '../../kernel/instant';
import { instantFault } from '../../monitoring/instants.rules';

/** Where in a header the two columns stand that make a sample. */
export interface Columns {
  timestamp: number;
  value: number;
}

const timestampNames = ['timestamp', 'time', 'date', 'datetime'];
const valueNames = ['value'];

/** The columns by their names, in upper or lower case; null where one is missing. */
export function columnsOf(header: readonly string[]): Columns | null {
  const names = header.map((name) => name.trim().toLowerCase());
  const timestamp = names.findIndex((name) => timestampNames.includes(name));
  const value = names.findIndex((name) => valueNames.includes(name));
  return timestamp >= 0 && value >= 0 ? { timestamp, value } : null;
}

export type Sample = { ok: { timestamp: string; value: number } } | { refused: { field: string; reason: string } };

/** A row as a sample of an instant that may be taken now. An instant without a zone is UTC. */
export function sampleOf(row: readonly string[], columns: Columns, now: Date): Sample {
  const timestamp = instantOf(row[columns.timestamp] ?? '');
  const text = (row[columns.value] ?? '').trim();
  if (timestamp === null)
    return refuse(
      'timestamp',
      `"${(row[columns.timestamp] ?? '').slice(0, 40)}" is no instant from 1970 through 2100.`,
    );
  const fault = instantFault(timestamp, now.getTime());
  if (fault !== null) return refuse('timestamp', fault);
  if (text === '') return refuse('value', 'there is none.');
  const value = Number(text);
  return Number.isFinite(value) && /^[-+.\deE]+$/.test(text)
    ? { ok: { timestamp, value } }
    : refuse('value', `"${text.slice(0, 40)}" is no finite number.`);
}

const refuse = (field: string, reason: string): Sample => ({ refused: { field, reason } });

function instantOf(text: string): string | null {
  const joined = text.trim().replace(/^(\d{4}-\d\d-\d\d) +/, '$1T');
  const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(joined) ? `${joined}:00` : joined;
  return acceptInstant(/(Z|[+-]\d\d:\d\d)$/i.test(whole) ? whole : `${whole}Z`);
}

/** A file's name as the name of a metric: what may not stand in one becomes "_". */
export function metricNameOf(file: string): string {
  const name = file.replace(/\.csv$/i, '').replace(/[^a-zA-Z0-9_:]+/g, '_');
  return (/^[a-zA-Z_:]/.test(name) ? name : `_${name}`).slice(0, 200);
}
