import { Column, Entity } from 'typeorm';
import { NamedInventoryRow } from '../inventory-record.entity';

@Entity('information_system')
export class InformationSystemRow extends NamedInventoryRow {
  @Column('text')
  code: string;

  @Column('text', { nullable: true })
  sector: string | null;

  @Column('smallint')
  level: number;

  @Column('smallint')
  effectiveLevel: number;
}
