import { Resolver } from 'type-graphql';
import { Many, One } from '../../kernel/reading/field-edge';
import { Warning, WarningArgs, WarningConnection } from '../warning.type';
import { WarningRule } from './warning-rule.type';
import { ruleOfWarning, warningsOfRule } from './warning-rules.edges';

@Resolver(() => WarningRule)
export class RuleWarningsResolver {
  @Many(warningsOfRule, () => WarningConnection, () => WarningArgs, { description: 'Warnings that it has raised.' })
  readonly warnings: unknown;
}

/** What rules add to a warning. */
@Resolver(() => Warning)
export class WarningRuleOfResolver {
  @One(ruleOfWarning, () => WarningRule, {
    nullable: true,
    description: 'The rule that raised it; null where it was none, and for who may not see the rule.',
  })
  readonly rule: unknown;
}
