import { Field, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/scalars';
import { SubjectRefInput } from '../../monitoring/subject-ref.type';
import { SeverityEnum, TlpEnum } from '../../sharing/sharing.type';
import type { Severity, Tlp } from '../../sharing/sharing.values';
import { ClassificationInput } from '../incident.record.type';
import { DatePrecisionEnum, IncidentImpactEnum } from '../incident-enums.type';
import { Incident } from '../incident.type';
import type { DatePrecision, IncidentImpact } from '../incident.values';
import { VersionedIncident } from './life.input.type';

@InputType({
  description:
    'What a desk says of an incident. What is not sent stays as it stands; null empties what can be empty. A source that sends the incident again does not take back what was said here (deskFields).',
})
export class UpdateIncidentInput extends VersionedIncident {
  @Field(() => String, { nullable: true, description: 'What happened, in a line of up to 300 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'More words, up to 20,000 characters; technical.' })
  summary?: string | null;

  @Field(() => ClassificationInput, { nullable: true, description: 'What kind of incident it is.' })
  classification?: ClassificationInput | null;

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'How bad it is, where that is not left to impact; null leaves it to impact again.',
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
    nullable: true,
    description: 'Who may see it. A coordinator narrows it; to widen it is for the owner.',
  })
  tlp?: Tlp | null;

  @Field(() => String, { nullable: true, description: "Code of the region it happened in; null for its owner's." })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'How it was resolved, corrected where it has been said.' })
  resolution?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it happened; where only a day, month or year is known, its first instant in UTC.',
  })
  occurredAt?: string | null;

  @Field(() => DatePrecisionEnum, {
    nullable: true,
    description: 'How exactly occurredAt is known, sent with it; SECOND unless said.',
  })
  occurredAtPrecision?: DatePrecision | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was found.' })
  detectedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When its owner knew of it.' })
  awareAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When somebody took it up, corrected where that has been.' })
  acknowledgedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When work on it began, corrected where it has.' })
  startedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it stopped spreading, corrected where it has.' })
  containedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over, corrected where it is.' })
  resolvedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When nothing was left to do, corrected where it is closed.' })
  closedAt?: string | null;

  @Field(() => [SubjectRefInput], {
    nullable: true,
    description: 'What it affects, 1,000 objects at most; what the key does not see of it stays.',
  })
  affects?: SubjectRefInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of organizations and sharing groups that work on it too, 100 at most: all of them.',
  })
  coworkers?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of organizations and sharing groups named as recipients, 100 at most: all of them.',
  })
  recipients?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Labels, 200 at most, of up to 200 characters: all of them.' })
  labels?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Addresses (http, https) of public reports about it, 100 at most: all of them.',
  })
  links?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the organization that leads the handling for the owner: it sees the incident whatever its marking, and may do what the owner may but hand it over and widen its marking. Named by the owner; a steward of the national center above it takes it up itself. null for none.',
  })
  coordinator?: string | null;
}

@ObjectType({ description: 'The incident that was changed.', simpleResolvers: true })
export class UpdateIncidentPayload {
  @Field(() => Incident, { description: 'The incident as it stands.' })
  incident: object;
}
