import { WatchingResolver } from './detector/watching/watching.resolver';
import { quietResolvers } from './quiet/quiet-resolvers';
import { warningRuleResolvers } from './rules/warning-rule-resolvers';
import { subjectWarningResolvers } from './subject-warnings.resolver';
import { WarningSituationResolver } from './situation/situation.resolver';
import { WarningResolver, WarningTransitionResolver } from './warning.resolver';
import { WarningWritingResolver } from './warning-writing.resolver';

/** What early warning adds to the API. */
export const warningResolvers: readonly (new () => object)[] = [
  ...quietResolvers,
  ...warningRuleResolvers,
  WarningResolver,
  WarningTransitionResolver,
  ...subjectWarningResolvers,
  WarningWritingResolver,
  WatchingResolver,
  WarningSituationResolver,
];
