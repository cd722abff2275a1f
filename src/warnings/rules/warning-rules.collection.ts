import { organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { severities } from '../../sharing/sharing.values';
import { WarningRuleRow } from './warning-rule.entity';
import { ruleConditions } from './warning-rule.values';

export const warningRules: Collection<WarningRuleRow> = collection({
  typeName: 'WarningRule',
  prefix: 'wru',
  dataset: 'SHARING',
  entity: WarningRuleRow,
  filters: {
    id: { kind: 'id', prefix: 'wru', column: 'id', description: 'Id of the rule.' },
    code: { kind: 'text', column: 'code', description: 'Its code.' },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    owner: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'The organization that keeps it.',
    },
    metric: { kind: 'text', column: 'metric', description: 'The metric whose series it looks at.' },
    condition: { kind: 'choice', column: 'condition', choices: ruleConditions, description: 'What it looks for.' },
    severity: { kind: 'choice', column: 'severity', choices: severities, description: 'How bad it is.' },
    isEnabled: { kind: 'flag', column: 'is_enabled', description: 'Whether it looks at anything.' },
    removedAt: { kind: 'time', column: 'removed_at', description: 'When it was removed.' },
  },
  orders: {
    CODE: { column: 'code', type: 'text', nullable: false, description: 'Code, by its bytes.' },
    ...timeOrders,
  },
});
