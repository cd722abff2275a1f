/** What a value must look like. A table of these describes a document; `findFault` holds a value against it. */
export type Shape =
  | { readonly kind: 'anything' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'text'; readonly mayBeEmpty: boolean; readonly pattern: RegExp; readonly hint: string }
  | { readonly kind: 'number'; readonly whole: boolean; readonly least: number; readonly most: number }
  | { readonly kind: 'code'; readonly codes: ReadonlySet<string> }
  | { readonly kind: 'list'; readonly of: Shape; readonly distinct: boolean }
  | RecordShape
  | { readonly kind: 'either'; readonly text: Shape; readonly record: RecordShape };

/** `core` fields no document goes without; `required` ones are excused where a document is read leniently. */
export interface RecordShape {
  readonly kind: 'record';
  readonly core: Fields;
  readonly required: Fields;
  readonly optional: Fields;
  readonly mayBeEmpty: boolean;
}

export type Fields = Readonly<Record<string, Shape>>;

export interface Fault {
  readonly path: string;
  readonly code: FaultCode;
  readonly reason: string;
}

export type FaultCode =
  | 'MISSING'
  | 'EMPTY'
  | 'WRONG_TYPE'
  | 'UNKNOWN_FIELD'
  | 'UNKNOWN_VALUE'
  | 'DUPLICATE'
  | 'MALFORMED'
  | 'OUT_OF_RANGE'
  | 'IMPOSSIBLE_DATE'
  | 'UNSUPPORTED_VERSION';

/** `lenient` takes an empty text, list or object for an absent one, and passes over fields it does not know. */
export interface Reading {
  readonly lenient: boolean;
}

export const anything: Shape = { kind: 'anything' };
export const flag: Shape = { kind: 'flag' };

export function record(required: Fields, optional: Fields, mayBeEmpty = false): RecordShape {
  return { kind: 'record', core: {}, required, optional, mayBeEmpty };
}

export function list(of: Shape, distinct = true): Shape {
  return { kind: 'list', of, distinct };
}

export function code(values: ReadonlySet<string>): Shape {
  return { kind: 'code', codes: values };
}

export function number(whole: boolean, least: number, most = Number.MAX_SAFE_INTEGER): Shape {
  return { kind: 'number', whole, least, most };
}

export function text(pattern: RegExp, hint: string): Shape {
  return { kind: 'text', mayBeEmpty: false, pattern, hint };
}

/** The first fault in the order of the shape, so the order of the document's keys does not matter. */
export function findFault(value: unknown, shape: Shape, path: string, reading: Reading): Fault | undefined {
  switch (shape.kind) {
    case 'anything':
      return undefined;
    case 'flag':
      return typeof value === 'boolean' ? undefined : wrongType(path, 'true or false');
    case 'text':
      return faultOfText(value, shape, path);
    case 'number':
      return faultOfNumber(value, shape, path);
    case 'code':
      return faultOfCode(value, shape.codes, path);
    case 'list':
      return faultOfList(value, shape, path, reading);
    case 'record':
      return faultOfRecord(value, shape, path, reading);
    case 'either':
      return findFault(value, typeof value === 'string' ? shape.text : shape.record, path, reading);
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultOfText(value: unknown, shape: Shape & { kind: 'text' }, path: string): Fault | undefined {
  if (typeof value !== 'string') return wrongType(path, 'a text');
  if (value === '') return shape.mayBeEmpty ? undefined : empty(path);
  return shape.pattern.test(value) ? undefined : { path, code: 'MALFORMED', reason: `write ${shape.hint}` };
}

function faultOfNumber(value: unknown, shape: Shape & { kind: 'number' }, path: string): Fault | undefined {
  const { whole, least, most } = shape;
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType(path, 'a number');
  if (whole && !Number.isInteger(value)) return wrongType(path, 'a whole number');
  const inside = value >= least && value <= most;
  return inside ? undefined : { path, code: 'OUT_OF_RANGE', reason: `write a number from ${least} to ${most}` };
}

function faultOfCode(value: unknown, codes: ReadonlySet<string>, path: string): Fault | undefined {
  if (typeof value !== 'string') return wrongType(path, 'one of the values VERIS lists');
  if (codes.has(value)) return undefined;
  const shown = JSON.stringify(value.slice(0, 60));
  return { path, code: 'UNKNOWN_VALUE', reason: `VERIS does not list ${shown} here: write a value that it lists` };
}

/** Up to 1.3 VERIS wrote several of today's lists as one text, so one text is a list of one. */
function faultOfList(
  value: unknown,
  shape: Shape & { kind: 'list' },
  path: string,
  reading: Reading,
): Fault | undefined {
  if (typeof value === 'string') return findFault(value, shape.of, path, reading);
  if (!Array.isArray(value)) return wrongType(path, 'a list');
  if (value.length === 0) return empty(path);
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const fault = findFault(item, shape.of, `${path}.${index}`, reading);
    if (fault) return fault;
    const key = identityOf(item);
    if (shape.distinct && seen.has(key)) return duplicate(`${path}.${index}`);
    seen.add(key);
  }
  return undefined;
}

function faultOfRecord(value: unknown, shape: RecordShape, path: string, reading: Reading): Fault | undefined {
  if (!isRecord(value)) return wrongType(path, 'an object');
  const present = Object.keys(value).filter((key) => !(reading.lenient && isEmpty(value[key])));
  if (present.length === 0 && !shape.mayBeEmpty && !reading.lenient) return empty(path);
  const expected = reading.lenient ? shape.core : { ...shape.core, ...shape.required };
  const missing = Object.keys(expected).find((key) => !present.includes(key));
  if (missing !== undefined) return { path: under(path, missing), code: 'MISSING', reason: 'add this field' };
  const fields: Fields = { ...shape.core, ...shape.required, ...shape.optional };
  const foreign = present.filter((key) => !Object.hasOwn(fields, key)).sort()[0];
  if (foreign !== undefined && !reading.lenient) return unknownField(under(path, foreign));
  for (const [key, field] of Object.entries(fields)) {
    const fault = present.includes(key) ? findFault(value[key], field, under(path, key), reading) : undefined;
    if (fault) return fault;
  }
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0) || (isRecord(value) && keysOf(value) === 0);
}

function keysOf(value: object): number {
  return Object.keys(value).length;
}

/** Equal for equal values whatever the order of their keys; the items of VERIS lists are flat. */
function identityOf(item: unknown): string {
  return JSON.stringify(isRecord(item) ? Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)) : item);
}

function under(path: string, key: string): string {
  const shown = /^[\w -]{1,60}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
  return path === '' ? shown : `${path}.${shown}`;
}

function wrongType(path: string, expected: string): Fault {
  return { path, code: 'WRONG_TYPE', reason: `write ${expected}` };
}

function empty(path: string): Fault {
  return { path, code: 'EMPTY', reason: 'fill it in, or leave the field out' };
}

function duplicate(path: string): Fault {
  return { path, code: 'DUPLICATE', reason: 'name each value once' };
}

function unknownField(path: string): Fault {
  return {
    path,
    code: 'UNKNOWN_FIELD',
    reason: 'this version of VERIS has no such field: put it under plus, or leave it out',
  };
}
