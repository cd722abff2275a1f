import type { Collection } from '../reading/collection';
import { findFaults } from './find-refused';
import { newId, toPublicId } from '../ids';
import { everyFault, withLimits, type Fault } from './limits.store';
import { refusalOf, type Refusal } from './refusal';
import type { Db } from '../postgres/session';

/** A column that a source writes, with its Postgres type. Names come from the program, never from a caller. */
export type WrittenColumns = Record<string, string>;

/** How records of one type are written: the key that says which is which, and the columns. */
export interface UpsertTarget {
  of: Collection;
  /** Columns that tell one record from another, as in the table's unique constraint. */
  key: readonly string[];
  columns: WrittenColumns;
  /** Columns that are written once, when the record is new. */
  once?: readonly string[];
  /** Columns that are one value: where none of them is sent, they stay as they stand. */
  together?: readonly string[];
  /** A record that stands already stays as it is, and is not among those written. */
  keeps?: boolean;
  /** Whether a source's word that it still sends the record is kept (synced_at). */
  synced: boolean;
}

export type Values = Record<string, unknown>;

export interface UpsertResult {
  ids: string[];
  created: number;
  updated: number;
  unchanged: number;
  /** When the records were written; null where none were. */
  syncedAt: string | null;
  refused: Refusal[];
}

interface Written {
  position: number;
  id: string;
  created: boolean;
  updated: boolean;
  syncedAt: string;
}

/**
 * Writes all records or none. Values are given per record, by column, the key's columns included. A record that constraints refuse is
 * named by its place and each field; whatever was written up to then goes with the transaction's savepoint.
 */
export async function upsert(db: Db, target: UpsertTarget, records: readonly Values[]): Promise<UpsertResult> {
  const all = records.map((values, position) => ({ position, id: newId(), ...values }));
  await db.rows('SAVEPOINT upsert');
  const { done: written, faults } = await findFaults(db, all, (part) => write(db, target, part));
  if (faults.length > 0) return undoUpsert(db, await refusalsOf(db, target, faults));
  const created = written.filter((row) => row.created).length;
  const updated = written.filter((row) => row.updated).length;
  const ids = written.toSorted((a, b) => a.position - b.position).map((row) => toPublicId(target.of.prefix, row.id));
  const unchanged = written.length - created - updated;
  return { ids, created, updated, unchanged, syncedAt: written[0]?.syncedAt ?? null, refused: [] };
}

export const nothingWritten = { ids: [], created: 0, updated: 0, unchanged: 0, syncedAt: null };

/** Takes back what an upsert of this transaction wrote, where what hangs on its records was refused. */
export async function undoUpsert(db: Db, refused: Refusal[]): Promise<UpsertResult> {
  await db.rows('ROLLBACK TO SAVEPOINT upsert');
  return { ...nothingWritten, refused };
}

type Placed = Values & { position: number };

async function refusalsOf(db: Db, target: UpsertTarget, faults: Fault<Placed>[]): Promise<Refusal[]> {
  const all = await withLimits(db, await everyFault(db, target, faults));
  const refusals = all.map(({ record, error }) => refusalOf(record.position, target, error));
  // A column and one derived from it may have the same limit.
  return [...new Map(refusals.map((refusal) => [`${refusal.index} ${refusal.message}`, refusal])).values()];
}

async function write(
  db: Db,
  { of, key, columns, once = [], together = [], keeps, synced }: UpsertTarget,
  records: readonly Placed[],
): Promise<Written[]> {
  const names = Object.keys(columns);
  const sentTogether = `num_nonnulls(${together.map((name) => `EXCLUDED.${name}`).join(', ')}) > 0`;
  const changed = names
    .filter((name) => !key.includes(name) && !once.includes(name))
    .map((name) =>
      together.includes(name)
        ? `${name} = CASE WHEN ${sentTogether} THEN EXCLUDED.${name} ELSE t.${name} END`
        : `${name} = EXCLUDED.${name}`,
    );
  const onConflict = keeps
    ? 'NOTHING'
    : `UPDATE SET ${[...changed, ...(synced ? ['synced_at = now()'] : [])].join(', ')}`;
  const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return db.rows<Written>(
    `WITH given AS (SELECT r.* FROM jsonb_to_recordset($1) AS r(position int, id uuid, ${shape.join(', ')})),
     written AS (
       INSERT INTO ${of.table} AS t (id, ${names.join(', ')})
       SELECT g.id, ${names.map((name) => `g.${name}`).join(', ')} FROM given g ORDER BY ${key.map((name) => `g.${name}`).join(', ')}
       ON CONFLICT (${key.join(', ')}) DO ${onConflict}
       RETURNING t.id, ${key.map((name) => `t.${name}`).join(', ')}, t.xmax = 0 AS created, t.updated_at = now() AS moved
     )
     SELECT g.position, w.id, w.created, w.moved AND NOT w.created AS updated, now() AS "syncedAt"
       FROM written w JOIN given g USING (${key.join(', ')})`,
    [JSON.stringify(records)],
  );
}
