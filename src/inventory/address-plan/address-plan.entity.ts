import { Column, Entity } from 'typeorm';
import { InventoryRow, NamedInventoryRow } from '../inventory-record.entity';

@Entity('vrf')
export class VrfRow extends NamedInventoryRow {
  @Column('text', { nullable: true })
  rd: string | null;
}

@Entity('prefix')
export class PrefixRow extends InventoryRow {
  @Column('cidr')
  prefix: string;

  @Column('uuid', { nullable: true })
  vrfId: string | null;

  @Column('uuid', { nullable: true })
  siteId: string | null;

  @Column('text', { nullable: true })
  role: string | null;

  @Column('text', { nullable: true })
  description: string | null;
}

@Entity('address')
export class AddressRow extends InventoryRow {
  @Column('inet')
  address: string;

  @Column('uuid', { nullable: true })
  vrfId: string | null;

  @Column('uuid', { nullable: true })
  interfaceId: string | null;

  @Column('text', { nullable: true })
  dnsName: string | null;
}
