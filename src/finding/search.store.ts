import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import { windowOf } from '../kernel/reading/page';
import { searchable } from './searchable';
import { cursorOf, markOf, placeOf, type HitPlace } from './search-cursor';
import { searchTypes, type SearchRank, type SearchType } from './search.values';

export interface Search {
  text: string;
  types?: readonly SearchType[] | null;
  first?: number | null;
  after?: string | null;
}

/** A hit as the database found it: which record, by which text. */
export interface HitRow extends HitPlace {
  typeName: string;
  text: string;
  rank: SearchRank;
  cursor: string;
}

export interface Hits {
  rows: HitRow[];
  hasMore: boolean;
}

const maxLength = 100;
const maxWords = 16;

/** One page of hits in one statement; hub.search_records applies the rule, and whoever shows a record reads it through its policy. */
export async function findHits(db: Db, { text, types, first, after }: Search): Promise<Hits> {
  refuseUnfit(text);
  const { size } = windowOf({ first: first ?? null });
  const asked = [...new Set(types ?? searchTypes)].sort();
  const mark = markOf(text, asked);
  const place = after == null ? null : placeOf(mark, after);
  const found = await db.rows<Omit<HitRow, 'cursor'>>(
    `SELECT h.record_id AS "recordId", h.record_type AS "typeName", h.text, h.rank, h.pass, h.suffix
       FROM hub.search_records($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS h(record_id, record_type, text, rank, pass, suffix, n) ORDER BY h.n`,
    [
      ...[text, asked.map((type) => searchable[type].typeName)],
      ...[place?.pass ?? null, place?.suffix ?? null, place?.recordId ?? null, size + 1],
    ],
  );
  const rows = found.slice(0, size).map((row) => ({ ...row, cursor: cursorOf(mark, row) }));
  return { rows, hasMore: found.length > size };
}

function refuseUnfit(text: string): void {
  if ([...text].length > maxLength)
    throw new HubError('BAD_USER_INPUT', `text: ${maxLength} characters at most, ${[...text].length} are given.`);
  if (text.includes('\0')) throw new HubError('BAD_USER_INPUT', 'text: it holds a character that no text can have.');
  if (text.trim().split(/\s+/).length > maxWords)
    throw new HubError('TOO_COMPLEX', `text: ${maxWords} words at most: leave out those that say least.`);
}
