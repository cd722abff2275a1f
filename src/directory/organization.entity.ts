import { Column, Entity } from 'typeorm';
import { TimedRow } from '../kernel/record.entity';
import type { OrganizationKind } from './organization.values';

@Entity('organization')
export class OrganizationRow extends TimedRow {
  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text')
  sortKey: string;

  @Column('text')
  kind: OrganizationKind;

  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('boolean')
  communityMember: boolean;
}
