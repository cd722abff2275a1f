import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { Severity } from '../sharing/sharing.values';
import type { WarningState } from './life/warning-life.values';

@Entity('warning')
export class WarningRow extends TimedRow {
  @Column('uuid')
  writerId: string;

  @Column('text')
  source: string;

  @Column('text')
  fingerprint: string;

  @Column('uuid')
  ownerId: string;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('uuid', { nullable: true })
  ruleId: string | null;

  @Column('uuid', { nullable: true })
  seriesId: string | null;

  @Column('uuid', { nullable: true })
  organizationId: string | null;

  @Column('uuid', { nullable: true })
  siteId: string | null;

  @Column('uuid', { nullable: true })
  deviceId: string | null;

  @Column('uuid', { nullable: true })
  interfaceId: string | null;

  @Column('uuid', { nullable: true })
  linkId: string | null;

  @Column('uuid', { nullable: true })
  systemId: string | null;

  @Column('uuid', { nullable: true })
  subjectId: string | null;

  @Column('inet', { nullable: true })
  address: string | null;

  @Column('uuid', { nullable: true })
  prefixId: string | null;

  @Column('jsonb')
  labels: Record<string, string>;

  @Column('text')
  explanation: string;

  @Column('text')
  severity: Severity;

  @Column('bigint', { nullable: true })
  severityRank: number;

  /** The worst that was told since it was last raised. */
  @Column('text', { nullable: true })
  toldSeverity: Severity | null;

  @Column('text')
  state: WarningState;

  @Column('boolean')
  firing: boolean;

  @Column('integer')
  flaps: number;

  @Column('timestamptz')
  raisedAt: string;

  @Column('timestamptz', { nullable: true })
  acknowledgedAt: string | null;

  @Column('text', { nullable: true })
  acknowledgedBy: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('timestamptz', { nullable: true })
  suppressedAt: string | null;

  @Column('timestamptz', { nullable: true })
  clearedAt: string | null;

  @Column('timestamptz')
  changedAt: string;

  @Column('timestamptz')
  evidenceAt: string;

  @Column('timestamptz', { nullable: true })
  calmAt: string | null;

  @Column('timestamptz', { nullable: true })
  clearsAt: string | null;

  @Column('uuid', { nullable: true })
  causedById: string | null;

  @Column('uuid', { nullable: true })
  silenceId: string | null;

  @Column('uuid', { nullable: true })
  maintenanceId: string | null;
}
