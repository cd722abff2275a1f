import { Column, Entity } from 'typeorm';
import { CodedRow } from '../kernel/record.entity';
import type { OrganizationKind } from './organization.values';

@Entity('organization')
export class OrganizationRow extends CodedRow {
  @Column('text')
  kind: OrganizationKind;

  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Column('uuid', { nullable: true })
  regionId: string | null;

  @Column('boolean')
  communityMember: boolean;
}
