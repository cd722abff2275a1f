import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { BindingLookup, BindingTarget, LabelCondition, LabelText } from './binding.values';

@Entity('binding_rule')
export class BindingRuleRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('text')
  code: string;

  @Column('integer')
  position: number;

  @Column('text', { nullable: true })
  source: string | null;

  @Column('text', { nullable: true })
  metricPattern: string | null;

  @Column('jsonb')
  conditions: LabelCondition[];

  @Column('text')
  target: BindingTarget;

  @Column('text')
  lookup: BindingLookup;

  @Column('text', { nullable: true })
  objectSource: string | null;

  @Column('jsonb')
  key: LabelText;

  @Column('jsonb', { nullable: true })
  interfaceName: LabelText | null;

  @Column('uuid', { array: true })
  inventoryOf: string[];

  @Column('timestamptz', { nullable: true })
  removedAt: string | null;

  @Column('timestamptz', { nullable: true })
  appliedAt: string | null;
}
