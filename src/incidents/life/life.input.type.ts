import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/scalars';
import { ClassificationInput } from '../incident.record.type';
import { IncidentStateEnum } from '../incident-enums.type';
import { Incident } from '../incident.type';
import type { IncidentState } from '../incident.values';

/** Which incident, as its sender last read it. */
@InputType({ description: 'Which incident, as its sender last read it.' })
export abstract class VersionedIncident {
  @Field(() => ID, { description: 'Id of the incident.' })
  incident: string;

  @Field(() => Int, {
    description:
      'Its version as last read. Where it has gone on since, nothing is done: the error is CONFLICT, and extensions.current tells its version and state, and when and by which desk it was changed as far as the key may know.',
  })
  version: number;
}

@InputType({ description: 'A step of an incident, with what has to be filled in for it.' })
export class TransitionIncidentInput extends VersionedIncident {
  @Field(() => IncidentStateEnum, {
    description:
      'Where it goes: NEW to TRIAGED or CLOSED; TRIAGED to IN_PROGRESS, RESOLVED or CLOSED; IN_PROGRESS to CONTAINED or RESOLVED; CONTAINED to RESOLVED, or back to IN_PROGRESS; RESOLVED to CLOSED or, reopened, IN_PROGRESS; CLOSED, by a steward, to IN_PROGRESS.',
  })
  to: IncidentState;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the step was taken; now unless said. Not in the future, nor before the step that came last.',
  })
  at?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'More words for the timeline, up to 5,000 characters. To take an incident up again it has to say why.',
  })
  note?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How it was resolved, or why nothing is left to do, up to 10,000 characters: has to stand before it is RESOLVED or CLOSED, and goes when it is reopened.',
  })
  resolution?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When its owner knew of it: has to stand for every state but NEW, unless it is closed without having been worked on.',
  })
  awareAt?: string | null;

  @Field(() => ClassificationInput, {
    nullable: true,
    description: 'What kind of incident it is: for every state but NEW another than other/undetermined.',
  })
  classification?: ClassificationInput | null;
}

@ObjectType({ description: 'The incident that took a step.', simpleResolvers: true })
export class TransitionIncidentPayload {
  @Field(() => Incident, { description: 'The incident as it stands.' })
  incident: object;
}

@InputType({ description: 'To whom an incident goes.' })
export class HandOverIncidentInput extends VersionedIncident {
  @Field(() => String, {
    nullable: true,
    description:
      'Code of the organization that is to own it. It sees the incident at once, whatever its marking, and owns it when it accepts (answerHandOver); where the key writes for both, at once. null takes an offer back.',
  })
  to?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the former owner stays on as a co-worker, and so goes on to see it whatever its marking.',
  })
  staysOn: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 5,000 characters; for its parties alone (RED).',
  })
  note?: string | null;
}

@ObjectType({ description: 'The incident that was offered or handed over.', simpleResolvers: true })
export class HandOverIncidentPayload {
  @Field(() => Incident, {
    nullable: true,
    description: 'The incident as it stands; null where the key does not see it any more.',
  })
  incident: object | null;
}

@InputType({ description: 'The answer of who is asked to take an incident over.' })
export class AnswerHandOverInput extends VersionedIncident {
  @Field(() => Boolean, { description: 'Whether it takes the incident over. Who does not is named on it no longer.' })
  accept: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 5,000 characters; for its parties alone (RED).',
  })
  note?: string | null;
}

@ObjectType({ description: 'What became of the incident.', simpleResolvers: true })
export class AnswerHandOverPayload {
  @Field(() => Incident, {
    nullable: true,
    description: 'The incident as it stands; null where the key does not see it any more.',
  })
  incident: object | null;
}
