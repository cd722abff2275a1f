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

/** Columns of what everybody names by a code. */
export abstract class CodedRow extends TimedRow {
  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text')
  sortKey: string;
}

/** Columns of every record that an organization owns, under its key in a system of record. */
export abstract class OwnedRow extends TimedRow {
  @Column('uuid')
  ownerId: string;

  @Column('text')
  source: string;

  @Column('text')
  externalId: string;

  @Column('uuid', { nullable: true })
  regionId: string | null;
}

/** The same of a record that its source keeps sending. */
export abstract class SourcedRow extends OwnedRow {
  @Column('timestamptz')
  syncedAt: string;
}
