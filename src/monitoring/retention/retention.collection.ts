import { timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { sampleLevels } from '../monitoring.values';
import { RetentionRow } from './retention.entity';

export const retentions: Collection<RetentionRow> = collection({
  typeName: 'Retention',
  prefix: 'ret',
  dataset: 'DIRECTORY',
  entity: RetentionRow,
  expressions: { keptSince: 'hub.kept_since(t.level)', letGoUntil: 'hub.let_go_until(t.level)' },
  filters: {
    id: { kind: 'id', prefix: 'ret', column: 'id', description: 'Id of the retention.' },
    level: { kind: 'choice', column: 'level', choices: sampleLevels, description: 'What is kept.' },
  },
  orders: {
    STEP: { column: 'step_seconds', type: 'bigint', nullable: false, description: 'Length of a step: RAW first.' },
    ...timeOrders,
  },
});
