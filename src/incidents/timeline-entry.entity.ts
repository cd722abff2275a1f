import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { TimelineKind } from './incident.values';
import type { Severity, Tlp } from '../sharing/sharing.values';

@Entity('timeline_entry')
export class TimelineEntryRow extends TimedRow {
  @Column('uuid')
  incidentId: string;

  @Column('uuid')
  ownerId: string;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('text')
  marking: Tlp;

  @Column('text')
  tlp: Tlp;

  @Column('text')
  severity: Severity;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('uuid')
  authorId: string;

  @Column('text', { nullable: true })
  authorDesk: string | null;

  @Column('text')
  kind: TimelineKind;

  @Column('timestamptz')
  at: string;

  @Column('text')
  text: string;
}
