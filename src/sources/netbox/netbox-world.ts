import type { ImportItem } from '../import-item';

/** A row of the dump, its fields cut down to those that are read. */
export interface NetboxRow {
  model: string;
  pk: number;
  fields: Readonly<Record<string, unknown>>;
}

/** What the mapping of one row may ask about the rest of the file. */
export interface NetboxWorld {
  readonly file: string;
  /** Code of the organization that imports. */
  readonly owner: string;
  readonly source: string;
  /** Whether regions are imported, and sites lie in them. */
  readonly regions: boolean;
  row(model: string, pk: number): NetboxRow | undefined;
  /** The rows of a model that are part of another row, by pk; one more than `mostParts` where there are more. */
  parts(model: string, pk: number): NetboxRow[];
  /** The pks of the rows that a natural key names, two at most. */
  named(model: string, name: string): number[];
  /** The first of the rows that wish for a code. */
  firstToWish(space: string, code: string): { model: string; pk: number } | undefined;
  /** What becomes of a row. */
  taken(row: NetboxRow): ImportItem;
}

export const mostParts = 4096;

export const positionOf = ({ model, pk }: { model: string; pk: number }): string => `${model} pk ${pk}`;
