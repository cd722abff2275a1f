import { Field, Int, ObjectType } from 'type-graphql';
import { SeverityEnum, TlpEnum } from '../sharing/sharing.type';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { Node } from '../kernel/node.type';
import { DateTime } from '../kernel/scalars';
import { incidents, timelineEntries } from './incidents.collection';
import { DatePrecisionEnum, IncidentImpactEnum, IncidentStateEnum, TimelineKindEnum } from './incident-enums.type';
import type { DatePrecision, IncidentImpact, IncidentState, TimelineKind } from './incident.values';
import { type Severity, type Tlp } from '../sharing/sharing.values';

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

  @Field(() => String, { description: 'What the taxonomy says of the type.' })
  description: string;
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

  @Field(() => SeverityEnum, {
    description: 'How bad it is: what follows from impact, unless severityReason says why it is another.',
  })
  severity: Severity;

  @Field(() => String, { nullable: true, description: 'Why severity is said and does not follow from impact.' })
  severityReason: string | null;

  @Field(() => IncidentImpactEnum, {
    nullable: true,
    description: 'What it takes away from those who rely on what it affects; null where nobody has said.',
  })
  impact: IncidentImpact | null;

  @Field(() => IncidentStateEnum, { description: 'How far its handling has come.' })
  state: IncidentState;

  @Field(() => String, {
    nullable: true,
    description: 'How it was resolved, or why nothing was left to do.',
  })
  resolution: string | null;

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

  @Field(() => DateTime, { nullable: true, description: 'When work on it first began.' })
  startedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it stopped spreading, for good as far as is known.' })
  containedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over; null again once it is reopened.' })
  resolvedAt: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When nothing was left to do; null again once it is reopened.',
  })
  closedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last taken up again.' })
  reopenedAt: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Codes of organizations and sharing groups that work on it too; null for who is neither on its owner's side nor its coordinator or one of them.",
  })
  coworkers: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Codes of organizations and sharing groups named as recipients; null for who is not on its owner's side.",
  })
  recipients: string[] | null;

  @Field(() => [String], {
    description:
      'What a desk has said in the hub, by the names of fields: a source that sends the incident again leaves it as it stands.',
  })
  deskFields: string[];

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

  @Field(() => IncidentStateEnum, {
    nullable: true,
    description: 'Of a STATE_CHANGE that the hub wrote: the state that the incident came from.',
  })
  fromState: IncidentState | null;

  @Field(() => IncidentStateEnum, { nullable: true, description: 'The state that it came to.' })
  toState: IncidentState | null;

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
