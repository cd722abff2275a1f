import { Column, Entity } from 'typeorm';
import { OwnedRow } from '../kernel/record.entity';
import type { IncidentState, TimelineKind } from './incident.values';
import type { Severity, Tlp } from '../sharing/sharing.values';

@Entity('timeline_entry')
export class TimelineEntryRow extends OwnedRow {
  @Column('uuid')
  incidentId: string;

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

  @Column('text', { nullable: true })
  fromState: IncidentState | null;

  @Column('text', { nullable: true })
  toState: IncidentState | null;

  @Column('timestamptz')
  at: string;

  @Column('text')
  text: string;
}
