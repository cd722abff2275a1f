import { organizations } from '../../directory/directory.collection';
import { toMany, toOne } from '../../kernel/reading/edges';
import { series } from '../monitoring.collection';
import { bindingRules } from './binding-rule.collection';

export const bindingRuleOf = toOne('bindingRuleId', bindingRules);
export const seriesBoundBy = toMany('BindingRule.series', series, 't.binding_rule_id = p.parent');
export const inventoryOf = toMany(
  'BindingRule.inventoryOf',
  organizations,
  't.id IN (SELECT unnest(r.inventory_of) FROM binding_rule r WHERE r.id = p.parent)',
);
