import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SeverityEnum, TlpEnum } from '../sharing/sharing.type';
import { enumOf } from '../kernel/enum';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { Node } from '../kernel/node.type';
import { DateTime } from '../kernel/scalars';
import { incidents, timelineEntries } from './incidents.collection';
import {
  datePrecisions,
  incidentStates,
  timelineKinds,
  type DatePrecision,
  type IncidentState,
  type TimelineKind,
} from './incident.values';
import { type Severity, type Tlp } from '../sharing/sharing.values';

export const IncidentStateEnum = enumOf<IncidentState>(incidentStates);
registerEnumType(IncidentStateEnum, {
  name: 'IncidentState',
  description: 'How far the handling of an incident has come.',
  valuesConfig: {
    NEW: { description: 'Reported; nobody has looked yet.' },
    TRIAGED: { description: 'Looked at and classified.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    CONTAINED: { description: 'Does not spread any more.' },
    RESOLVED: { description: 'Over; service is back.' },
    CLOSED: { description: 'Nothing is left to do.' },
  },
});
export const DatePrecisionEnum = enumOf<DatePrecision>(datePrecisions);
registerEnumType(DatePrecisionEnum, {
  name: 'DatePrecision',
  description: 'How exactly an instant is known.',
  valuesConfig: {
    YEAR: { description: 'Only its year: the instant is the first of that year, UTC.' },
    MONTH: { description: 'Only its month: the instant is the first of that month, UTC.' },
    DAY: { description: 'Only its day: the instant is the start of that day, UTC.' },
    SECOND: { description: 'As it stands.' },
  },
});
export const TimelineKindEnum = enumOf<TimelineKind>(timelineKinds);
registerEnumType(TimelineKindEnum, {
  name: 'TimelineKind',
  description: 'What a timeline entry tells.',
  valuesConfig: {
    NOTE: { description: 'What somebody saw or thinks.' },
    STATE_CHANGE: { description: 'The incident came to another state.' },
    ACTION: { description: 'What was done.' },
    COMMUNICATION: { description: 'Who was told or asked.' },
  },
});

@ObjectType({
  description:
    'RSIT class and type (Reference Security Incident Taxonomy, ENISA and TF-CSIRT): one taxonomy for faults and for security incidents.',
  simpleResolvers: true,
})
export class Classification {
  @Field(() => String, { description: 'Class, for example "availability".' })
  class: string;

  @Field(() => String, { description: 'Type within the class, for example "outage".' })
  type: string;

  @Field(() => String, { description: 'The type in words.' })
  label: string;
}

@ObjectType('Incident', { implements: Node, simpleResolvers: true, description: 'A fault or a security incident.' })
export class Incident extends Node {
  @Field(() => String, {
    description: 'Short reference for people, unique over all incidents; tells nothing about their number.',
  })
  reference: string;

  @Field(() => String, { description: 'What happened, in a line.' })
  title: string;

  @Field(() => String, {
    nullable: true,
    description: 'What happened, in more words; technical, nothing about private persons.',
  })
  summary: string | null;

  @Field(() => SeverityEnum, { description: 'How bad it is.' })
  severity: Severity;

  @Field(() => IncidentStateEnum, { description: 'How far its handling has come.' })
  state: IncidentState;

  @Field(() => TlpEnum, { description: 'Who may see it.' })
  tlp: Tlp;

  @Field(() => DateTime, { nullable: true, description: 'When it happened, as exactly as occurredAtPrecision says.' })
  occurredAt: string | null;

  @Field(() => DatePrecisionEnum, { description: 'How exactly occurredAt is known.' })
  occurredAtPrecision: DatePrecision;

  @Field(() => DateTime, { nullable: true, description: 'When it was found.' })
  detectedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When its owner knew of it.' })
  awareAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When somebody took it up.' })
  acknowledgedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it stopped spreading.' })
  containedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  resolvedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When nothing was left to do.' })
  closedAt: string | null;

  @Field(() => [String], {
    description: 'Labels, as machine tags where their source has codes: namespace:predicate="value".',
  })
  labels: string[];

  @Field(() => [String], { description: 'Addresses of public reports about it.' })
  links: string[];

  @Field(() => Int, { description: 'Grows by one with each change: send it back with every change of the incident.' })
  version: number;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When its content last changed.' })
  updatedAt: string;
}

@ObjectType('TimelineEntry', {
  implements: Node,
  simpleResolvers: true,
  description: 'What happened in the course of an incident.',
})
export class TimelineEntry extends Node {
  @Field(() => DateTime, { description: 'When what it tells took place.' })
  at: string;

  @Field(() => TimelineKindEnum, { description: 'What it tells.' })
  kind: TimelineKind;

  @Field(() => String, { description: 'The entry.' })
  text: string;

  @Field(() => TlpEnum, { description: "Who may see it: the stricter of its own marking and its incident's." })
  tlp: Tlp;

  @Field(() => String, { nullable: true, description: 'The desk or system that wrote it, never a person.' })
  authorDesk: string | null;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;
}

export const IncidentConnection = connectionType('Incident', () => Incident);
export const IncidentArgs = listArgs(incidents);
export const TimelineConnection = connectionType('Timeline', () => TimelineEntry);
export const TimelineArgs = listArgs(timelineEntries);
