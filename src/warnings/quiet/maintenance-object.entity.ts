import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { MaintenanceImpact } from './quiet.values';

@Entity('maintenance_object')
export class MaintenanceObjectRow extends TimedRow {
  @Column('uuid')
  maintenanceId: string;

  @Column('uuid')
  ownerId: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  /** Who owns it. */
  @Column('uuid', { nullable: true })
  coveredId: string | null;

  @Column('text', { nullable: true })
  circuit: string | null;

  @Column('text')
  impact: MaintenanceImpact;

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
