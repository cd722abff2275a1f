import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { MetricKind } from './monitoring.values';

@Entity('metric')
export class MetricRow extends TimedRow {
  @Column('text')
  name: string;

  @Column('text')
  unit: string;

  @Column('text')
  kind: MetricKind;

  @Column('boolean')
  kindIsSaid: boolean;

  @Column('text', { nullable: true })
  description: string | null;
}
