import type { CellRow } from '../postgres/cells';
import type { Db } from '../postgres/session';
import { parserOf, typeOids } from '../postgres/value-parsers';
import { rawId } from '../ids';
import type { Row, RowSource } from './collection';
import { wholeOf, type Projection } from './projection';

/** What a row is to those who read it, and where it keeps what the reading itself asks for. */
export interface RowForm<R> {
  read: (db: Db, text: string, values: readonly unknown[]) => Promise<R[]>;
  idOf: (row: R) => string;
  /** Of a row that was read under one of several parents: which of them, from 1, which is shorter to send than its id. */
  placeOf: (row: R) => number;
  /** The same of a row that names it. */
  parentOf: (row: R) => string;
  /** Of a row that was read with its cursor's values. */
  keyOf: (row: R) => (string | null)[];
}

/** What is read of records, and what comes of it. */
export interface Reading<R> {
  projection: Projection;
  form: RowForm<R>;
}

type ObjectRow = Row & { $place: number; $parent: string; $key: (string | null)[] };

const objects: RowForm<ObjectRow> = {
  read: (db, text, values) => db.rows<ObjectRow>(text, values),
  idOf: ({ id }) => rawId(id),
  placeOf: ({ $place }) => $place,
  parentOf: ({ $parent }) => $parent,
  keyOf: ({ $key }) => $key,
};

const parseTexts = parserOf(typeOids.texts) as (text: string) => (string | null)[];

const cells: RowForm<CellRow> = {
  read: (db, text, values) => db.cells(text, values),
  idOf: (row) => rawId(row.text('id')!),
  placeOf: (row) => Number(row.text('$place')),
  parentOf: (row) => row.text('$parent')!,
  keyOf: (row) => parseTexts(row.text('$key')!),
};

/** Records as resolvers look at them, with all that they have. */
export const asObjects = <R extends object>(of: RowSource<R>): Reading<R> => ({
  projection: wholeOf(of),
  form: objects as unknown as RowForm<R>,
});

/** Records that go on into an answer. */
export const asCells = (projection: Projection): Reading<CellRow> => ({ projection, form: cells });
