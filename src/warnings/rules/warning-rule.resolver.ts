import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { ownerOf } from '../../directory/directory.edges';
import { Organization, RegionArgs, RegionConnection } from '../../directory/directory.type';
import { rawId } from '../../kernel/ids';
import { List, Many, Needs, One } from '../../kernel/reading/field-edge';
import { DateTime } from '../../kernel/scalars';
import { LabelConditionType } from '../../monitoring/binding/binding-rule.type';
import { preview } from './save-warning-rule';
import type { WarningRuleRow } from './warning-rule.entity';
import { RuleSelectionInput, RuleSelectionType } from './rule-selection.input.type';
import {
  AbsenceTermsType,
  ForecastTermsType,
  RateTermsType,
  ThresholdTermsType,
  WarningRule,
  WarningRuleArgs,
  WarningRuleConnection,
} from './warning-rule.type';
import type { RuleCondition } from './warning-rule.values';
import { warningRules } from './warning-rules.collection';
import { regionsOfRule, selectionOfRule } from './warning-rules.edges';

@Resolver(() => WarningRule)
export class WarningRuleResolver {
  @List(warningRules, () => WarningRuleConnection, () => WarningRuleArgs, {
    description: "Rules that raise warnings, of the viewer's organization and of those below it.",
  })
  readonly warningRules: unknown;

  @Query(() => RuleSelectionType, {
    description:
      'What a rule would select, before it is saved: of an organization that the key may write for. It goes through all of its series and costs as much as a count.',
  })
  async ruleSelection(
    @Arg('owner', () => String, { description: 'Code of the organization that would keep the rule.' }) owner: string,
    @Arg('select', () => RuleSelectionInput, { description: 'Which series it would look at.' })
    select: RuleSelectionInput,
    @Ctx() context: Context,
  ) {
    const found = await preview(await context.db(), owner, select);
    context.deliver(costOfCount + found.examples.length);
    return found;
  }

  @One(ownerOf, () => Organization, { description: 'The organization that keeps it.' })
  readonly owner: unknown;

  @Needs('conditions')
  @FieldResolver(() => [LabelConditionType], { description: 'What labels of the series must hold.' })
  labels(@Root() { conditions }: WarningRuleRow) {
    return conditions;
  }

  @Many(regionsOfRule, () => RegionConnection, () => RegionArgs, {
    description: 'Only series of what lies within one of these; without any, of all.',
  })
  readonly regions: unknown;

  @Needs('condition', 'terms')
  @FieldResolver(() => ThresholdTermsType, { nullable: true, description: 'The terms of a THRESHOLD.' })
  threshold(@Root() row: WarningRuleRow) {
    return termsOf(row, 'THRESHOLD');
  }

  @Needs('condition', 'terms')
  @FieldResolver(() => RateTermsType, { nullable: true, description: 'The terms of a RATE.' })
  rate(@Root() row: WarningRuleRow) {
    return termsOf(row, 'RATE');
  }

  @Needs('condition', 'terms')
  @FieldResolver(() => AbsenceTermsType, { nullable: true, description: 'The terms of an ABSENCE.' })
  absence(@Root() row: WarningRuleRow) {
    return termsOf(row, 'ABSENCE');
  }

  @Needs('condition', 'terms')
  @FieldResolver(() => ForecastTermsType, { nullable: true, description: 'The terms of a FORECAST.' })
  forecast(@Root() row: WarningRuleRow) {
    return termsOf(row, 'FORECAST');
  }

  @Needs('id')
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many series it watches, 250,000 at most; null until that has been looked up, which takes seconds.',
  })
  async selects(@Root() { id }: WarningRuleRow, @Ctx() context: Context) {
    return (await context.batch(selectionOfRule, rawId(id), undefined))?.count ?? null;
  }

  @Needs('id')
  @FieldResolver(() => DateTime, { nullable: true, description: 'When that was last looked up.' })
  async selectedAt(@Root() { id }: WarningRuleRow, @Ctx() context: Context) {
    return (await context.batch(selectionOfRule, rawId(id), undefined))?.selectedAt ?? null;
  }

  @Needs('id')
  @FieldResolver(() => Int, { description: 'How many of them, or of the devices or centers, fire at the moment.' })
  async firing(@Root() { id }: WarningRuleRow, @Ctx() context: Context) {
    return (await context.batch(selectionOfRule, rawId(id), undefined))?.firing ?? 0;
  }
}

/** As a totalCount. */
const costOfCount = 100;

const termsOf = ({ condition, terms }: WarningRuleRow, asked: RuleCondition) => (condition === asked ? terms : null);
