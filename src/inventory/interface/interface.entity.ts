import { Column, Entity } from 'typeorm';
import { NamedInventoryRow } from '../inventory-record.entity';

@Entity('interface')
export class InterfaceRow extends NamedInventoryRow {
  @Column('uuid')
  deviceId: string;

  @Column('text')
  kind: string;

  @Column('boolean')
  enabled: boolean;

  @Column('bigint', { nullable: true })
  speedBps: number | string | null;

  @Column('macaddr', { nullable: true })
  mac: string | null;

  @Column('text', { nullable: true })
  description: string | null;
}
