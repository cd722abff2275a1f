import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('webhook_dead_letter')
export class WebhookDeadLetterRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  webhookId: string;

  @Column('uuid')
  clientId: string;

  @Column('uuid')
  ownerId: string;

  @Column('timestamptz')
  at: string;

  @Column('text')
  message: string;

  @Column('integer')
  changes: number;

  @Column('integer')
  tries: number;

  @Column('integer', { nullable: true })
  status: number | null;

  @Column('text', { nullable: true })
  fault: string | null;

  @Column('text', { nullable: true })
  after: string | null;

  @Column('text')
  until: string;
}
