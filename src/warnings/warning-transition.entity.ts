import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { Severity } from '../sharing/sharing.values';
import type { TransitionCause, WarningState } from './life/warning-life.values';

@Entity('warning_transition')
export class WarningTransitionRow extends TimedRow {
  @Column('uuid')
  warningId: string;

  @Column('uuid')
  ownerId: string;

  @Column('uuid')
  writerId: string;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  /** Of the warning, as it stands now: who sees one sees the other. */
  @Column('text')
  severity: Severity;

  @Column('text', { nullable: true })
  fromState: WarningState | null;

  @Column('text')
  toState: WarningState;

  @Column('text')
  cause: TransitionCause;

  @Column('timestamptz')
  at: string;

  @Column('timestamptz')
  seenAt: string;

  @Column('text')
  severityThen: Severity;

  @Column('uuid', { nullable: true })
  causedById: string | null;

  @Column('uuid', { nullable: true })
  silenceId: string | null;

  @Column('uuid', { nullable: true })
  maintenanceId: string | null;

  @Column('text', { nullable: true })
  actorLabel: string | null;

  @Column('text', { nullable: true })
  note: string | null;
}
