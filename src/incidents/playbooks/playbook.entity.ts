import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { Severity, Tlp } from '../../sharing/sharing.values';

@Entity('playbook')
export class PlaybookRow extends TimedRow {
  @Column('uuid', { nullable: true })
  ownerId: string | null;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('text')
  tlp: Tlp;

  @Column('text')
  severity: Severity;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('text')
  cacaoId: string;

  @Column('text')
  name: string;

  @Column('text')
  sortKey: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('text', { array: true })
  types: string[];

  @Column('text', { array: true })
  labels: string[];

  @Column('text', { array: true })
  fits: string[];

  @Column('boolean')
  isRevoked: boolean;

  @Column('timestamptz', { nullable: true })
  validFrom: string | null;

  @Column('timestamptz', { nullable: true })
  validUntil: string | null;

  @Column('jsonb')
  document: object;

  @Column('integer')
  version: number;
}
