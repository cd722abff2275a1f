import { hashOfText } from './hash';
import type { IncomingReason, IncomingSeries } from './incoming';
import { isLabelName, isMetricName, mostLabels, nameLabel, valueFault } from '../series-names.rules';
import { short } from './short';

export type Label = readonly [name: string, value: string];

/** What a label set is to the hub: a series, or why it can be none. */
export type LabelSet = NamedSeries | RefusedLabels;

/** A series is its key alone, for a hundred thousand of them are remembered. */
export class NamedSeries implements IncomingSeries {
  /** Of its key. */
  readonly hash: number;

  constructor(readonly key: string) {
    this.hash = hashOfText(key);
  }

  get metric(): string {
    return this.key.slice(0, this.key.indexOf('{'));
  }

  get labels(): Readonly<Record<string, string>> {
    const labels = this.key.matchAll(/([a-zA-Z_]\w*)="([^"\\]*(?:\\.[^"\\]*)*)"/g);
    return Object.fromEntries(Array.from(labels, ([, name, value]) => [name, plain(value!)]));
  }
}

export class RefusedLabels {
  constructor(
    readonly reason: IncomingReason,
    readonly example: string,
  ) {}
}

/** A label set from labels in any order, the metric's name as `__name__`. A label without a value is none. */
export function labelSetOf(given: readonly Label[]): LabelSet {
  const labels = given.filter(([, value]) => value !== '').sort(byName);
  const metric = labels.find(([name]) => name === nameLabel)?.[1];
  const others = labels.filter(([name]) => name !== nameLabel);
  if (others.length > mostLabels) return tooManyLabels(labels.length);
  const refused = refusalOf(metric ?? '', labels);
  return refused ?? new NamedSeries(`${metric}{${listed(others)}}`);
}

export const tooManyLabels = (count: number): RefusedLabels =>
  new RefusedLabels('TOO_MANY_LABELS', `${count.toLocaleString('en')} labels in one series`);

/** A label set whose text is no text, told by this label of it. */
export const brokenText = (label: string): RefusedLabels => new RefusedLabels('TEXT', short(JSON.stringify(label)));

function refusalOf(metric: string, labels: readonly Label[]): RefusedLabels | null {
  for (const [i, [name, value]] of labels.entries()) {
    const reason = faultOf(name, value, labels[i - 1]?.[0]);
    if (reason) return new RefusedLabels(reason, `${short(metric)}: ${short(JSON.stringify(name))}`);
  }
  if (isMetricName(metric)) return null;
  return new RefusedLabels('METRIC_NAME', metric === '' ? short(`{${listed(labels)}}`) : short(JSON.stringify(metric)));
}

function faultOf(name: string, value: string, before: string | undefined): IncomingReason | null {
  if (name === before) return 'LABEL_TWICE';
  if (name !== nameLabel && !isLabelName(name)) return 'LABEL_NAME';
  return valueFault(value);
}

const byName = ([a]: Label, [b]: Label): number => (a < b ? -1 : Number(a > b));

const listed = (labels: readonly Label[]): string =>
  labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',');

const escaped = (value: string): string =>
  /["\\\n]/.test(value) ? value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n') : value;

const plain = (value: string): string =>
  value.includes('\\') ? value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)) : value;
