import { isIP } from 'node:net';
import type { BindingRule } from './binding.values';
import { LabelTextMaker, type ValueOf } from './label-text';
import { Pattern, type Work } from './pattern';

/** A series as rules look at it. */
export interface Bindable {
  source: string;
  metric: string;
  labels: Readonly<Record<string, string>>;
}

/** What a rule looks for in the inventory. */
export interface Ask {
  rule: string;
  key: string;
  /** Of an interface, on the device that the key finds. */
  name: string | null;
}

/** No name, code or key in the inventory is longer. */
const longestKey = 200;

/** A rule, ready to be asked about series. */
export class RuleMatcher {
  private readonly metric: Pattern | null;
  private readonly conditions: readonly (readonly [label: string, holds: (value: string) => boolean])[];
  private readonly key: LabelTextMaker;
  private readonly name: LabelTextMaker | null;
  /** Steps of its patterns: what asking it may cost a character. */
  readonly size: number;

  constructor(
    readonly rule: BindingRule,
    work?: Work,
  ) {
    this.metric = rule.metricPattern === null ? null : new Pattern(rule.metricPattern, work);
    const patterns = rule.conditions.map(({ matches }) => (matches === null ? null : new Pattern(matches, work)));
    this.conditions = rule.conditions.map(({ label, equals }, i) => {
      const pattern = patterns[i];
      return [label, pattern ? (value) => pattern.match(value) !== null : (value) => value === equals];
    });
    this.key = new LabelTextMaker(rule.key, work);
    this.name = rule.interfaceName && new LabelTextMaker(rule.interfaceName, work);
    const all = [this.metric, ...patterns, this.key, this.name];
    this.size = all.reduce((sum, one) => sum + (one?.size ?? 0), 0);
  }

  /** What it looks for; null where it is no rule for the series. */
  askOf({ source, metric, labels }: Bindable): Ask | null {
    const { rule } = this;
    if (rule.source !== null && rule.source !== source) return null;
    if (this.metric && !this.metric.match(metric)) return null;
    const valueOf: ValueOf = (label) =>
      label === '__name__' ? metric : Object.hasOwn(labels, label) ? labels[label]! : '';
    if (!this.conditions.every(([label, holds]) => holds(valueOf(label)))) return null;
    const key = this.key.of(valueOf);
    const name = this.name ? this.name.of(valueOf) : null;
    if (key === null || (this.name && name === null)) return null;
    if (key.length > longestKey || (name ?? '').length > longestKey) return null;
    if (rule.lookup === 'MANAGEMENT_ADDRESS' && (isIP(key) === 0 || key.includes('%'))) return null;
    return { rule: rule.id, key, name };
  }
}
