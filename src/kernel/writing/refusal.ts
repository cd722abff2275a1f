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

export const refusalCodes = ['INVALID', 'DUPLICATE', 'UNKNOWN_REFERENCE', 'TOO_OLD'] as const;
export type RefusalCode = (typeof refusalCodes)[number];

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What the API calls a column: foreign ids by what they refer to, `device_id` as `device`, `recipient_ids` as `recipients`. */
const fieldOf = (column: string, type: string | undefined): string =>
  camelCase(type?.startsWith('uuid') ? column.replace(/_id(s?)$/, '$1') : column);

/** What of an upsert's target tells a constraint's columns apart. */
interface Columns {
  key: readonly string[];
  columns: Record<string, string>;
}

/** What a constraint said of one record: constraints are named after their table and columns, of which the key's are not to blame. */
export function refusalOf(index: number, target: Columns, { code, message, extensions }: HubError): Refusal {
  const constraint = String(extensions['constraint'] ?? '');
  const column = Object.keys(target.columns)
    .filter((name) => constraint === name || constraint.includes(`_${name}_`))
    .sort((a, b) => Number(target.key.includes(a)) - Number(target.key.includes(b)) || b.length - a.length)[0];
  const kind = code === 'CONFLICT' ? 'DUPLICATE' : 'INVALID';
  if (!column) return { index, field: null, code: kind, message };
  const field = fieldOf(column, target.columns[column]);
  const limit = extensions['limit'] ?? (constraint === column ? 'it must have a value' : inGeneral[kind]);
  return { index, field, code: kind, message: `${field}: ${String(limit)}.` };
}

const inGeneral = { DUPLICATE: 'another record has this value already', INVALID: 'the value is not acceptable' };
