import { organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { bindingLookups, bindingTargets } from './binding.values';
import { BindingRuleRow } from './binding-rule.entity';

export const bindingRules: Collection<BindingRuleRow> = collection({
  typeName: 'BindingRule',
  prefix: 'bnd',
  dataset: 'SHARING',
  entity: BindingRuleRow,
  filters: {
    id: { kind: 'id', prefix: 'bnd', column: 'id', description: 'Id of the rule.' },
    code: { kind: 'text', column: 'code', description: 'Its code.' },
    owner: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'The organization whose series it binds.',
    },
    source: { kind: 'text', column: 'source', description: 'The system whose series it binds.' },
    target: { kind: 'choice', column: 'target', choices: bindingTargets, description: 'What it binds them to.' },
    lookup: { kind: 'choice', column: 'lookup', choices: bindingLookups, description: 'How that is found.' },
    appliedAt: { kind: 'time', column: 'applied_at', description: 'When all series were bound by it as it stands.' },
    removedAt: { kind: 'time', column: 'removed_at', description: 'When it was removed.' },
  },
  orders: {
    POSITION: { column: 'position', type: 'bigint', nullable: false, description: 'Its place among the rules.' },
    ...timeOrders,
  },
});
