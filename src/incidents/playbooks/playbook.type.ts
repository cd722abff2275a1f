import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { TlpEnum } from '../../sharing/sharing.type';
import type { Tlp } from '../../sharing/sharing.values';
import { playbooks } from './playbooks.collection';
import { taskKinds, taskRoles, type TaskKind, type TaskRole } from './playbook.values';

export const TaskKindEnum = enumOf<TaskKind>(taskKinds);
registerEnumType(TaskKindEnum, {
  name: 'TaskKind',
  description: 'What is done in a step of a playbook, or in a task.',
  valuesConfig: {
    ACTION: { description: 'Something is carried out (action and playbook-action of CACAO).' },
    DECISION: { description: 'A question whose answer chooses what follows (if-condition, switch-condition).' },
    LOOP: {
      description:
        'A question that is asked again after each round: "true" does what it repeats once more, "false" goes on behind it (while-condition).',
    },
  },
});

export const TaskRoleEnum = enumOf<TaskRole>(taskRoles);
registerEnumType(TaskRoleEnum, {
  name: 'TaskRole',
  description: 'Who does it, by its part in the incident.',
  valuesConfig: {
    OWNER: { description: 'Whose incident it is.' },
    REPORTER: { description: 'Who reported it.' },
    COORDINATOR: { description: 'Who coordinates it: named when the playbook is started, or else its owner.' },
    COWORKER: { description: 'Who works on it too: named when the playbook is started, or else its owner.' },
  },
});

@ObjectType({ description: 'What a playbook is for: a class of RSIT, or one type in it.', simpleResolvers: true })
export class PlaybookFit {
  @Field(() => String, { description: 'Class, for example "availability".' })
  class: string;

  @Field(() => String, { nullable: true, description: 'Type within the class; null: all of them.' })
  type: string | null;
}

@ObjectType({ description: 'What a step of a playbook waits for.', simpleResolvers: true })
export class PlaybookStepDependency {
  @Field(() => String, { description: 'Key of the step before it.' })
  step: string;

  @Field(() => String, { nullable: true, description: 'The outcome by which that leads here; null: whichever.' })
  outcome: string | null;
}

@ObjectType({
  description:
    'A step of a playbook that somebody carries out or decides. What only orders them (start, parallel, end) shows in dependsOn.',
  simpleResolvers: true,
})
export class PlaybookStep {
  @Field(() => String, { description: 'Its identifier in the document of CACAO.' })
  key: string;

  @Field(() => TaskKindEnum, { description: 'What is done.' })
  kind: TaskKind;

  @Field(() => String, { description: 'What is to be done, in a line.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'More words: instructions, and commands as text. The hub carries out none.',
  })
  description: string | null;

  @Field(() => TaskRoleEnum, { nullable: true, description: 'Who does it; null: the owner of the incident.' })
  role: TaskRole | null;

  @Field(() => String, {
    nullable: true,
    description: 'How long it may take from when it can begin, as ISO 8601 writes durations: "PT4H". Null: no limit.',
  })
  timeLimit: string | null;

  @Field(() => [PlaybookStepDependency], { description: 'What it waits for; nothing: it begins with the plan.' })
  dependsOn: PlaybookStepDependency[];

  @Field(() => [String], { description: 'How it can come out, where that decides what follows.' })
  outcomes: string[];

  @Field(() => [String], { description: 'Of a LOOP: keys of the steps that it repeats.' })
  repeats: string[];
}

@ObjectType('Playbook', {
  implements: Node,
  simpleResolvers: true,
  description:
    'A plan for incidents of a kind, as CACAO 2.0 (OASIS) writes it. Its marking says who sees it, as that of an incident does; an agreement that shares any incidents of its owner shares it. Those that come with the hub are for every key.',
})
export class Playbook extends Node {
  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for and what it comes to.' })
  description: string | null;

  @Field(() => [String], { description: 'What it does: "remediation", as CACAO calls types of playbooks.' })
  types: string[];

  @Field(() => [String], { description: 'Its labels.' })
  labels: string[];

  @Field(() => TlpEnum, { description: 'Who may see it.' })
  tlp: Tlp;

  @Field(() => String, { description: 'The system of record it came from.' })
  source: string;

  @Field(() => String, { description: 'Its key in that system.' })
  externalId: string;

  @Field(() => String, { description: 'Its identifier in CACAO: versions of one playbook share it.' })
  cacaoId: string;

  @Field(() => Boolean, { description: 'Whether its author has withdrawn it: then it can not be started.' })
  isRevoked: boolean;

  @Field(() => DateTime, { nullable: true, description: 'From when on it can be started; null: from ever.' })
  validFrom: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it can be started; null: for ever.' })
  validUntil: string | null;

  @Field(() => Int, { description: 'Grows by one with each change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

export const PlaybookConnection = connectionType('Playbook', () => Playbook);
export const PlaybookArgs = listArgs(playbooks);
