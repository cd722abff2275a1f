import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { AgreementState, Severity, SharedDataset, Tlp, WithheldField } from './sharing.values';

@Entity('agreement')
export class AgreementRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid', { nullable: true })
  organizationId: string | null;

  @Column('uuid', { nullable: true })
  groupId: string | null;

  @Column('uuid')
  consumerId: string;

  @Column('uuid')
  acceptingId: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('text')
  title: string;

  @Column('text')
  legalBasis: string;

  @Column('boolean')
  withDescendants: boolean;

  @Column('text', { array: true })
  datasets: SharedDataset[];

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('text')
  leastSeverity: Severity;

  @Column('text')
  ceiling: Tlp;

  @Column('text', { array: true })
  withheld: WithheldField[];

  @Column('timestamptz')
  validFrom: string;

  @Column('timestamptz', { nullable: true })
  validUntil: string | null;

  @Column('text')
  state: AgreementState;

  @Column('timestamptz', { nullable: true })
  acceptedAt: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;

  @Column('uuid', { nullable: true })
  endedById: string | null;

  @Column('integer')
  version: number;
}
