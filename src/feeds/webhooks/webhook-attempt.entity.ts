import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('webhook_attempt')
export class WebhookAttemptRow {
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

  @Column('integer', { nullable: true })
  status: number | null;

  @Column('text', { nullable: true })
  fault: string | null;

  @Column('integer')
  durationMs: number;

  @Column('timestamptz', { nullable: true })
  nextAt: string | null;
}
