import { Column, Entity } from 'typeorm';
import { OwnedRow } from '../../kernel/record.entity';
import type { Severity, Tlp } from '../../sharing/sharing.values';
import type { TaskKind, TaskRole, TaskState } from './task.values';

@Entity('task')
export class TaskRow extends OwnedRow {
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

  @Column('uuid', { nullable: true })
  playbookId: string | null;

  @Column('text', { nullable: true })
  step: string | null;

  @Column('integer')
  position: number;

  @Column('text')
  kind: TaskKind;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('text', { nullable: true })
  role: TaskRole | null;

  @Column('uuid')
  assigneeId: string;

  @Column('text')
  state: TaskState;

  @Column('jsonb')
  dependsOn: object[];

  @Column('uuid', { array: true })
  repeats: string[];

  @Column('text', { array: true })
  outcomes: string[];

  @Column('text', { nullable: true })
  outcome: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('integer')
  round: number;

  @Column('integer', { nullable: true })
  timeLimitSeconds: number | null;

  @Column('integer')
  delaySeconds: number;

  @Column('timestamptz', { nullable: true })
  openedAt: string | null;

  @Column('timestamptz', { nullable: true })
  dueAt: string | null;

  @Column('timestamptz', { nullable: true })
  completedAt: string | null;

  @Column('uuid', { nullable: true })
  completedById: string | null;

  @Column('text', { nullable: true })
  completedByDesk: string | null;

  @Column('integer')
  version: number;
}
