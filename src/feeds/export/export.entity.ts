import { Column, Entity } from 'typeorm';
import { TimedRow } from '../../kernel/record.entity';
import type { FilterInput } from '../../kernel/reading/filter';
import type { ChangeFilter } from '../view/change-filter';
import type { ExportContent, ExportFormat, ExportState } from './export.values';

@Entity('export')
export class ExportRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('uuid')
  clientId: string;

  @Column('text')
  content: ExportContent;

  @Column('text')
  format: ExportFormat;

  @Column('timestamptz', { nullable: true })
  since: string | null;

  @Column('timestamptz', { nullable: true })
  until: string | null;

  @Column('jsonb')
  filter: ChangeFilter;

  @Column('jsonb', { nullable: true })
  seriesFilter: FilterInput | null;

  @Column('jsonb')
  place: object;

  @Column('jsonb', { nullable: true })
  parts: Record<string, string> | null;

  @Column('integer')
  tries: number;

  @Column('text')
  state: ExportState;

  @Column('double precision')
  progress: number;

  @Column('bigint')
  count: number;

  @Column('bigint')
  bytes: number;

  @Column('text', { nullable: true })
  cursor: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;

  @Column('timestamptz', { nullable: true })
  expiresAt: string | null;
}
