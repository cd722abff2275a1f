import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime, JSONScalar } from '../../kernel/scalars';
import { SeverityEnum } from '../../sharing/sharing.type';
import type { Severity } from '../../sharing/sharing.values';
import { warningRules } from './warning-rules.collection';
import {
  limitSides,
  ruleConditions,
  silenceScopes,
  type AbsenceTerms,
  type ForecastTerms,
  type LimitSide,
  type RateTerms,
  type RuleCondition,
  type SilenceScope,
  type ThresholdTerms,
} from './warning-rule.values';

export const RuleConditionEnum = enumOf<RuleCondition>(ruleConditions);
registerEnumType(RuleConditionEnum, {
  name: 'RuleCondition',
  description: 'What a rule looks for.',
  valuesConfig: {
    THRESHOLD: { description: 'A value beyond a limit.' },
    RATE: { description: 'A value that changes too fast, or not fast enough.' },
    ABSENCE: { description: 'Nothing comes any more.' },
    FORECAST: { description: 'A limit that will be reached before long.' },
  },
});

export const LimitSideEnum = enumOf<LimitSide>(limitSides);
registerEnumType(LimitSideEnum, {
  name: 'LimitSide',
  description: 'On which side of a limit values are bad.',
  valuesConfig: {
    ABOVE: { description: 'Values greater than the limit.' },
    BELOW: { description: 'Values less than the limit.' },
  },
});

export const SilenceScopeEnum = enumOf<SilenceScope>(silenceScopes);
registerEnumType(SilenceScopeEnum, {
  name: 'SilenceScope',
  description: 'What is silent when nothing comes of it.',
  valuesConfig: {
    SERIES: { description: 'Each series by itself.' },
    DEVICE: { description: 'A device, when all of its selected series are silent, those of its interfaces too.' },
    WRITER: { description: 'A center: the organization that sends, when all of its selected series are silent.' },
  },
});

@ObjectType('ThresholdTerms', { description: 'A value beyond a limit.', simpleResolvers: true })
export class ThresholdTermsType implements ThresholdTerms {
  @Field(() => LimitSideEnum, { description: 'On which side of the limit values are bad.' })
  side: LimitSide;

  @Field(() => Float, { description: 'The limit, in the unit of the metric.' })
  limit: number;

  @Field(() => Float, { description: 'The value at which it is well again.' })
  clearAt: number;

  @Field(() => Int, { description: 'For how many seconds it has to last.' })
  forSeconds: number;
}

@ObjectType('RateTerms', { description: 'A change beyond a limit.', simpleResolvers: true })
export class RateTermsType implements RateTerms {
  @Field(() => LimitSideEnum, { description: 'On which side of the limit changes are bad.' })
  side: LimitSide;

  @Field(() => Float, { description: 'The limit, in the unit of the metric per second.' })
  limit: number;

  @Field(() => Float, { description: 'The change per second at which it is well again.' })
  clearAt: number;

  @Field(() => Int, { description: 'For how many seconds it has to last.' })
  forSeconds: number;

  @Field(() => Int, { description: 'Over how many seconds the change is taken.' })
  windowSeconds: number;
}

@ObjectType('AbsenceTerms', { description: 'Nothing comes any more.', simpleResolvers: true })
export class AbsenceTermsType implements AbsenceTerms {
  @Field(() => SilenceScopeEnum, { description: 'What is silent.' })
  scope: SilenceScope;

  @Field(() => Int, { description: 'After how many seconds.' })
  forSeconds: number;

  @Field(() => Boolean, { description: 'Whether a series that ended by a stale marker is silent too.' })
  endedIsSilent: boolean;
}

@ObjectType('ForecastTerms', { description: 'A limit that will be reached before long.', simpleResolvers: true })
export class ForecastTermsType implements ForecastTerms {
  @Field(() => LimitSideEnum, { description: 'On which side of the limit values are bad.' })
  side: LimitSide;

  @Field(() => Float, { description: 'The limit, in the unit of the metric.' })
  limit: number;

  @Field(() => Int, { description: 'Within how many seconds it is reached.' })
  withinSeconds: number;

  @Field(() => Int, { description: 'Over how many seconds the trend is taken.' })
  windowSeconds: number;
}

@ObjectType('WarningRule', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Says of series that an organization sees when to raise a warning: as samples come, and by the clock. The warning belongs to who owns what they measure. For the organization and those above it.',
})
export class WarningRule extends Node {
  @Field(() => String, { description: 'Code of the rule: no other rule of the organization has it.' })
  code: string;

  @Field(() => String, { description: 'Its name, as desks read it.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The metric whose series it looks at; null: of all.' })
  metric: string | null;

  @Field(() => JSONScalar, { description: 'The filter of series that it was saved with.' })
  seriesFilter: unknown;

  @Field(() => Int, {
    nullable: true,
    description: 'Only series of what carries an information system of this effective level, 1 to 5, or a higher one.',
  })
  leastLevel: number | null;

  @Field(() => RuleConditionEnum, { description: 'What it looks for: the terms are in the field of this name.' })
  condition: RuleCondition;

  @Field(() => SeverityEnum, { description: 'How bad it is, unless severityByLevel says otherwise.' })
  severity: Severity;

  @Field(() => [SeverityEnum], {
    nullable: true,
    description:
      'How bad it is by the highest effective level of the information systems that the object carries: of level 1 first, of 5 last. An object without any has `severity`.',
  })
  severityByLevel: Severity[] | null;

  @Field(() => String, { nullable: true, description: 'Why it matters: warnings say so.' })
  why: string | null;

  @Field(() => Boolean, { description: 'Whether it looks at anything.' })
  isEnabled: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it was removed; its warnings have cleared since.' })
  removedAt: string | null;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

export const WarningRuleConnection = connectionType('WarningRule', () => WarningRule);
export const WarningRuleArgs = listArgs(warningRules);
