import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/scalars';
import { TlpEnum } from '../../sharing/sharing.type';
import type { Tlp } from '../../sharing/sharing.values';
import { Incident } from '../incident.type';
import { TaskRoleEnum } from '../playbooks/playbook.type';
import { Task } from './task.type';
import type { TaskRole } from './task.values';

const actor = "Code of the organization that does it, one that the key may write for; the key's own unless said.";

@InputType({ description: 'Who takes a part.' })
export class TaskRoleInput {
  @Field(() => TaskRoleEnum, { description: 'The part: COORDINATOR or COWORKER; the others follow from the incident.' })
  role: TaskRole;

  @Field(() => String, { description: 'Code of the organization, one that is named on the incident.' })
  organization: string;
}

@InputType({ description: 'The playbook that is to be carried out.' })
export class StartPlaybookInput {
  @Field(() => ID, { description: 'Id of the incident.' })
  incident: string;

  @Field(() => ID, { description: 'Id of the playbook.' })
  playbook: string;

  @Field(() => [TaskRoleInput], {
    nullable: true,
    description: 'Who takes which part. What nobody takes is for the owner of the incident.',
  })
  roles?: TaskRoleInput[] | null;

  @Field(() => String, { nullable: true, description: actor })
  actor?: string | null;
}

@InputType({ description: 'A task that no playbook has.' })
export class AddTaskInput {
  @Field(() => ID, { description: 'Id of the incident.' })
  incident: string;

  @Field(() => String, { description: 'What is to be done, in a line of up to 200 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'More words, up to 20,000 characters; technical.' })
  description?: string | null;

  @Field(() => TlpEnum, {
    nullable: true,
    description: "Who may see it; its incident's marking unless said, and never wider than that.",
  })
  tlp?: Tlp | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the organization that does it, one that is named on the incident; its owner unless said.',
  })
  assignee?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How long it may take from when it can begin, up to 366 days, as ISO 8601 writes durations: "PT4H". Either this or dueAt, or none.',
  })
  timeLimit?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is to be done, whenever it can begin.' })
  dueAt?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of tasks of the incident that come before it, 50 at most, none marked more strictly than it.',
  })
  dependsOn?: string[] | null;

  @Field(() => String, { defaultValue: 'hub', description: 'The system that adds it; "playbook" is taken.' })
  source: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its key in that system, up to 200 characters: sent again for this incident, nothing is added.',
  })
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: actor })
  actor?: string | null;
}

/** What is said of a task, whatever is done with it. */
@InputType({ description: 'A task as its reader knows it.' })
export abstract class TaskInput {
  @Field(() => ID, { description: 'Id of the task.' })
  task: string;

  @Field(() => Int, {
    description:
      'The version that was read. Where another one stands, CONFLICT tells its state, its version and who changed it, in extensions.',
  })
  version: number;

  @Field(() => String, { nullable: true, description: actor })
  actor?: string | null;
}

@InputType({ description: 'A task that somebody begins.' })
export class TakeTaskInput extends TaskInput {}

@InputType({ description: 'A task that is done, or a decision that is made.' })
export class CompleteTaskInput extends TaskInput {
  @Field(() => String, { nullable: true, description: 'How it came out: one of its outcomes, where it has any.' })
  outcome?: string | null;

  @Field(() => String, { nullable: true, description: 'What is to be said of it, up to 5,000 characters; technical.' })
  note?: string | null;
}

@InputType({ description: 'A task that is not going to be done.' })
export class SkipTaskInput extends TaskInput {
  @Field(() => String, { description: 'Why, in 1 to 5,000 characters.' })
  reason: string;
}

@InputType({ description: 'A task for somebody else.' })
export class AssignTaskInput extends TaskInput {
  @Field(() => String, { description: 'Code of the organization that does it, one that is named on the incident.' })
  assignee: string;
}

@ObjectType({ description: 'The playbook is being carried out.', simpleResolvers: true })
export class StartPlaybookPayload {
  @Field(() => Incident, { description: 'The incident, with its tasks.' })
  incident: object;

  @Field(() => Int, { description: 'Tasks that were made: none where it had been started on this incident before.' })
  created: number;
}

@ObjectType({ description: 'The task that was added.', simpleResolvers: true })
export class AddTaskPayload {
  @Field(() => Task, { description: 'The task as it stands.' })
  task: object;
}

@ObjectType({ description: 'The task that was taken up.', simpleResolvers: true })
export class TakeTaskPayload {
  @Field(() => Task, { description: 'The task as it stands.' })
  task: object;
}

@ObjectType({ description: 'The task that was completed.', simpleResolvers: true })
export class CompleteTaskPayload {
  @Field(() => Task, { description: 'The task as it stands.' })
  task: object;
}

@ObjectType({ description: 'The task that was skipped.', simpleResolvers: true })
export class SkipTaskPayload {
  @Field(() => Task, { description: 'The task as it stands.' })
  task: object;
}

@ObjectType({ description: 'The task that was assigned.', simpleResolvers: true })
export class AssignTaskPayload {
  @Field(() => Task, { description: 'The task as it stands.' })
  task: object;
}
