import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { JSONScalar } from '../../kernel/scalars';
import { TlpEnum } from '../../sharing/sharing.type';
import type { Tlp } from '../../sharing/sharing.values';
import { Playbook, TaskRoleEnum } from './playbook.type';
import { cacaoPlaybookTypes, mostOfPlaybook, stepKinds, type StepKind, type TaskRole } from './playbook.values';

export const PlaybookStepKindEnum = enumOf<StepKind>(stepKinds);
registerEnumType(PlaybookStepKindEnum, {
  name: 'PlaybookStepKind',
  description: 'What a step of a playbook is.',
  valuesConfig: {
    ACTION: { description: 'Something is carried out.' },
    DECISION: { description: 'A question whose answer, one of its outcomes, chooses what follows.' },
    LOOP: { description: 'A question that is asked again after each round of what its outcome "true" leads to.' },
    PARALLEL: { description: 'Begins its branches side by side; what follows waits for all of them.' },
  },
});

@InputType({ description: 'What a playbook is for: a class of RSIT, or one type in it.' })
export class PlaybookFitInput {
  @Field(() => String, { description: 'Class, for example "availability".' })
  class: string;

  @Field(() => String, { nullable: true, description: 'Type within the class; all of them unless said.' })
  type?: string | null;
}

@InputType({ description: 'Where an outcome of a step leads.' })
export class PlaybookOutcomeInput {
  @Field(() => String, { description: 'The outcome, 1 to 60 characters: "true", "false", or an answer in words.' })
  outcome: string;

  @Field(() => String, { description: 'Key of the first step that it leads to; "end" where there is none.' })
  next: string;
}

@InputType({ description: 'A step of a playbook.' })
export class PlaybookStepInput {
  @Field(() => String, { description: 'What other steps call it by, 1 to 63 of a-z, 0-9, "-"; "end" is taken.' })
  key: string;

  @Field(() => PlaybookStepKindEnum, { defaultValue: 'ACTION', description: 'What it is.' })
  kind: StepKind;

  @Field(() => String, { description: 'What is to be done or decided, in a line of up to 200 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'More words, up to 20,000 characters, of a decision or a loop 2,000.',
  })
  description?: string | null;

  @Field(() => TaskRoleEnum, { nullable: true, description: 'Of an ACTION: who does it; the owner unless said.' })
  role?: TaskRole | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How long it may take from when it can begin, up to 366 days, as ISO 8601 writes durations: "PT30M", "PT4H", "P2D".',
  })
  timeLimit?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Key of the step that follows it and its branches; unless said, the one below it in the list, after the last none. "end" ends the branch that it stands in, or the playbook.',
  })
  next?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of a PARALLEL: keys of the first step of each branch.' })
  branches?: string[] | null;

  @Field(() => [PlaybookOutcomeInput], {
    nullable: true,
    description:
      'Of a DECISION: where each outcome leads. Of a LOOP: one, "true", with the first step that it repeats.',
  })
  outcomes?: PlaybookOutcomeInput[] | null;
}

@InputType({ description: 'A playbook as its organization wants it: made where there is none with this key.' })
export class SavePlaybookInput {
  @Field(() => String, {
    description: 'Code of the organization whose playbook it is: one that the key may write for, as its steward.',
  })
  owner: string;

  @Field(() => String, {
    defaultValue: 'hub',
    description: 'The system of record, 1 to 63 of a-z, 0-9, ".", "_", "-"; "cacao" is for what is imported.',
  })
  source: string;

  @Field(() => String, { description: 'Its key in that system, up to 200 characters.' })
  externalId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that this changes: refused where another one stands. Whichever stands, unless said.',
  })
  version?: number | null;

  @Field(() => String, { description: 'Its name, up to 200 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it is for, up to 20,000 characters. Where not sent, that of copyOf, or what stands.',
  })
  description?: string | null;

  @Field(() => TlpEnum, { description: 'Who may see it; part of the very write.' })
  tlp: Tlp;

  @Field(() => [String], {
    nullable: true,
    description: `What it does, types of playbooks of CACAO: ${cacaoPlaybookTypes.join(', ')}. Where not sent, those of copyOf, or those that stand.`,
  })
  types?: string[] | null;

  @Field(() => [PlaybookFitInput], {
    nullable: true,
    description: 'What it is for, 50 entries at most. Where not sent, those of copyOf, or those that stand.',
  })
  fits?: PlaybookFitInput[] | null;

  @Field(() => [PlaybookStepInput], {
    nullable: true,
    description: `Its steps, ${mostOfPlaybook.steps - 2} at most, the first one first. Where not sent, those of copyOf, or those that stand.`,
  })
  steps?: PlaybookStepInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of a playbook whose content it begins with, such as one that comes with the hub: all but its key, its name and what is said here. Signatures do not come along.',
  })
  copyOf?: string | null;
}

@InputType({ description: 'A playbook as another system wrote it.' })
export class ImportPlaybookInput {
  @Field(() => String, {
    description: 'Code of the organization whose playbook it becomes: one that the key may write for, as its steward.',
  })
  owner: string;

  @Field(() => TlpEnum, { description: 'Who may see it; no wider than its own TLP markings say.' })
  tlp: Tlp;

  @Field(() => JSONScalar, {
    description: `A document of CACAO Security Playbooks 2.0 (OASIS), up to ${mostOfPlaybook.bytes / 1024} KB and ${mostOfPlaybook.steps} steps. All of it is kept and comes out again, whether the hub reads it or not: leave credentials out. Where it is none, all that is wrong is told in extensions.faults, by path and reason.`,
  })
  cacao: unknown;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that this replaces: refused where another one stands. Whichever stands, unless said.',
  })
  version?: number | null;
}

@ObjectType({ description: 'The playbook that was saved.', simpleResolvers: true })
export class SavePlaybookPayload {
  @Field(() => Playbook, { description: 'The playbook as it stands.' })
  playbook: object;
}

@ObjectType({ description: 'The playbook that was imported.', simpleResolvers: true })
export class ImportPlaybookPayload {
  @Field(() => Playbook, { description: 'The playbook as it stands.' })
  playbook: object;
}
