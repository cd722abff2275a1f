import type { Condition } from '../warning-rule.values';
import type { Evaluator } from './evaluator.rules';
import { forecast } from './forecast.rules';
import { rate } from './rate.rules';
import { threshold } from './threshold.rules';

/** Conditions that are judged sample by sample. A detector of its own joins here. */
export const evaluators = { THRESHOLD: threshold, RATE: rate, FORECAST: forecast } as const;
export type SampleCondition = keyof typeof evaluators;

export const isBySample = (condition: Condition['condition']): condition is SampleCondition => condition in evaluators;

/** The one of a condition; its terms and states are its own affair. */
export const evaluatorOf = (condition: SampleCondition): Evaluator<object> =>
  evaluators[condition] as unknown as Evaluator<object>;
