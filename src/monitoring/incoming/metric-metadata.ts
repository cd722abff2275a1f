import type { MetricKind } from '../monitoring.values';
import { isMetricName, isUnit, shortDescription } from '../series-names.rules';
import type { MetricMetadata } from './incoming';
import { textIn } from './utf8-text';
import { lengthTag, varintTag, type Wire } from './wire';

type Family = MetricMetadata & { readonly type: number };

/** prometheus.MetricMetadata.MetricType, as far as it says what a value is. */
const counter = 1;
const gauge = 2;
const histogram = 3;
const summary = 5;

const typeTag = varintTag(1);
const nameTag = lengthTag(2);
const helpTag = lengthTag(4);
const unitTag = lengthTag(5);
const known = [1, 2, 4, 5];

const mostFamilies = 50_000;

/** What a request says of its metrics. What is no name of a metric, and what follows 50,000 families, is left out. */
export class WrittenMetadata {
  private readonly families = new Map<string, Family>();
  private count = 0;

  read(wire: Wire, end: number): void {
    this.count += 1;
    if (this.count > mostFamilies) {
      wire.at = end;
      return;
    }
    let [type, name, help, unit] = [0, '', '', ''];
    while (wire.at < end) {
      const tag = wire.tag(end);
      if (tag === typeTag) type = wire.varint(end);
      else if (tag === nameTag) name = readText(wire, end);
      else if (tag === helpTag) help = readText(wire, end);
      else if (tag === unitTag) unit = readText(wire, end);
      else wire.skip(tag, end, known);
    }
    if (!isMetricName(name)) return;
    this.families.set(name, { name, type, kind: kindOf(type), unit: keptUnit(unit), help: keptHelp(help) });
  }

  /** A family under each name that its samples carry; what is said of a name itself goes before. */
  list(): MetricMetadata[] {
    const said = new Map<string, MetricMetadata>();
    for (const { name, kind, unit, help } of this.families.values()) said.set(name, { name, kind, unit, help });
    for (const { name, type, unit, help } of this.families.values())
      for (const ending of cumulative(type)) {
        const full = name + ending;
        if (!said.has(full))
          said.set(full, { name: full, kind: 'COUNTER', unit: counted.has(ending) ? null : unit, help });
      }
    return [...said.values()];
  }
}

function kindOf(type: number): MetricKind | null {
  if (type === counter) return 'COUNTER';
  return type === gauge ? 'GAUGE' : null;
}

/** Endings of the names under which a family's samples only ever rise. */
function cumulative(type: number): readonly string[] {
  if (type === counter) return ['_total'];
  if (type === histogram) return ['_bucket', '_count', '_sum'];
  return type === summary ? ['_count', '_sum'] : [];
}

/** Endings of numbers of things, whatever the family measures. */
const counted = new Set(['_bucket', '_count']);

/** Empty where there is no text that can be kept. */
function readText(wire: Wire, end: number): string {
  const to = wire.fieldEnd(end);
  const text = textIn(wire.bytes, wire.at, to);
  wire.at = to;
  return text === null || text.includes('\0') ? '' : text;
}

const keptUnit = (unit: string): string | null => (unit === '' || !isUnit(unit) ? null : unit);
const keptHelp = (help: string): string | null => shortDescription(help).trim() || null;
