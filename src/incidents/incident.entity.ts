import { Column, Entity } from 'typeorm';
import { SourcedRow } from '../kernel/record.entity';
import type { DatePrecision, IncidentImpact, IncidentState } from './incident.values';
import type { Severity, Tlp } from '../sharing/sharing.values';

@Entity('incident')
export class IncidentRow extends SourcedRow {
  @Column('text')
  tlp: Tlp;

  @Column('uuid')
  reporterId: string;

  /** Under whose key in its source it is known, whoever owns it since. */
  @Column('uuid')
  firstOwnerId: string;

  @Column('uuid', { nullable: true })
  coordinatorId: string | null;

  @Column('uuid', { nullable: true })
  handOverToId: string | null;

  @Column('uuid', { nullable: true })
  mergedIntoId: string | null;

  @Column('uuid', { array: true })
  coworkerIds: string[];

  @Column('uuid', { array: true })
  recipientIds: string[];

  @Column('uuid', { array: true })
  partyIds: string[];

  /** What it affects, as ids with the prefix of their type: kept by the database. */
  @Column('text', { array: true })
  affectedIds: string[];

  @Column('text')
  reference: string;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  summary: string | null;

  @Column('text')
  class: string;

  @Column('text')
  type: string;

  @Column('text')
  severity: Severity;

  @Column('text', { nullable: true })
  severityReason: string | null;

  @Column('text', { nullable: true })
  impact: IncidentImpact | null;

  @Column('text')
  state: IncidentState;

  @Column('text', { nullable: true })
  resolution: string | null;

  @Column('timestamptz', { nullable: true })
  occurredAt: string | null;

  @Column('text')
  occurredAtPrecision: DatePrecision;

  @Column('timestamptz', { nullable: true })
  detectedAt: string | null;

  @Column('timestamptz', { nullable: true })
  awareAt: string | null;

  @Column('timestamptz', { nullable: true })
  acknowledgedAt: string | null;

  @Column('timestamptz', { nullable: true })
  startedAt: string | null;

  @Column('timestamptz', { nullable: true })
  containedAt: string | null;

  @Column('timestamptz', { nullable: true })
  resolvedAt: string | null;

  @Column('timestamptz', { nullable: true })
  closedAt: string | null;

  @Column('timestamptz', { nullable: true })
  reopenedAt: string | null;

  @Column('text', { array: true })
  labels: string[];

  @Column('text', { array: true })
  links: string[];

  @Column('text', { array: true })
  deskFields: string[];

  @Column('integer')
  version: number;
}
