import { codeWished } from './netbox-code.rules';
import { netboxModels, type NetboxModel } from './netbox-models';
import type { NetboxRow } from './netbox-world';

export type ReadRow = { row: NetboxRow } | { notRead: string } | { model: string; fault: string };

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One element of the dump as a row, or the model that is not read, or what is wrong with it. */
export function readRow(element: unknown): ReadRow {
  if (!isRecord(element) || typeof element['model'] !== 'string' || element['model'] === '') {
    return { model: '', fault: 'it is not an object with model, pk and fields' };
  }
  const { model: name, pk, fields } = element as { model: string; pk?: unknown; fields?: unknown };
  const model = netboxModels.get(name);
  const hasNoKeyByNature = name === 'contenttypes.contenttype' && pk === undefined;
  if (!model || hasNoKeyByNature) return { notRead: name };
  if (!isPk(pk)) return { model: name, fault: 'pk is not a whole number from 1: dump without --natural-primary' };
  if (!isRecord(fields)) return { model: name, fault: 'fields is not an object' };
  const row = { model: name, pk, fields: pick(model, fields) };
  const fault = faultOfPart(model, row);
  return fault ? { model: `${name} pk ${pk}`, fault } : { row };
}

export const isPk = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

function faultOfPart({ partOf }: NetboxModel, { fields }: NetboxRow): string | null {
  return partOf === undefined || isPk(fields[partOf]) ? null : `${partOf} is not a pk`;
}

function pick(model: NetboxModel, fields: Json): Json {
  const picked = model.fields.map((spec) => {
    const names = spec.split('|');
    const set = names.find((name) => Object.hasOwn(fields, name) && fields[name] != null) ?? names[0]!;
    return [names[0]!, Object.hasOwn(fields, set) ? plain(fields[set]) : undefined];
  });
  return Object.fromEntries(picked) as Json;
}

/** Longer than any text that is taken, so that what is cut here is refused there. */
const mostKept = 1000;

/** A value as it may be kept; what no field can be is an empty object, which every field refuses. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, mostKept);
  if (typeof value === 'number') return Number.isFinite(value) ? value : {};
  if (Array.isArray(value))
    return value.length <= 4 && value.every((item) => typeof item !== 'object') ? value.map(plain) : {};
  return typeof value === 'object' && value !== null ? {} : value;
}

/** How a row is found: by itself, by what it is part of, by its natural keys, by the code it wishes for. */
export interface IndexEntry {
  index: string;
  key: string;
  /** Tells entries of one key apart; '' for the row itself. */
  rank: string;
  value: unknown;
}

export const rowIndex = (model: string): string => model;
export const partIndex = (model: string): string => `${model}>`;
export const nameIndex = (model: string): string => `${model}=`;
export const codeIndex = (space: string): string => `${space}~`;

/** Sorts by value as text. */
export const pkKey = (pk: number): string => String(pk).padStart(16, '0');

export function entriesOf({ model: name, pk, fields }: NetboxRow): IndexEntry[] {
  const { partOf, namedBy = [], code } = netboxModels.get(name)!;
  const names = new Set(
    namedBy.map((field) => fields[field]).filter((value) => typeof value === 'string' && value !== ''),
  );
  const wished = code ? codeWished(fields['slug']) : null;
  return [
    { index: rowIndex(name), key: pkKey(pk), rank: '', value: fields },
    ...(partOf ? [{ index: partIndex(name), key: pkKey(fields[partOf] as number), rank: pkKey(pk), value: pk }] : []),
    ...[...names].map((text) => ({ index: nameIndex(name), key: text as string, rank: pkKey(pk), value: pk })),
    ...(code && wished
      ? [{ index: codeIndex(code.space), key: wished, rank: wishRank(name, pk), value: { model: name, pk } }]
      : []),
  ];
}

/** Tenants come before providers. */
const wishRank = (model: string, pk: number): string => `${model === 'circuits.provider' ? 2 : 1}${pkKey(pk)}`;
