import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';

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
}
