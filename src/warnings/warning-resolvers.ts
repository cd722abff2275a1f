import { quietResolvers } from './quiet/quiet-resolvers';
import { WarningRuleResolver } from './rules/warning-rule.resolver';
import { WarningRuleWritingResolver } from './rules/warning-rule-writing.resolver';
import { subjectWarningResolvers } from './subject-warnings.resolver';
import { WarningSituationResolver } from './situation/situation.resolver';
import { WarningResolver, WarningTransitionResolver } from './warning.resolver';
import { WarningWritingResolver } from './warning-writing.resolver';

/** What early warning adds to the API. */
export const warningResolvers: readonly (new () => object)[] = [
  ...quietResolvers,
  WarningRuleResolver,
  WarningRuleWritingResolver,
  WarningResolver,
  WarningTransitionResolver,
  ...subjectWarningResolvers,
  WarningWritingResolver,
  WarningSituationResolver,
];
