import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';

@Entity('webhook')
export class WebhookRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid')
  clientId: string;

  @Column('uuid')
  keyId: string;

  @Column('text')
  label: string;

  @Column('text')
  sortKey: string;

  @Column('text')
  url: string;

  @Column('jsonb')
  filter: object;

  @Column('text', { nullable: true })
  content: string | null;

  @Column('boolean')
  isPaused: boolean;
}
