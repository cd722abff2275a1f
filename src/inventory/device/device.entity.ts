import { Column, Entity } from 'typeorm';
import { InventoryRow } from '../inventory-record.entity';
import type { DeviceRole } from './device.values';

@Entity('device')
export class DeviceRow extends InventoryRow {
  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { nullable: true })
  sortKey: string | null;

  @Column('text')
  role: DeviceRole;

  @Column('text', { nullable: true })
  manufacturer: string | null;

  @Column('text', { nullable: true })
  model: string | null;

  @Column('text', { nullable: true })
  serial: string | null;

  @Column('text', { nullable: true })
  platform: string | null;

  @Column('inet', { nullable: true })
  managementAddress: string | null;

  @Column('text', { array: true })
  tags: string[];

  @Column('uuid', { nullable: true })
  siteId: string | null;
}
