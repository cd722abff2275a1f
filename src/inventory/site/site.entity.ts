import { Column, Entity } from 'typeorm';
import { NamedInventoryRow } from '../inventory-record.entity';

@Entity('site')
export class SiteRow extends NamedInventoryRow {
  @Column('text')
  code: string;

  @Column('float8', { nullable: true })
  latitude: number | null;

  @Column('float8', { nullable: true })
  longitude: number | null;
}
