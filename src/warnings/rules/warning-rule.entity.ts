import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { LabelCondition } from '../../monitoring/binding/binding.values';
import type { Severity } from '../../sharing/sharing.values';
import type { Condition, SeverityByLevel } from './warning-rule.values';

@Entity('warning_rule')
export class WarningRuleRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  metric: string | null;

  @Column('jsonb')
  seriesFilter: Record<string, unknown>;

  @Column('jsonb')
  conditions: LabelCondition[];

  @Column('uuid', { array: true, nullable: true })
  regionIds: string[] | null;

  @Column('integer', { nullable: true })
  leastLevel: number | null;

  @Column('text')
  condition: Condition['condition'];

  @Column('jsonb')
  terms: Condition['terms'];

  @Column('text')
  severity: Severity;

  @Column('text', { array: true, nullable: true })
  severityByLevel: SeverityByLevel | null;

  @Column('text', { nullable: true })
  why: string | null;

  @Column('boolean')
  isEnabled: boolean;

  @Column('timestamptz', { nullable: true })
  removedAt: string | null;
}
