import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { UnboundReason } from './binding/binding.values';

@Entity('series')
export class SeriesRow extends TimedRow {
  @Column('bigint')
  number: number;

  @Column('uuid')
  metricId: string;

  @Column('uuid')
  writerId: string;

  @Column('uuid', { nullable: true })
  ownerId: string | null;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('jsonb')
  labels: Record<string, string>;

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
  bindingRuleId: string | null;

  @Column('text', { nullable: true })
  unboundReason: UnboundReason | null;
}
