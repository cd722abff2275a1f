import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { TlpEnum } from '../../sharing/sharing.type';
import type { Tlp } from '../../sharing/sharing.values';
import { TaskKindEnum, TaskRoleEnum } from '../playbooks/playbook.type';
import { taskStates, type TaskKind, type TaskRole, type TaskState } from './task.values';
import { tasks } from './tasks.collection';

export const TaskStateEnum = enumOf<TaskState>(taskStates);
registerEnumType(TaskStateEnum, {
  name: 'TaskState',
  description: 'How far a task has come.',
  valuesConfig: {
    WAITING: { description: 'What it depends on is not done yet.' },
    OPEN: { description: 'It can be done; its time runs.' },
    IN_PROGRESS: {
      description: 'Somebody has taken it up. Of a LOOP that was answered with "true": what it repeats is under way.',
    },
    DONE: { description: 'It has been done, or decided.' },
    SKIPPED: { description: 'Somebody has decided not to do it; note has the reason. What follows goes on.' },
    NOT_TAKEN: { description: 'It lies on a way that a decision did not take.' },
  },
});

@ObjectType('Task', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Something that is to be done about an incident: a step of a playbook that was started, or what somebody has added. The hub carries out none itself.',
})
export class Task extends Node {
  @Field(() => String, { description: 'What is to be done, in a line.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'More words: instructions, and commands as text.' })
  description: string | null;

  @Field(() => TaskKindEnum, { description: 'What is done.' })
  kind: TaskKind;

  @Field(() => TaskStateEnum, { description: 'How far it has come.' })
  state: TaskState;

  @Field(() => Int, { description: 'Its place among the tasks of its incident: behind all that it depends on.' })
  position: number;

  @Field(() => TaskRoleEnum, { nullable: true, description: 'The part in the incident that its playbook gives it to.' })
  role: TaskRole | null;

  @Field(() => String, { nullable: true, description: 'Key of the step of the playbook that it carries out.' })
  step: string | null;

  @Field(() => [String], {
    description: 'How it can come out, where that decides what follows: complete it with one of them.',
  })
  outcomes: string[];

  @Field(() => String, { nullable: true, description: 'How it came out.' })
  outcome: string | null;

  @Field(() => String, { nullable: true, description: 'What was said of its outcome, or why it was skipped.' })
  note: string | null;

  @Field(() => Int, { description: 'Of a LOOP: the round that it asks about, from 1. Of others 1.' })
  round: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when it could be done; null while it waits.' })
  openedAt: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it is to be done: its time limit after openedAt. While it waits as planned: after all before it are due. Null: no limit.',
  })
  dueAt: string | null;

  @Field(() => Boolean, { description: 'Whether it is OPEN or IN_PROGRESS and dueAt is over.' })
  isLate: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it was done or skipped.' })
  completedAt: string | null;

  @Field(() => String, { nullable: true, description: 'The desk or system that did or skipped it, never a person.' })
  completedByDesk: string | null;

  @Field(() => TlpEnum, { description: "Who may see it: the stricter of its own marking and its incident's." })
  tlp: Tlp;

  @Field(() => Int, {
    description: 'Grows by one with each change but of dueAt: send it back with what you do.',
  })
  version: number;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

export const TaskConnection = connectionType('Task', () => Task);
export const TaskArgs = listArgs(tasks);
