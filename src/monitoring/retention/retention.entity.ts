import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { SampleLevel } from '../monitoring.values';

@Entity('retention')
export class RetentionRow extends TimedRow {
  @Column('text')
  level: SampleLevel;

  @Column('integer')
  stepSeconds: number;

  @Column('integer', { nullable: true })
  days: number | null;
}
