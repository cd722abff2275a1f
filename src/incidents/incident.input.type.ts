import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../kernel/scalars';
import { IncidentContent, IncidentRecord } from './incident.record.type';
import { TimelineKindEnum } from './incident-enums.type';
import { Incident, TimelineEntry } from './incident.type';
import { TlpEnum } from '../sharing/sharing.type';
import type { TimelineKind } from './incident.values';
import type { Tlp } from '../sharing/sharing.values';

@InputType({ description: 'A batch of incidents of one system of record: all of it is written, or nothing.' })
export class UpsertIncidentsInput {
  @Field(() => String, {
    description: 'Code of the organization that owns the incidents: one that the key may write for.',
  })
  owner: string;

  @Field(() => String, { description: 'The system of record, 1 to 63 of a-z, 0-9, ".", "_", "-".' })
  source: string;

  @Field(() => [IncidentRecord], { description: 'The incidents, 1,000 at most.' })
  records: IncidentRecord[];
}

@InputType({ description: 'A new incident.' })
export class OpenIncidentInput extends IncidentContent {
  @Field(() => String, {
    description: 'Code of the organization whose incident it is: one that the key may write for.',
  })
  owner: string;

  @Field(() => String, { defaultValue: 'hub', description: 'The system that opens it.' })
  source: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its key in that system; sent again, nothing is opened and the incident stays as it stands.',
  })
  externalId?: string | null;
}

@ObjectType({ description: 'The incident that was opened.', simpleResolvers: true })
export class OpenIncidentPayload {
  @Field(() => Incident, { description: 'The incident as it stands.' })
  incident: object;
}

@InputType({ description: 'A new entry in the timeline of an incident.' })
export class AddTimelineEntryInput {
  @Field(() => ID, { description: 'Id of the incident.' })
  incident: string;

  @Field(() => TimelineKindEnum, { defaultValue: 'NOTE', description: 'What it tells.' })
  kind: TimelineKind;

  @Field(() => String, { description: 'The entry, up to 20,000 characters; technical, nothing about private persons.' })
  text: string;

  @Field(() => DateTime, { nullable: true, description: 'When what it tells took place; now unless said.' })
  at?: string | null;

  @Field(() => TlpEnum, {
    nullable: true,
    description: "Who may see it; its incident's marking unless said, and never wider than that.",
  })
  tlp?: Tlp | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the organization that writes it; the key's own unless said.",
  })
  author?: string | null;

  @Field(() => String, { defaultValue: 'hub', description: 'The system that writes it.' })
  source: string;

  @Field(() => String, { nullable: true, description: 'Its key in that system: sent again, nothing is added.' })
  externalId?: string | null;
}

@ObjectType({ description: 'The entry that was added.', simpleResolvers: true })
export class AddTimelineEntryPayload {
  @Field(() => TimelineEntry, { description: 'The entry as it stands.' })
  timelineEntry: object;
}
