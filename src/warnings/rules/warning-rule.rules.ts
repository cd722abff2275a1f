import type { Condition, RuleCondition, ThresholdTerms } from './warning-rule.values';

type Limited = Omit<ThresholdTerms, 'clearAt'> & { clearAt?: number | null };

interface Sent {
  code: string;
  name: string;
  select: {
    metric?: string | null;
    labels: readonly { label: string; equals?: string | null; matches?: string | null }[];
    regions?: readonly string[] | null;
    leastLevel?: number | null;
  };
  threshold?: Limited | null;
  rate?: (Limited & { windowSeconds: number }) | null;
  absence?: { forSeconds: number } | null;
  forecast?: { limit: number; withinSeconds: number; windowSeconds: number } | null;
  severityByLevel?: readonly string[] | null;
  why?: string | null;
}

const codeForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const labelForm = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/;
const [day, month] = [86_400, 2_592_000];
/** A trend is not carried farther than this many times the window it was seen in. */
const farthest = 10;

/** What is wrong with a rule, its field first; null where nothing is. Its patterns and filter are read elsewhere. */
export function faultOfRule(rule: Sent): string | null {
  if (!codeForm.test(rule.code))
    return 'code: it has 1 to 63 of letters, digits, ".", "_", "-", a letter or digit first.';
  if (rule.name.trim().length === 0 || rule.name.length > 200) return 'name: it has 1 to 200 characters.';
  if ((rule.why ?? '').length > 500) return 'why: it has 500 characters at most.';
  if (rule.severityByLevel && rule.severityByLevel.length !== 5)
    return 'severityByLevel: it has five severities, of level 1 first.';
  return faultOfSelection(rule.select) ?? faultOfTerms(rule);
}

export function faultOfSelection({ metric, labels, regions, leastLevel }: Sent['select']): string | null {
  if (metric != null && (metric.length === 0 || metric.length > 200))
    return 'select.metric: it has 1 to 200 characters.';
  if (regions && (regions.length < 1 || regions.length > 100))
    return 'select.regions: it names 1 to 100 regions, or is left out.';
  if (leastLevel != null && (leastLevel < 1 || leastLevel > 5)) return 'select.leastLevel: levels are 1 to 5.';
  if (labels.length > 8) return 'select.labels: a rule has 8 conditions at most.';
  for (const [i, { label, equals, matches }] of labels.entries()) {
    const field = `select.labels[${i}]`;
    if (!labelForm.test(label))
      return `${field}.label: "${label.slice(0, 60)}" is no name of a label: letters, digits and "_", no digit first.`;
    if ((equals == null) === (matches == null)) return `${field}: give either equals or matches.`;
    if (equals != null && equals.length > 300) return `${field}.equals: it has 300 characters at most.`;
  }
  return null;
}

/** The condition that is sent, in full; of a rule without a fault. */
export function conditionOf(rule: Sent): Condition {
  const { condition, terms } = sentConditions(rule)[0]!;
  const { clearAt, ...rest } = terms as Limited;
  const isLimited = condition === 'THRESHOLD' || condition === 'RATE';
  return { condition, terms: isLimited ? { ...rest, clearAt: clearAt ?? rest.limit } : { ...terms } } as Condition;
}

function sentConditions({ threshold, rate, absence, forecast }: Sent): { condition: RuleCondition; terms: object }[] {
  return [
    { condition: 'THRESHOLD' as const, terms: threshold },
    { condition: 'RATE' as const, terms: rate },
    { condition: 'ABSENCE' as const, terms: absence },
    { condition: 'FORECAST' as const, terms: forecast },
  ].flatMap(({ condition, terms }) => (terms ? [{ condition, terms }] : []));
}

function faultOfTerms(rule: Sent): string | null {
  const sent = sentConditions(rule);
  if (sent.length !== 1)
    return `threshold, rate, absence, forecast: a rule has one of them, and ${sent.length} are given.`;
  if (rule.select.metric == null && !rule.absence)
    return 'select.metric: values of several metrics have no limit in common: name one.';
  const { threshold, rate, absence, forecast } = rule;
  if (absence) return faultOfSpan('absence.forSeconds', absence.forSeconds, 60, 7 * day);
  if (forecast)
    return (
      faultOfSpan('forecast.windowSeconds', forecast.windowSeconds, 3600, month) ??
      faultOfSpan('forecast.withinSeconds', forecast.withinSeconds, 3600, farthest * forecast.windowSeconds)
    );
  return threshold
    ? faultOfLimits('threshold', threshold)
    : (faultOfSpan('rate.windowSeconds', rate!.windowSeconds, 60, day) ?? faultOfLimits('rate', rate!));
}

function faultOfLimits(field: string, { side, limit, clearAt, forSeconds }: Limited): string | null {
  if (clearAt != null && (side === 'ABOVE' ? clearAt > limit : clearAt < limit))
    return `${field}.clearAt: it lies on the good side of the limit, ${side === 'ABOVE' ? 'at or below' : 'at or above'} ${limit}.`;
  return faultOfSpan(`${field}.forSeconds`, forSeconds, 0, day);
}

const faultOfSpan = (field: string, seconds: number, least: number, most: number): string | null =>
  seconds < least || seconds > most ? `${field}: it is ${least} to ${most}.` : null;
