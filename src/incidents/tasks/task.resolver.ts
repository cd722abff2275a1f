import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Organization } from '../../directory/directory.type';
import { ById } from '../../kernel/history/by-id';
import { List, Many, Needs, One } from '../../kernel/reading/field-edge';
import { Incident } from '../incident.type';
import { durationOf } from '../playbooks/duration.rules';
import { Playbook } from '../playbooks/playbook.type';
import type { TaskRow } from './task.entity';
import { Task, TaskArgs, TaskConnection } from './task.type';
import { tasks } from './tasks.collection';
import {
  incidentTasks,
  organizationTasks,
  taskAssignee,
  taskCompletedBy,
  taskDependencies,
  taskIncident,
  taskPlaybook,
} from './tasks.edges';

@Resolver(() => Task)
export class TaskResolver {
  @List(tasks, () => TaskConnection, () => TaskArgs, {
    description: 'Tasks of incidents that the viewer sees: with filter: { isLate: { eq: true } } those that are late.',
  })
  readonly tasks: unknown;

  @ById(tasks, () => Task, 'A task by its id, as it stands or as it was; null where there is none for this viewer.')
  readonly task: unknown;

  @One(taskIncident, () => Incident, { nullable: true, description: 'The incident that it is about.' })
  readonly incident: unknown;

  @One(taskPlaybook, () => Playbook, {
    nullable: true,
    description: 'The playbook that it is of; null where somebody added it, and for who does not see the playbook.',
  })
  readonly playbook: unknown;

  @One(taskAssignee, () => Organization, { description: 'Who does it.' })
  readonly assignee: unknown;

  @One(taskCompletedBy, () => Organization, { nullable: true, description: 'Who did or skipped it.' })
  readonly completedBy: unknown;

  @Needs('timeLimitSeconds')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'How long it may take from when it can begin, as ISO 8601 writes durations: "PT4H". Null: no limit.',
  })
  timeLimit(@Root() { timeLimitSeconds }: TaskRow): string | null {
    return timeLimitSeconds === null ? null : durationOf(timeLimitSeconds);
  }

  @Many(taskDependencies, () => TaskConnection, () => TaskArgs, { description: 'What it depends on.' })
  readonly dependsOn: unknown;
}

@Resolver(() => Incident)
export class IncidentTasksResolver {
  @Many(incidentTasks, () => TaskConnection, () => TaskArgs, { description: 'What is to be done about it.' })
  readonly tasks: unknown;
}

@Resolver(() => Organization)
export class OrganizationTasksResolver {
  @Many(organizationTasks, () => TaskConnection, () => TaskArgs, { description: 'Tasks that are assigned to it.' })
  readonly tasks: unknown;
}
