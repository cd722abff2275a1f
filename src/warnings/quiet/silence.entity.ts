import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { Severity } from '../../sharing/sharing.values';

@Entity('silence')
export class SilenceRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('uuid', { array: true })
  quietsIds: string[];

  @Column('text')
  reason: string;

  @Column('timestamptz')
  startsAt: string;

  @Column('timestamptz')
  endsAt: string;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;

  @Column('text')
  setBy: string;

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

  @Column('uuid', { nullable: true })
  ruleId: string | null;

  @Column('jsonb')
  labels: Record<string, string>;

  @Column('text', { nullable: true })
  mostSeverity: Severity | null;
}
