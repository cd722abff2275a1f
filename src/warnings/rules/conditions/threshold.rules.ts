import type { ThresholdTerms } from '../warning-rule.values';
import {
  beginBreach,
  breachOfNumbers,
  endBreach,
  numbersOfBreach,
  seeTime,
  seeValue,
  wakesAt,
  type Limits,
} from './breach.rules';
import type { Evaluator } from './evaluator.rules';
import { comparable, hasEnded, second } from './point.rules';

export const limitsOf = ({ side, limit, clearAt, forSeconds }: ThresholdTerms): Limits => ({
  ...{ side, limit, clearAt },
  hold: forSeconds * second,
});

const longestLookback = 2 * 3600 * second;
const beforeHold = 5 * 60 * second;

/** As far back as the hold reaches, and no farther than two hours: what lies farther is packed. */
export const holdLookback = (hold: number): number => Math.min(hold + beforeHold, longestLookback);

/** A value beyond its limit. */
export const threshold: Evaluator<ThresholdTerms> = {
  begin: (firing) => ({ breach: beginBreach(firing) }),
  take: ({ breach }, point, terms, clock) => {
    if (point.at <= breach.at) return { breach };
    if (hasEnded(point)) return { breach: endBreach(breach, point.at) };
    const value = comparable(point);
    // NaN says nothing: it neither begins nor ends anything, and a hold goes on over it as over a gap.
    if (value === null) return { breach: { ...breach, at: point.at } };
    return { breach: seeValue(breach, point.at, value, limitsOf(terms), clock) };
  },
  seeTime: ({ breach }, terms, clock) => ({ breach: seeTime(breach, limitsOf(terms), clock) }),
  wakesAt: ({ breach }, terms, clock) => wakesAt(breach, limitsOf(terms), clock),
  lookback: ({ forSeconds }) => holdLookback(forSeconds * second),
  every: () => 0,
  toNumbers: ({ breach }) => numbersOfBreach(breach),
  ofNumbers: (numbers) => ({ breach: breachOfNumbers(numbers) }),
};
