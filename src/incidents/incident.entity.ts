import { Column, Entity } from 'typeorm';
import { SourcedRow } from '../kernel/record.entity';
import type { DatePrecision, IncidentState } from './incident.values';
import type { Severity, Tlp } from '../sharing/sharing.values';

@Entity('incident')
export class IncidentRow extends SourcedRow {
  @Column('text')
  tlp: Tlp;

  @Column('uuid')
  reporterId: string;

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

  @Column('text')
  state: IncidentState;

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
  containedAt: string | null;

  @Column('timestamptz', { nullable: true })
  resolvedAt: string | null;

  @Column('timestamptz', { nullable: true })
  closedAt: string | null;

  @Column('text', { array: true })
  labels: string[];

  @Column('text', { array: true })
  links: string[];

  @Column('integer')
  version: number;
}
