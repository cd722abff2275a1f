import type { CellRow } from '../../kernel/postgres/cells';
import type { Db } from '../../kernel/postgres/session';
import { instantOf } from '../../kernel/postgres/value-parsers';
import { isBehind, type Position, type WornView } from '../cursor/feed-place';
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
  /** The view that shows it; null: the present one. */
  view: WornView | null;
}

export interface Entries {
  entries: Entry[];
  /** Up to where they are all; null: up to where they were asked for. */
  end: Position | null;
}

/** Entries between two places that a view (null: the present one) shows something of, some at a time. */
export async function findEntries(
  db: Db,
  view: WornView | null,
  filter: ViewFilter,
  since: Position,
  until: Position,
  most: number,
): Promise<Entries> {
  const rows = await db.cells(
    `SELECT e.xid, e.seq, e.n, e.at, e.operation, e.record_type, e.record_id, e.whole_id, e.seen, e.was_seen, e.ranges
       FROM hub.feed_entries($1, $2, $3, $4, $5, $6, $7, $8) e`,
    [view?.id ?? null, JSON.stringify(filter), since.xid, since.seq, until.xid, until.seq, mostLooked, most],
  );
  const entries = rows.map(({ cells }) => entryOf(cells, view));
  const last = entries.at(-1);
  const isCut = last !== undefined && (rows.length >= most || Number(rows.at(-1)!.cells[2]) >= mostLooked);
  // The last one that was looked at comes in any case.
  if (last && !last.seen && !last.wasSeen) entries.pop();
  return { entries, end: isCut ? { xid: last.xid, seq: last.seq } : null };
}

function entryOf(cells: CellRow['cells'], view: WornView | null): Entry {
  const [xid, seq, , at, operation, recordType, recordId, wholeId, seen, wasSeen, ranges] = cells;
  return {
    xid: xid!,
    seq: seq!,
    at: instantOf(at!),
    operation: operation as Entry['operation'],
    recordType: recordType!,
    recordId: recordId!,
    wholeId: wholeId!,
    seen: seen === 't',
    wasSeen: wasSeen === 't',
    ranges: ranges == null ? null : JSON.parse(ranges),
    view,
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
