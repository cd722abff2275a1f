import type { Db } from '../../kernel/postgres/session';
import { isBehind, type Position } from '../cursor/feed-place';
import { mostLooked } from '../feed.values';
import type { ViewFilter } from '../view/view-filter';

/** An entry of the log, as a view sees it. */
export interface Entry extends Position {
  at: string;
  operation: 'CREATED' | 'UPDATED' | 'DELETED' | 'APPENDED';
  recordType: string;
  recordId: string;
  /** Of a part of a record: the record. */
  wholeId: string | null;
  seen: boolean;
  wasSeen: boolean;
  ranges: unknown;
}

export interface Entries {
  entries: Entry[];
  /** Up to where they are all; null: up to where they were asked for. */
  end: Position | null;
}

type EntryRow = Entry & { n: string };

/** Entries between two places that a view (null: the present one) shows something of, some at a time. */
export async function findEntries(
  db: Db,
  view: string | null,
  filter: ViewFilter,
  since: Position,
  until: Position,
  most: number,
): Promise<Entries> {
  const rows = await db.rows<EntryRow>(
    `SELECT e.xid, e.seq, e.n, e.at, e.operation, e.record_type AS "recordType", e.record_id AS "recordId", e.whole_id AS "wholeId",
            e.seen, e.was_seen AS "wasSeen", e.ranges
       FROM hub.feed_entries($1, $2, $3, $4, $5, $6, $7, $8) e`,
    [view, JSON.stringify(filter), since.xid, since.seq, until.xid, until.seq, mostLooked, most],
  );
  const last = rows.at(-1);
  const isCut = last !== undefined && (rows.length >= most || Number(last.n) >= mostLooked);
  return {
    entries: rows.filter(({ seen, wasSeen }) => seen || wasSeen),
    end: isCut ? { xid: last.xid, seq: last.seq } : null,
  };
}

/** The earlier of two ends. */
export const earlier = (one: Position | null, other: Position | null): Position | null =>
  one && other ? (isBehind(one, other) ? other : one) : (one ?? other);

/** For an entry of a record, the transaction that made what it found; null where the log does not know. */
export async function findTransactionsBefore(
  db: Db,
  entries: readonly { recordId: string; seq: string }[],
): Promise<(string | null)[]> {
  if (entries.length === 0) return [];
  const rows = await db.rows<{ xid: string | null }>(
    'SELECT b.xid FROM hub.feed_entries_before($1, $2) b ORDER BY b.n',
    [entries.map(({ recordId }) => recordId), entries.map(({ seq }) => seq)],
  );
  return rows.map(({ xid }) => xid);
}

/** Behind every entry of a record. */
export const lastSeq = '9223372036854775807';
