import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key without its secret, which is kept apart. */
@Entity('api_key')
export class ApiKeyRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  clientId: string;

  @Column('uuid')
  ownerId: string;

  @Column('timestamptz')
  createdAt: string;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  revokedAt: string | null;
}
