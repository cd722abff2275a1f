import { organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { markings } from '../../sharing/sharing.values';
import { incidents } from '../incidents.collection';
import { TaskRow } from './task.entity';
import { taskKinds, taskRoles, taskStates } from './task.values';

export const tasks: Collection<TaskRow> = collection({
  typeName: 'Task',
  prefix: 'tsk',
  dataset: 'INCIDENTS',
  entity: TaskRow,
  expressions: { isLate: 't.is_late' },
  filters: {
    id: { kind: 'id', prefix: 'tsk', column: 'id', description: 'Id of the task.' },
    name: { kind: 'text', column: 'name', description: 'What is to be done.' },
    state: { kind: 'choice', column: 'state', choices: taskStates, description: 'How far it has come.' },
    isLate: { kind: 'flag', column: 'is_late', description: 'Whether it could be done, and its time is over.' },
    dueAt: { kind: 'time', column: 'due_at', description: 'When it is due.' },
    kind: { kind: 'choice', column: 'kind', choices: taskKinds, description: 'What is done.' },
    role: { kind: 'choice', column: 'role', choices: taskRoles, description: 'The part in the incident that does it.' },
    assignee: { kind: 'record', column: 'assignee_id', target: () => organizations, description: 'Who does it.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Whose incident it is of.' },
    incident: { kind: 'record', column: 'incident_id', target: () => incidents, description: 'The incident.' },
    tlp: { kind: 'choice', column: 'tlp', choices: markings, description: 'Its TLP marking.' },
    completedAt: { kind: 'time', column: 'completed_at', description: 'When it was done or skipped.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
    updatedAt: { kind: 'time', column: 'updated_at', description: 'When it last changed.' },
  },
  orders: {
    POSITION: { column: 'position', type: 'bigint', nullable: false, description: 'Its place in the incident.' },
    DUE_AT: {
      column: 'due_at',
      type: 'timestamptz',
      nullable: true,
      description: 'When it is due; without limit last.',
    },
    ...timeOrders,
  },
});
