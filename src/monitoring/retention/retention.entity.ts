import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { SampleLevel } from '../monitoring.values';

@Entity('retention')
export class RetentionRow extends TimedRow {
  @Column('text')
  level: SampleLevel;

  @Column('int')
  stepSeconds: number;

  @Column('int', { nullable: true })
  days: number | null;
}
