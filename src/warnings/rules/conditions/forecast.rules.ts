import type { ForecastTerms } from '../warning-rule.values';
import {
  beginBreach,
  breachLength,
  breachOfNumbers,
  endBreach,
  hear,
  numbersOfBreach,
  seeValue,
  type Limits,
} from './breach.rules';
import type { Evaluator, State } from './evaluator.rules';
import { countable, hasEnded, none, second } from './point.rules';
import { medianOf, timeUntil, trendOf } from './trend.rules';

export interface ForecastState extends State {
  /** The step that is under way: which it is, and the first value of each third of it. */
  step: number;
  thirds: readonly [number, number, number];
  /** Steps that are over, oldest first: the middle of each, and the median of its thirds, which no single spike moves. */
  ats: readonly number[];
  values: readonly number[];
}

/** A window is kept in so many steps. */
const steps = 32;
const leastSteps = 8;
const leastShare = 0.5;
/** What is forecast within a time clears when it lies a quarter farther away: a trend moves a little with each step. */
const slack = 1.25;

const unseen = [none, none, none] as const;
const fresh = { step: none, thirds: unseen, ats: [], values: [] };

export const stepOf = ({ windowSeconds }: ForecastTerms): number => (windowSeconds * second) / steps;

/** A limit that will be reached within a time, by the trend over a window. `breach.value` is the time that is left, in seconds. */
export const forecast: Evaluator<ForecastTerms, ForecastState> = {
  begin: (firing) => ({ breach: beginBreach(firing), ...fresh }),
  take: (state, point, terms, clock) => {
    const { breach } = state;
    if (point.at <= breach.at) return state;
    if (hasEnded(point)) return { breach: endBreach(breach, point.at), ...fresh };
    const value = countable(point);
    if (value === null) return { ...state, breach: { ...breach, at: point.at } };
    const step = Math.floor(point.at / stepOf(terms));
    if (step === state.step || Number.isNaN(state.step))
      return {
        ...state,
        step,
        thirds: withValue(state.thirds, point.at, value, terms),
        breach: hear(breach, point.at),
      };
    const closed = close(state, terms);
    const left = leftOf(closed, terms);
    const seen = left === null ? hear(breach, point.at) : seeValue(breach, point.at, left, limitsOf(terms), clock);
    return { ...closed, step, thirds: withValue(unseen, point.at, value, terms), breach: seen };
  },
  seeTime: (state) => state,
  wakesAt: () => Infinity,
  lookback: ({ windowSeconds }) => windowSeconds * second,
  every: stepOf,
  toNumbers: ({ breach, step, thirds, ats, values }) => [
    ...numbersOfBreach(breach),
    ...[step, ...thirds],
    ...ats.flatMap((at, i) => [at, values[i]!]),
  ],
  ofNumbers: (numbers) => {
    const [step, first, second, third, ...ring] = numbers.subarray(breachLength);
    return {
      breach: breachOfNumbers(numbers),
      ...{ step: step!, thirds: [first!, second!, third!] as const },
      ...{ ats: ring.filter((_, i) => i % 2 === 0), values: ring.filter((_, i) => i % 2 === 1) },
    };
  },
};

const limitsOf = ({ withinSeconds }: ForecastTerms): Limits => ({
  ...{ side: 'BELOW', limit: withinSeconds, clearAt: withinSeconds * slack, hold: 0 },
});

function withValue(thirds: ForecastState['thirds'], at: number, value: number, terms: ForecastTerms) {
  const third = Math.floor((at / stepOf(terms)) * 3) % 3;
  return thirds.map((one, i) => (i === third && Number.isNaN(one) ? value : one)) as unknown as ForecastState['thirds'];
}

/** The step under way is put to the others; those that the window has left behind go. */
function close(state: ForecastState, terms: ForecastTerms): ForecastState {
  const at = (state.step + 0.5) * stepOf(terms);
  const from = state.ats.findIndex((one) => one > at - terms.windowSeconds * second);
  const kept = from < 0 ? state.ats.length : from;
  return {
    ...state,
    ats: [...state.ats.slice(kept), at],
    values: [...state.values.slice(kept), medianOf(state.thirds.filter((one) => !Number.isNaN(one)))],
  };
}

/** Seconds until the limit is reached; null where too little is known. */
function leftOf({ ats, values }: ForecastState, { side, limit, windowSeconds }: ForecastTerms): number | null {
  if (ats.length < leastSteps || ats.at(-1)! - ats[0]! < leastShare * windowSeconds * second) return null;
  const left = timeUntil(trendOf(ats, values), side, limit) / second;
  // A step that lies beyond the limit has reached it, whatever the line says.
  const last = values.at(-1)!;
  return (side === 'ABOVE' ? last > limit : last < limit) ? 0 : left;
}
