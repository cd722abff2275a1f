import { Column, Entity } from 'typeorm';
import { NamedInventoryRow } from '../inventory-record.entity';
import type { LinkKind } from './link.values';

@Entity('link')
export class LinkRow extends NamedInventoryRow {
  @Column('text')
  kind: LinkKind;

  @Column('bigint', { nullable: true })
  capacityBps: number | string | null;

  @Column('uuid', { nullable: true })
  providerId: string | null;

  @Column('uuid', { nullable: true })
  aSiteId: string | null;

  @Column('uuid', { nullable: true })
  aDeviceId: string | null;

  @Column('uuid', { nullable: true })
  aInterfaceId: string | null;

  @Column('uuid', { nullable: true })
  bSiteId: string | null;

  @Column('uuid', { nullable: true })
  bDeviceId: string | null;

  @Column('uuid', { nullable: true })
  bInterfaceId: string | null;
}
