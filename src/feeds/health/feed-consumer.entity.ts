import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { FeedRoad } from './feed-health';

@Entity('feed_consumer')
export class FeedConsumerRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid')
  clientId: string;

  @Column('uuid', { nullable: true })
  feedId: string | null;

  @Column('text')
  road: FeedRoad;

  @Column('timestamptz', { nullable: true })
  toldUntil: string | null;

  @Column('timestamptz', { nullable: true })
  followableUntil: string | null;

  @Column('timestamptz', { nullable: true })
  lastReadAt: string | null;

  @Column('timestamptz', { nullable: true })
  lastDeliveredAt: string | null;

  @Column('bigint')
  delivered: number;

  @Column('bigint')
  failures: number;

  @Column('timestamptz', { nullable: true })
  lastFailedAt: string | null;

  @Column('text', { nullable: true })
  lastFailure: string | null;
}
