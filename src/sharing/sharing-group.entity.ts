import { Column, Entity } from 'typeorm';
import { CodedRow } from '../kernel/record.entity';

@Entity('sharing_group')
export class SharingGroupRow extends CodedRow {
  @Column('uuid')
  ownerId: string;
}
