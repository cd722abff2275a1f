import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { SeverityEnum } from '../../sharing/sharing.type';
import type { Severity } from '../../sharing/sharing.values';
import { RuleSelectionInput, RuleSelectionType } from './rule-selection.input.type';
import { LimitSideEnum, SilenceScopeEnum, WarningRule } from './warning-rule.type';
import type { LimitSide, SilenceScope } from './warning-rule.values';

@InputType({ description: 'A value beyond a limit.' })
export class ThresholdTermsInput {
  @Field(() => LimitSideEnum, { description: 'On which side of the limit values are bad.' })
  side: LimitSide;

  @Field(() => Float, { description: 'The limit, in the unit of the metric; the limit itself is well.' })
  limit: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The value at which it is well again, on the good side of the limit; the limit unless said.',
  })
  clearAt?: number | null;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      'For how many seconds all values have to be bad, 0 to 86,400, by their instants, or by the clock of the hub while the last one lasts: for 5 minutes or three steps of its series. NaN says nothing. A stale marker ends it: the series ended on purpose.',
  })
  forSeconds: number;
}

@InputType({ description: 'A change per second beyond a limit.' })
export class RateTermsInput extends ThresholdTermsInput {
  @Field(() => Int, {
    defaultValue: 300,
    description:
      'Over how many seconds the change is taken, 60 to 86,400; it is told when samples reach back over half of that. What a counter loses, it lost by beginning anew.',
  })
  windowSeconds: number;
}

@InputType({ description: 'Nothing comes any more.' })
export class AbsenceTermsInput {
  @Field(() => SilenceScopeEnum, { defaultValue: 'SERIES', description: 'What is silent.' })
  scope: SilenceScope;

  @Field(() => Int, {
    description:
      'After how many seconds, 60 to 604,800, by the clock of the hub while it is there: what it can not have heard counts for nobody.',
  })
  forSeconds: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether a series whose last sample is a stale marker is silent too: as a rule it ended on purpose.',
  })
  endedIsSilent: boolean;
}

@InputType({
  description: 'A limit that will be reached before long, by the median slope of the values over a window.',
})
export class ForecastTermsInput {
  @Field(() => LimitSideEnum, { description: 'On which side of the limit values are bad.' })
  side: LimitSide;

  @Field(() => Float, { description: 'The limit, in the unit of the metric, which is a gauge.' })
  limit: number;

  @Field(() => Int, {
    defaultValue: 604_800,
    description: 'Within how many seconds it is reached, 3,600 up to ten times the window: a week unless said.',
  })
  withinSeconds: number;

  @Field(() => Int, {
    defaultValue: 86_400,
    description:
      'Over how many seconds the trend is taken, 3,600 to 2,592,000: a day unless said. It is told when samples reach back over half of that, and looked at 32 times in it.',
  })
  windowSeconds: number;
}

@InputType({ description: 'A rule as its organization wants it: made where there is none with this code.' })
export class SaveWarningRuleInput {
  @Field(() => String, { description: 'Code of the organization that keeps it: one that the key may write for.' })
  owner: string;

  @Field(() => String, { description: 'Code of the rule, 1 to 63 of letters, digits, ".", "_", "-".' })
  code: string;

  @Field(() => String, { description: 'Its name as desks read it, 1 to 200 characters.' })
  name: string;

  @Field(() => RuleSelectionInput, { description: 'Which series it looks at.' })
  select: RuleSelectionInput;

  @Field(() => ThresholdTermsInput, { nullable: true, description: 'A value beyond a limit.' })
  threshold?: ThresholdTermsInput | null;

  @Field(() => RateTermsInput, { nullable: true, description: 'A change per second beyond a limit.' })
  rate?: RateTermsInput | null;

  @Field(() => AbsenceTermsInput, { nullable: true, description: 'Nothing comes any more.' })
  absence?: AbsenceTermsInput | null;

  @Field(() => ForecastTermsInput, { nullable: true, description: 'A limit that will be reached before long.' })
  forecast?: ForecastTermsInput | null;

  @Field(() => SeverityEnum, { description: 'How bad it is.' })
  severity: Severity;

  @Field(() => [SeverityEnum], {
    nullable: true,
    description:
      'How bad it is by the highest effective level of the information systems that the object carries: five, of level 1 first.',
  })
  severityByLevel?: Severity[] | null;

  @Field(() => String, { nullable: true, description: 'Why it matters, up to 500 characters: warnings say so.' })
  why?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether it looks at anything; what it has raised clears when it does not.',
  })
  isEnabled: boolean;
}

@InputType({ description: 'The rule that is to go.' })
export class RemoveWarningRuleInput {
  @Field(() => ID, { description: 'Id of the rule.' })
  id: string;
}

@ObjectType({ description: 'The rule that was saved.', simpleResolvers: true })
export class SaveWarningRulePayload {
  @Field(() => WarningRule, { description: 'The rule as it stands: it looks from now on.' })
  warningRule: object;

  @Field(() => RuleSelectionType, { description: 'What it selects.' })
  selection: object;
}

@ObjectType({ description: 'The rule that was removed.', simpleResolvers: true })
export class RemoveWarningRulePayload {
  @Field(() => WarningRule, { description: 'The rule: its warnings clear.' })
  warningRule: object;
}
