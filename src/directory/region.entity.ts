import { Column, Entity } from 'typeorm';
import { CodedRow } from '../kernel/record.entity';

@Entity('region')
export class RegionRow extends CodedRow {
  @Column('uuid', { nullable: true })
  parentId: string | null;
}
