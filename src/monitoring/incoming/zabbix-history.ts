import { nameLabel } from '../series-names.rules';
import type { Incoming, IncomingOptions } from './incoming';
import { IncomingColumns } from './incoming-columns';
import { labelSetOf, RefusedLabels, type Label } from './label-set';
import { short } from './short';
import { linesOf, textIn } from './utf8-text';
import { metricNameFrom, tagLabel } from './zabbix-item.rules';

type Json = Readonly<Record<string, unknown>>;

/** Numbers among the types of an item's value: float and unsigned. Text types are char, log, text and binary. */
const numeric = [0, 3];
const textual = [1, 2, 4, 5];

/**
 * Item values of Zabbix's real-time export, a JSON object on each line. A series is an item of a host: labels host,
 * itemid, item (its name) and tag_<name>; the metric is made from the item's name. Unsigned values above 2^53 become
 * the nearest double. A line that can not be read is refused alone.
 */
export function readZabbixHistory(body: Uint8Array, options: IncomingOptions): Incoming {
  const columns = new IncomingColumns(options);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  for (const [line, number] of linesOf(bytes)) {
    const text = textIn(line, 0, line.length);
    if (text === null) columns.refuse('TEXT', 1, () => `line ${number}`);
    else if (text.trim() !== '') takeLine(columns, text, number);
  }
  return columns.done();
}

function takeLine(columns: IncomingColumns, text: string, line: number): void {
  const record = parse(text);
  const malformed = (what: string) => columns.refuse('MALFORMED', 1, () => `line ${line}: ${short(what)}`);
  if (record === null) return malformed(`no JSON object: ${text.trim()}`);
  if (isOther(record)) return columns.refuse('NOT_TAKEN_RECORD', 1, () => `line ${line}`);
  const labels = labelsOf(record);
  if (labels === null) return malformed('an item value needs host.host and itemid');
  const at = instantOf(record);
  if (at === null) return malformed('an item value needs its clock in whole seconds, ns from 0 to 999999999');
  if (!isNumber(record)) return columns.refuse('NOT_TAKEN_TEXT_VALUE', 1, () => `line ${line}`);
  const { value } = record;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return columns.refuse('UNREADABLE_VALUE', 1, () => `line ${line}: ${short(String(JSON.stringify(value)))}`);
  const set = labelSetOf(labels);
  if (set instanceof RefusedLabels) return columns.refuse(set.reason, 1, () => `line ${line}: ${set.example}`);
  columns.begin(set);
  columns.takeValue(at, value);
}

function parse(text: string): Json | null {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}

/** Trends have no value and events no item; both come in the same form, from files that lie beside. */
const isOther = (record: Json): boolean =>
  !('value' in record) ? 'avg' in record : !('itemid' in record) && 'eventid' in record;

/** Before Zabbix 5 no line said the type of its value. */
function isNumber({ type, value }: Json): boolean {
  if (textual.includes(type as number)) return false;
  return numeric.includes(type as number) || typeof value !== 'string';
}

function instantOf({ clock, ns = 0 }: Json): number | null {
  if (!Number.isSafeInteger(clock) || !Number.isInteger(ns)) return null;
  if ((ns as number) < 0 || (ns as number) > 999_999_999) return null;
  return (clock as number) * 1000 + Math.floor((ns as number) / 1_000_000);
}

function labelsOf(record: Json): Label[] | null {
  const { itemid, name } = record;
  const host = hostOf(record);
  const id = typeof itemid === 'number' && !Number.isSafeInteger(itemid) ? null : String(itemid ?? '');
  if (host === null || id === null || !/^\d{1,20}$/.test(id)) return null;
  const item = typeof name === 'string' ? name : '';
  return [[nameLabel, metricNameFrom(item)], ['host', host], ['itemid', id], ['item', item], ...tagsOf(record)];
}

/** Zabbix 4.0 gives the name alone. */
function hostOf({ host }: Json): string | null {
  const name = isObject(host) ? host['host'] : host;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** A tag may stand several times with other values: together, in one order whatever order they came in. */
function tagsOf({ item_tags: tags }: Json): Label[] {
  const values = new Map<string, Set<string>>();
  for (const given of Array.isArray(tags) ? (tags as unknown[]) : []) {
    if (!isObject(given) || typeof given['tag'] !== 'string' || typeof given['value'] !== 'string') continue;
    const label = tagLabel(given['tag']);
    values.set(label, (values.get(label) ?? new Set()).add(given['value']));
  }
  return Array.from(values, ([label, all]) => [label, [...all].filter(Boolean).sort().join(',')]);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
