import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../role.values';

@Entity('api_client')
export class ApiClientRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  ownerId: string;

  @Column('text')
  label: string;

  @Column('text')
  sortKey: string;

  @Column('text')
  role: Role;

  @Column('uuid', { array: true })
  writesFor: string[];

  @Column('cidr', { array: true })
  networks: string[];

  @Column('timestamptz')
  createdAt: string;

  @Column('timestamptz', { nullable: true })
  revokedAt: string | null;
}
