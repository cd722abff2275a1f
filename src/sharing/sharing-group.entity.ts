import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';

@Entity('sharing_group')
export class SharingGroupRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text')
  sortKey: string;
}
