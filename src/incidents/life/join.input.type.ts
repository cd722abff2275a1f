import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { IncidentLinkKindEnum } from '../incident-link.type';
import { Incident } from '../incident.type';
import { mostLinked, mostMerged, type IncidentLinkKind } from '../incident.values';
import { VersionedIncident } from './life.input.type';

@InputType({ description: 'An incident among several that become one.' })
export class MergedIncidentInput extends VersionedIncident {}

@InputType({ description: 'Duplicates, and the incident that they go into.' })
export class MergeIncidentsInput {
  @Field(() => MergedIncidentInput, { description: 'The incident that goes on; not one that is CLOSED.' })
  into: MergedIncidentInput;

  @Field(() => [MergedIncidentInput], {
    description: `The duplicates, 1 to ${mostMerged}. They are CLOSED, keep all that they hold, and lead to it (mergedInto).`,
  })
  duplicates: MergedIncidentInput[];

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 5,000 characters; for the timelines of the duplicates.',
  })
  note?: string | null;
}

@ObjectType({ description: 'The incident that duplicates were merged into.', simpleResolvers: true })
export class MergeIncidentsPayload {
  @Field(() => Incident, { description: 'The incident as it stands.' })
  incident: object;
}

@InputType({ description: 'What two incidents have to do with each other.' })
export class LinkIncidentsInput {
  @Field(() => ID, { description: 'Id of an incident.' })
  incident: string;

  @Field(() => IncidentLinkKindEnum, {
    description: 'What it has to do with the other one; takes the place of what was said of the two before.',
  })
  kind: IncidentLinkKind;

  @Field(() => ID, { description: `Id of the other one. An incident has ${mostLinked} links at most.` })
  other: string;

  @Field(() => String, { nullable: true, description: 'Why, up to 2,000 characters; for who sees both.' })
  note?: string | null;
}

@ObjectType({ description: 'The incident that was linked.', simpleResolvers: true })
export class LinkIncidentsPayload {
  @Field(() => Incident, { description: 'The incident as it stands.' })
  incident: object;
}

@InputType({ description: 'Two incidents that have nothing to do with each other after all.' })
export class UnlinkIncidentsInput {
  @Field(() => ID, { description: 'Id of an incident.' })
  incident: string;

  @Field(() => ID, { description: 'Id of the other one.' })
  other: string;
}

@ObjectType({ description: 'The incident that was linked.', simpleResolvers: true })
export class UnlinkIncidentsPayload {
  @Field(() => Incident, { description: 'The incident as it stands.' })
  incident: object;
}
