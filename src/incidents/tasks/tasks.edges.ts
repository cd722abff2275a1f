import { organizations } from '../../directory/directory.collection';
import { toMany, toOne } from '../../kernel/reading/edges';
import { incidents } from '../incidents.collection';
import { playbooks } from '../playbooks/playbooks.collection';
import { tasks } from './tasks.collection';

export const taskIncident = toOne('incidentId', incidents);
export const taskPlaybook = toOne('playbookId', playbooks);
export const taskAssignee = toOne('assigneeId', organizations);
export const taskCompletedBy = toOne('completedById', organizations);
export const incidentTasks = toMany('Incident.tasks', tasks, 't.incident_id = p.parent');
export const organizationTasks = toMany('Organization.tasks', tasks, 't.assignee_id = p.parent');
export const taskDependencies = toMany(
  'Task.dependsOn',
  tasks,
  `t.id IN (SELECT (d ->> 'task')::uuid FROM task n CROSS JOIN LATERAL jsonb_array_elements(n.depends_on) d WHERE n.id = p.parent)`,
);
