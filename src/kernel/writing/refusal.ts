import type { HubError } from '../errors';

/** Why a record of a batch was not taken. */
export interface Refusal {
  /** Place in the batch, from 0. */
  index: number;
  /** The field that does not fit, where one can be named. */
  field: string | null;
  code: RefusalCode;
  message: string;
}

export const refusalCodes = ['INVALID', 'DUPLICATE', 'UNKNOWN_REFERENCE'] as const;
export type RefusalCode = (typeof refusalCodes)[number];

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What the API calls a column: a foreign id by what it refers to, `device_id` as `device`. */
const fieldOf = (column: string, type: string | undefined): string =>
  camelCase(type === 'uuid' ? column.replace(/_id$/, '') : column);

/** What of an upsert's target tells a constraint's columns apart. */
interface Columns {
  key: readonly string[];
  columns: Record<string, string>;
}

/** What a constraint said of one record: constraints are named after their table and columns, of which the key's are not to blame. */
export function refusalOf(index: number, target: Columns, error: HubError): Refusal {
  const constraint = String(error.extensions['constraint'] ?? '');
  const column = Object.keys(target.columns)
    .filter((name) => constraint === name || constraint.includes(`_${name}_`))
    .sort((a, b) => Number(target.key.includes(a)) - Number(target.key.includes(b)) || b.length - a.length)[0];
  const code = error.code === 'CONFLICT' ? 'DUPLICATE' : 'INVALID';
  const field = column ? fieldOf(column, target.columns[column]) : null;
  const what = code === 'DUPLICATE' ? 'another record has this value already' : 'the value is not acceptable';
  return { index, field, code, message: field ? `${field}: ${what}.` : error.message };
}
