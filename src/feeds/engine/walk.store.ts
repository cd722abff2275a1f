import type { Db } from '../../kernel/postgres/session';
import type { Collection } from '../../kernel/reading/collection';
import { mostLooked } from '../feed.values';
import type { ViewFilter } from '../view/view-filter';

/** A record on a walk: its type's place among those that are walked, from 1, and its UUID. */
export interface WalkKey {
  place: number;
  id: string;
}

export interface WalkedRecord extends WalkKey {
  /** Names of the fields that are withheld of it. */
  withheld: string[] | null;
}

export interface Walked {
  records: WalkedRecord[];
  /** Up to where they are all; null: to the end. */
  end: WalkKey | null;
}

const none = '00000000-0000-0000-0000-000000000000';

/** The next records of some types that a view (null: the present one) shows, from behind one of the first type on. */
export async function walk(
  db: Db,
  view: string | null,
  filter: ViewFilter,
  types: readonly Collection[],
  since: string | null,
  most: number,
): Promise<Walked> {
  const rows = await db.rows<WalkedRecord & { seen: boolean; isLast: boolean }>(
    `SELECT w.place, w.id, w.seen, w.is_last AS "isLast", w.withheld FROM hub.feed_walk($1, $2, $3, $4, $5, 1, $6, $7, $8) w ORDER BY w.place, w.id`,
    [
      ...[view, JSON.stringify(filter)],
      ...[types.map(({ typeName }) => typeName), types.map(({ table }) => table), types.map(({ dataset }) => dataset)],
      ...[since ?? none, mostLooked, most],
    ],
  );
  const last = rows.at(-1);
  const isCut = last !== undefined && (rows.length >= most || last.isLast);
  return { records: rows.filter(({ seen }) => seen), end: isCut ? { place: last.place, id: last.id } : null };
}

export const compareKeys = (one: WalkKey, other: WalkKey): number =>
  one.place - other.place || (one.id < other.id ? -1 : Number(one.id > other.id));
