import type { RateTerms } from '../warning-rule.values';
import {
  beginBreach,
  breachLength,
  breachOfNumbers,
  endBreach,
  hear,
  lasting,
  numbersOfBreach,
  seeTime,
  seeValue,
  wakesAt,
  type Breach,
} from './breach.rules';
import type { Evaluator, State } from './evaluator.rules';
import { countable, hasEnded, none, second, type Point } from './point.rules';
import { holdLookback, limitsOf } from './threshold.rules';

/** Terms, and whether the metric is a counter: what falls has begun anew then. */
export interface RateOf extends RateTerms {
  isCounter: boolean;
}

export interface RateState extends State {
  /** The last value as it came, and what a counter had counted before it began anew. */
  raw: number;
  lifted: number;
  /** Some values of the window, oldest first. */
  ats: readonly number[];
  values: readonly number[];
}

/** A window is kept in so many steps. */
const steps = 15;
/** A rate is told when values reach back over this share of the window. */
const leastShare = 0.5;

const fresh = { raw: none, lifted: 0, ats: [], values: [] };

/** How fast a value changes. */
export const rate: Evaluator<RateOf, RateState> = {
  begin: (firing) => ({ breach: beginBreach(firing), ...fresh }),
  take: (state, point, terms, clock) => {
    const { breach } = state;
    if (point.at <= breach.at) return state;
    if (hasEnded(point)) return { breach: endBreach(breach, point.at), ...fresh };
    const raw = countable(point);
    if (raw === null) return { ...state, breach: { ...breach, at: point.at } };
    const window = terms.windowSeconds * second;
    const known = isTorn(breach, point, window) ? { breach, ...fresh } : state;
    const lifted = known.lifted + (terms.isCounter && raw < known.raw ? known.raw : 0);
    const next = keep(known, point.at, raw + lifted, window);
    const span = point.at - next.ats[0]!;
    const change = span >= leastShare * window ? (raw + lifted - next.values[0]!) / (span / second) : null;
    return {
      ...{ ...next, raw, lifted },
      breach: change === null ? hear(breach, point.at) : seeValue(breach, point.at, change, limitsOf(terms), clock),
    };
  },
  seeTime: (state, terms, clock) => ({ ...state, breach: seeTime(state.breach, limitsOf(terms), clock) }),
  wakesAt: ({ breach }, terms, clock) => wakesAt(breach, limitsOf(terms), clock),
  lookback: ({ windowSeconds, forSeconds }) => holdLookback((windowSeconds + forSeconds) * second),
  every: () => 0,
  toNumbers: ({ breach, raw, lifted, ats, values }) => [
    ...numbersOfBreach(breach),
    ...[raw, lifted || none],
    ...ats.flatMap((at, i) => [at, values[i]!]),
  ],
  ofNumbers: (numbers) => {
    const ring = Array.from(numbers.subarray(breachLength + 2));
    return {
      breach: breachOfNumbers(numbers),
      ...{ raw: numbers[breachLength]!, lifted: numbers[breachLength + 1]! || 0 },
      ...{ ats: ring.filter((_, i) => i % 2 === 0), values: ring.filter((_, i) => i % 2 === 1) },
    };
  },
};

/** Nothing is told of what lay between two samples that lie farther apart than the window and all that is usual. */
const isTorn = (breach: Breach, { at }: Point, window: number): boolean =>
  at - breach.last > Math.max(window, lasting(breach));

/** With the value, and without those that are not needed to look back over the window: the first one lies at its beginning, or just before it. */
function keep({ ats, values }: RateState | typeof fresh, at: number, value: number, window: number) {
  let from = 0;
  while (from + 1 < ats.length && ats[from + 1]! <= at - window) from += 1;
  const isDue = ats.length === 0 || at - ats.at(-1)! >= window / steps;
  if (from === 0 && !isDue) return { ats, values };
  const kept = { ats: ats.slice(from), values: values.slice(from) };
  return isDue ? { ats: [...kept.ats, at], values: [...kept.values, value] } : kept;
}
