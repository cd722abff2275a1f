import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { ChangeFilter } from '../view/change-filter';

@Entity('feed')
export class FeedRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid', { array: true })
  partyIds: string[];

  @Column('text')
  code: string;

  @Column('jsonb')
  filter: ChangeFilter;
}
