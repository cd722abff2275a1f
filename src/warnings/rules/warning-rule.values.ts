import type { Severity } from '../../sharing/sharing.values';

/** What a rule looks for. */
export const ruleConditions = ['THRESHOLD', 'RATE', 'ABSENCE', 'FORECAST'] as const;
export type RuleCondition = (typeof ruleConditions)[number];

/** On which side of its limit a value is bad. */
export const limitSides = ['ABOVE', 'BELOW'] as const;
export type LimitSide = (typeof limitSides)[number];

/** What falls silent: each series by itself, a device with all of its series, a center with all that it sends. */
export const silenceScopes = ['SERIES', 'DEVICE', 'WRITER'] as const;
export type SilenceScope = (typeof silenceScopes)[number];

export interface ThresholdTerms {
  side: LimitSide;
  limit: number;
  /** What has been beyond the limit is well again at this value, or on its other side. */
  clearAt: number;
  forSeconds: number;
}

/** Of the change per second over a window. */
export interface RateTerms extends ThresholdTerms {
  windowSeconds: number;
}

export interface AbsenceTerms {
  scope: SilenceScope;
  forSeconds: number;
  /** Whether a series that ended by a stale marker counts as silent too. */
  endedIsSilent: boolean;
}

export interface ForecastTerms {
  side: LimitSide;
  limit: number;
  withinSeconds: number;
  windowSeconds: number;
}

export interface TermsOf {
  THRESHOLD: ThresholdTerms;
  RATE: RateTerms;
  ABSENCE: AbsenceTerms;
  FORECAST: ForecastTerms;
}

/** A condition with its terms. */
export type Condition = { [C in RuleCondition]: { condition: C; terms: TermsOf[C] } }[RuleCondition];

/** How bad it is by the security level, 1 to 5, of what the series measures; of level 1 first. */
export type SeverityByLevel = readonly [Severity, Severity, Severity, Severity, Severity];

/** Series that one rule may select, and rules that one organization may have. */
export const mostSelected = 250_000;
export const mostRules = 200;
