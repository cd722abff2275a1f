import { RuleWarningsResolver, WarningRuleOfResolver } from './rule-warnings.resolver';
import { WarningRuleWritingResolver } from './warning-rule-writing.resolver';
import { WarningRuleResolver } from './warning-rule.resolver';

/** All that the API says of rules. */
export const warningRuleResolvers = [
  WarningRuleResolver,
  WarningRuleWritingResolver,
  RuleWarningsResolver,
  WarningRuleOfResolver,
] as const;
