import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { MaintenanceImpact, MaintenanceStatus } from './quiet.values';

@Entity('maintenance')
export class MaintenanceRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('timestamptz')
  syncedAt: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('uuid', { nullable: true })
  providerId: string | null;

  @Column('text', { nullable: true })
  providerName: string | null;

  @Column('text', { nullable: true })
  reference: string | null;

  @Column('text', { nullable: true })
  account: string | null;

  @Column('text')
  title: string;

  @Column('text')
  sortKey: string;

  @Column('text')
  status: MaintenanceStatus;

  @Column('text')
  impact: MaintenanceImpact;

  @Column('timestamptz')
  startsAt: string;

  @Column('timestamptz')
  endsAt: string;

  @Column('integer', { nullable: true })
  sequence: number | null;

  @Column('timestamptz', { nullable: true })
  stampedAt: string | null;
}
