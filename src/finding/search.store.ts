import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import type { ForwardPage } from '../kernel/reading/forward-page';
import { windowOf } from '../kernel/reading/page';
import { searchable } from './searchable';
import { searchCursors } from './search-cursors';
import { searchTypes, type SearchRank, type SearchType } from './search.values';

export interface Search extends ForwardPage {
  text: string;
  types?: readonly SearchType[] | null;
}

/** A hit as the database found it: which record, by which text. */
export interface HitRow {
  recordId: string;
  typeName: string;
  text: string;
  rank: SearchRank;
  pass: number;
  suffix: string;
  cursor: string;
}

export interface Hits {
  rows: HitRow[];
  hasMore: boolean;
}

const maxLength = 100;
const maxWords = 16;

/** One page of hits in one statement; hub.search_records applies the rule, and whoever shows a record reads it through its policy. */
export async function findHits(db: Db, { text, types, ...page }: Search): Promise<Hits> {
  refuseUnfit(text);
  const { size, cursor } = windowOf(page);
  const asked = [...new Set(types ?? searchTypes)].sort();
  const cursors = searchCursors(text, asked);
  const [pass, suffix, recordId] = cursor === null ? [null, null, null] : cursors.decode(cursor);
  const found = await db.rows<Omit<HitRow, 'cursor'>>(
    `SELECT h.record_id AS "recordId", h.record_type AS "typeName", h.text, h.rank, h.pass, h.suffix
       FROM hub.search_records($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS h(record_id, record_type, text, rank, pass, suffix, n) ORDER BY h.n`,
    [text, asked.map((type) => searchable[type].typeName), pass, suffix, recordId, size + 1],
  );
  const placed = found.slice(0, size).map((row) => {
    return { ...row, cursor: cursors.encode([row.pass, row.suffix, row.recordId]) };
  });
  return { rows: placed, hasMore: found.length > size };
}

function refuseUnfit(text: string): void {
  if ([...text].length > maxLength)
    throw new HubError('BAD_USER_INPUT', `text: ${maxLength} characters at most, ${[...text].length} are given.`);
  if (text.includes('\0')) throw new HubError('BAD_USER_INPUT', 'text: it holds a character that no text can have.');
  if (text.trim().split(/\s+/).length > maxWords)
    throw new HubError('TOO_COMPLEX', `text: ${maxWords} words at most: leave out those that say least.`);
}
