import { Column, PrimaryColumn } from 'typeorm';

/** Columns of every table that keeps its own moments. */
export abstract class TimedRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('timestamptz')
  createdAt: string;

  @Column('timestamptz')
  updatedAt: string;
}

/** Columns of every record that an organization owns and a source keeps. */
export abstract class SourcedRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('timestamptz')
  syncedAt: string;

  @Column('uuid', { nullable: true })
  regionId: string | null;
}
