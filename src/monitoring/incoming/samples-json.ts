import { nameLabel } from '../series-names.rules';
import type { Incoming, IncomingOptions } from './incoming';
import { IncomingColumns } from './incoming-columns';
import { labelSetOf, RefusedLabels, type Label } from './label-set';
import { instantFrom, valueFrom } from './sample-texts';
import { short } from './short';
import { UndecodableBody } from './undecodable-body';
import { utf8Body } from './utf8-text';

type Json = Readonly<Record<string, unknown>>;

interface SentSeries {
  readonly labels: readonly Label[];
  readonly timestamps: readonly unknown[];
  readonly values: readonly unknown[];
}

const form = '{"series": [{"metric", "labels", "timestamps", "values"}]}';
const members = ['metric', 'labels', 'timestamps', 'values'];

/** Samples as JSON, in columns for each series. A value of null is no sample: nothing was measured then. */
export function readSamplesJson(body: Uint8Array, options: IncomingOptions): Incoming {
  const columns = new IncomingColumns(options);
  for (const [i, given] of seriesIn(body).entries()) {
    const sent = sentSeries(given);
    if (typeof sent === 'string') columns.refuse('MALFORMED', samplesIn(given), () => `series[${i}] ${sent}`);
    else takeSeries(columns, sent, `series[${i}]`);
  }
  return columns.done();
}

function seriesIn(body: Uint8Array): readonly unknown[] {
  const json = parse(utf8Body(body).toString());
  if (!isObject(json) || !Array.isArray(json['series']))
    throw new UndecodableBody(`The body has no list "series": send ${form}.`);
  const other = Object.keys(json).find((name) => name !== 'series');
  if (other !== undefined) throw new UndecodableBody(`"${short(other)}" beside "series" is not known: send ${form}.`);
  return json['series'] as unknown[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UndecodableBody(`The body is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** A series in the form it should have, or what is wrong with it. */
function sentSeries(given: unknown): SentSeries | string {
  if (!isObject(given)) return `is no object: send ${form}`;
  const { metric, labels = {}, timestamps, values } = given;
  const other = Object.keys(given).find((name) => !members.includes(name));
  if (other !== undefined) return `has "${short(other)}": a series has ${members.join(', ')}`;
  if (typeof metric !== 'string') return 'needs its name as a text in "metric"';
  if (!Array.isArray(timestamps) || !Array.isArray(values)) return 'needs the lists "timestamps" and "values"';
  if (timestamps.length !== values.length)
    return `has ${timestamps.length} timestamps and ${values.length} values: give one of each`;
  const named = labelsFrom(labels ?? {});
  return typeof named === 'string' ? named : { labels: [[nameLabel, metric], ...named], timestamps, values };
}

function labelsFrom(labels: unknown): Label[] | string {
  if (!isObject(labels)) return 'has "labels" that are no object: give {"name": "value"}';
  const entries = Object.entries(labels);
  const odd = entries.find(([, value]) => typeof value !== 'string');
  return odd ? `has the label "${short(odd[0])}" that is no text` : (entries as [string, string][]);
}

function takeSeries(columns: IncomingColumns, { labels, timestamps, values }: SentSeries, place: string): void {
  const set = labelSetOf(labels);
  if (set instanceof RefusedLabels) return columns.refuse(set.reason, values.length, () => `${place} ${set.example}`);
  columns.begin(set);
  for (const [i, given] of values.entries()) {
    if (given === null) continue;
    const at = instantFrom(timestamps[i]);
    const value = valueFrom(given);
    if (at === null) columns.refuse('UNREADABLE_INSTANT', 1, () => `${place}.timestamps[${i}] ${shown(timestamps[i])}`);
    else if (value === null) columns.refuse('UNREADABLE_VALUE', 1, () => `${place}.values[${i}] ${shown(given)}`);
    else columns.takeValue(at, value);
  }
}

/** How many samples are lost with a series that can not be read: at least one, for the answer to say so. */
function samplesIn(given: unknown): number {
  const { timestamps, values } = isObject(given) ? given : {};
  return Math.max(1, ...[timestamps, values].map((list) => (Array.isArray(list) ? list.length : 0)));
}

const shown = (given: unknown): string => short(String(JSON.stringify(given)));

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
