import { Field, InputType } from 'type-graphql';
import { DateTime } from '../kernel/scalars';
import { SubjectRefInput } from '../monitoring/subject-ref.type';
import { DatePrecisionEnum, IncidentImpactEnum, IncidentStateEnum } from './incident-enums.type';
import { SeverityEnum, TlpEnum } from '../sharing/sharing.type';
import { rsitClasses, rsitInWords } from './rsit';
import type { DatePrecision, IncidentImpact, IncidentState } from './incident.values';
import type { Severity, Tlp } from '../sharing/sharing.values';

@InputType({ description: `Class and type of RSIT, the Reference Security Incident Taxonomy. ${rsitInWords}.` })
export class ClassificationInput {
  @Field(() => String, { description: `Class: one of ${rsitClasses.map((entry) => entry.class).join(', ')}.` })
  class: string;

  @Field(() => String, {
    description: 'Type within the class, as the description of this input lists them: "outage" in "availability".',
  })
  type: string;
}

/** What an incident is made of, whoever writes it. */
@InputType({ description: 'What an incident is made of.' })
export abstract class IncidentContent {
  @Field(() => String, { description: 'What happened, in a line of up to 300 characters.' })
  title: string;

  @Field(() => String, {
    nullable: true,
    description: 'More words, up to 20,000 characters; technical, nothing about private persons.',
  })
  summary?: string | null;

  @Field(() => ClassificationInput, { description: 'What kind of incident it is.' })
  classification: ClassificationInput;

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'How bad it is. Where impact is said it follows from that, unless it is said here with a reason.',
  })
  severity?: Severity | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why severity is said and not left to impact, up to 2,000 characters.',
  })
  severityReason?: string | null;

  @Field(() => IncidentImpactEnum, {
    nullable: true,
    description: 'What it takes away from those who rely on what it affects.',
  })
  impact?: IncidentImpact | null;

  @Field(() => TlpEnum, {
    description: 'Who may see it; part of the very write, so that it is never seen more widely first.',
  })
  tlp: Tlp;

  @Field(() => String, { nullable: true, description: "Code of the region it happened in; its owner's unless said." })
  region?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it happened; where only a day, month or year is known, its first instant in UTC.',
  })
  occurredAt?: string | null;

  @Field(() => DatePrecisionEnum, { defaultValue: 'SECOND', description: 'How exactly occurredAt is known.' })
  occurredAtPrecision: DatePrecision;

  @Field(() => DateTime, { nullable: true, description: 'When it was found.' })
  detectedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When its owner knew of it.' })
  awareAt?: string | null;

  @Field(() => [SubjectRefInput], {
    nullable: true,
    description: 'What it affects, 1,000 objects at most. Where not sent, what stands stays.',
  })
  affects?: SubjectRefInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes of organizations that work on it too, 100 at most; they see it whatever its marking. Where not sent, those who do stay.',
  })
  coworkers?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes of organizations named as recipients, 100 at most; they see it whatever its marking. Where not sent, those named stay.',
  })
  recipients?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Labels, 200 at most, of up to 200 characters.' })
  labels?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Addresses (http, https) of public reports about it, 100 at most.',
  })
  links?: string[] | null;
}

@InputType({ description: 'An incident as its source sends it.' })
export class IncidentRecord extends IncidentContent {
  @Field(() => String, { description: 'Its key in the source, up to 200 characters; unique within owner and source.' })
  externalId: string;

  @Field(() => IncidentStateEnum, { defaultValue: 'NEW', description: 'How far its handling has come.' })
  state: IncidentState;

  @Field(() => DateTime, { nullable: true, description: 'When somebody took it up.' })
  acknowledgedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it stopped spreading.' })
  containedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  resolvedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When nothing was left to do; only of a CLOSED one.' })
  closedAt?: string | null;
}
