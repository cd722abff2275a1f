import type { AbsenceTerms, Condition, ForecastTerms, RateTerms, ThresholdTerms } from '../warning-rule.values';

/** What a warning speaks of. */
export interface Told {
  metric: string | null;
  unit: string;
  /** Name of what it is measured on; null of a series that is bound to nothing. */
  subject: string | null;
  labels: Readonly<Record<string, string>>;
  why: string | null;
}

/** What was seen: the value, in words of the condition, and since when, in microseconds since 1970. */
export interface Seen {
  value: number;
  since: number;
}

const mostText = 300;

/** What was seen, what was expected, and why it matters. */
export function explain(condition: Condition, told: Told, { value, since }: Seen): string {
  const { seen, expected } = sentences[condition.condition](condition.terms as never, value, told.unit);
  return [`${nameOf(told)} ${seen}, since ${instantText(since)}. Expected: ${expected}.`, told.why ?? '']
    .join(' ')
    .trim();
}

/** Why it fires no more. */
export function explainEnd(
  condition: Condition,
  told: Told,
  cause: 'BACK' | 'ENDED' | 'DESELECTED' | 'RULE_GONE',
  value: number,
): string {
  const name = nameOf(told);
  if (cause === 'ENDED') return `${name}: the series ended by a stale marker, on purpose.`;
  if (cause === 'DESELECTED') return `${name}: the rule selects it no more.`;
  if (cause === 'RULE_GONE') return `${name}: the rule was removed or switched off.`;
  if (condition.condition === 'ABSENCE') return `${name}: something came again.`;
  return Number.isNaN(value)
    ? `${name}: it is as expected again.`
    : `${name} is ${valueOf(condition, value, told.unit)}, as expected again.`;
}

type Sentences = {
  [C in Condition['condition']]: (
    terms: Extract<Condition, { condition: C }>['terms'],
    value: number,
    unit: string,
  ) => { seen: string; expected: string };
};

const sentences: Sentences = {
  THRESHOLD: ({ side, limit, clearAt, forSeconds }: ThresholdTerms, value, unit) => ({
    seen: `is ${numberText(value)}${unitText(unit)}`,
    expected: `${side === 'ABOVE' ? 'at most' : 'at least'} ${numberText(limit)}${unitText(unit)}${clearAt === limit ? '' : `, well again at ${numberText(clearAt)}`}${forSeconds > 0 ? `, or not for ${spanText(forSeconds)}` : ''}`,
  }),
  RATE: ({ side, limit, windowSeconds, forSeconds }: RateTerms, value, unit) => ({
    seen: `changes by ${numberText(value)}${unitText(unit)} per second, over ${spanText(windowSeconds)}`,
    expected: `${side === 'ABOVE' ? 'at most' : 'at least'} ${numberText(limit)}${unitText(unit)} per second${forSeconds > 0 ? `, or not for ${spanText(forSeconds)}` : ''}`,
  }),
  FORECAST: ({ side, limit, withinSeconds, windowSeconds }: ForecastTerms, value, unit) => ({
    seen:
      value <= 0
        ? `has reached ${numberText(limit)}${unitText(unit)}`
        : `reaches ${numberText(limit)}${unitText(unit)} in ${spanText(value)}, by its trend over ${spanText(windowSeconds)}`,
    expected: `to stay ${side === 'ABOVE' ? 'below' : 'above'} that for ${spanText(withinSeconds)}`,
  }),
  ABSENCE: ({ forSeconds }: AbsenceTerms) => ({
    seen: 'is silent: nothing has come',
    expected: `something at least every ${spanText(forSeconds)}`,
  }),
};

function valueOf({ condition }: Condition, value: number, unit: string): string {
  if (condition === 'FORECAST')
    return Number.isFinite(value) ? `${spanText(value)} from its limit` : 'not on its way to its limit';
  return `${numberText(value)}${unitText(unit)}${condition === 'RATE' ? ' per second' : ''}`;
}

export function nameOf({ metric, subject, labels }: Told): string {
  const shown = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const text = `${metric ?? ''}${shown.length > 0 && metric !== null ? `{${shown.join(', ')}}` : ''}`;
  const cut = text.length > mostText ? `${text.slice(0, mostText)}…` : text;
  return [cut, subject].filter(Boolean).join(' of ') || 'It';
}

const unitText = (unit: string): string => (unit ? ` ${unit}` : '');

export const numberText = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : value > 0 ? 'infinite' : 'infinitely low';

const spans = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** 90 is 90 seconds, 7,200 is 2 hours, 200,000 is 2.3 days. */
export function spanText(seconds: number): string {
  const [size, name] = spans.find(([size]) => seconds >= 2 * size) ?? [1, 'second'];
  const count = Number((seconds / size).toFixed(1));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

export const instantText = (micros: number): string =>
  `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}Z`;
