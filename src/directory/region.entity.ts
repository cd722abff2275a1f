import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';

@Entity('region')
export class RegionRow extends TimedRow {
  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text')
  sortKey: string;

  @Column('uuid', { nullable: true })
  parentId: string | null;
}
