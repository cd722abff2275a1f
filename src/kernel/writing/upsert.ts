import type { Collection } from '../reading/collection';
import { findRefused } from './find-refused';
import { newId, toPublicId } from '../ids';
import { refusalOf, type Refusal } from './refusal';
import type { Db } from '../postgres/session';

export const maxRecords = 1000;

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
  /** Whether a source's word that it still sends the record is kept (synced_at). */
  synced: boolean;
}

export type Values = Record<string, unknown>;

export interface UpsertResult {
  ids: string[];
  created: number;
  updated: number;
  unchanged: number;
  refused: Refusal[];
}

interface Written {
  position: number;
  id: string;
  created: boolean;
  updated: boolean;
}

/**
 * Writes all records or none. Values are given per record, by column, the key's columns included. A record that a constraint refuses is
 * named by its place; whatever was written up to then goes with the transaction's savepoint.
 */
export async function upsert(db: Db, target: UpsertTarget, records: readonly Values[]): Promise<UpsertResult> {
  const all = records.map((values, position) => ({ position, id: newId(), ...values }));
  await db.rows('SAVEPOINT upsert');
  const { done: written, refused } = await findRefused(
    db,
    all,
    (part) => write(db, target, part),
    (record, error) => refusalOf(record.position, target, error),
  );
  if (refused.length > 0) return undoUpsert(db, refused);
  const created = written.filter((row) => row.created).length;
  const updated = written.filter((row) => row.updated).length;
  const ids = written.toSorted((a, b) => a.position - b.position).map((row) => toPublicId(target.of.prefix, row.id));
  return { ids, created, updated, unchanged: written.length - created - updated, refused };
}

/** Takes back what an upsert of this transaction wrote, where what hangs on its records was refused. */
export async function undoUpsert(db: Db, refused: Refusal[]): Promise<UpsertResult> {
  await db.rows('ROLLBACK TO SAVEPOINT upsert');
  return { ids: [], created: 0, updated: 0, unchanged: 0, refused };
}

type Placed = Values & { position: number };

async function write(
  db: Db,
  { of, key, columns, once = [], synced }: UpsertTarget,
  records: readonly Placed[],
): Promise<Written[]> {
  const names = Object.keys(columns);
  const changed = names
    .filter((name) => !key.includes(name) && !once.includes(name))
    .map((name) => `${name} = EXCLUDED.${name}`);
  const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return db.rows<Written>(
    `WITH given AS (SELECT r.* FROM jsonb_to_recordset($1) AS r(position int, id uuid, ${shape.join(', ')})),
     written AS (
       INSERT INTO ${of.table} AS t (id, ${names.join(', ')})
       SELECT g.id, ${names.map((name) => `g.${name}`).join(', ')} FROM given g ORDER BY ${key.map((name) => `g.${name}`).join(', ')}
       ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${[...changed, ...(synced ? ['synced_at = now()'] : [])].join(', ')}
       RETURNING t.id, ${key.map((name) => `t.${name}`).join(', ')}, t.xmax = 0 AS created, t.updated_at = now() AS moved
     )
     SELECT g.position, w.id, w.created, w.moved AND NOT w.created AS updated
       FROM written w JOIN given g USING (${key.join(', ')})`,
    [JSON.stringify(records)],
  );
}

/** Retires what its source no longer sends: records of this owner and source that the batch does not name. */
export async function retireMissing(
  db: Db,
  of: Collection,
  ownerId: string,
  source: string,
  externalIds: readonly string[],
): Promise<number> {
  const rows = await db.rows(
    `UPDATE ${of.table} t SET status = 'RETIRED'
      WHERE t.owner_id = $1 AND t.source = $2 AND t.status <> 'RETIRED' AND NOT t.external_id = ANY ($3::text[])
      RETURNING t.id`,
    [ownerId, source, externalIds],
  );
  return rows.length;
}
