import { batch } from '../reading/edges';
import { HubError } from '../errors';
import { groupUnder, type UnderParent } from '../reading/group-under';
import { maxPageSize, windowOf, type PageArgs, type PageInfo } from '../reading/page';

export interface HistoryRow {
  place: number;
  at: string;
  operation: 'CREATED' | 'UPDATED' | 'DELETED';
  actor: string | null;
  key: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

interface FoundRow extends HistoryRow, UnderParent {
  withheld: string[] | null;
}

export interface HistoryPage {
  edges: { cursor: string; node: HistoryRow & { changed: string[] } }[];
  nodes: (HistoryRow & { changed: string[] })[];
  pageInfo: PageInfo;
  /** Fields that the images do not have, since an agreement withholds them. */
  withheld: string[];
}

/** Changes of records, newest first, for a viewer who sees the record as it stands now. */
export const recordHistory = batch<HistoryPage, PageArgs>('Node.history', async (db, recordIds, args) => {
  const { size, cursor } = windowOf(args);
  const place = cursor === null ? null : parse(cursor);
  const rows = await db.rows<FoundRow>(
    `SELECT h.record_id AS "$parent", h.place, h.at, h.operation, h.actor_label AS actor, 'key_' || h.actor_key_id AS key, h.before, h.after, h.withheld
       FROM hub.record_history($1, $2, $3) h`,
    [recordIds, place, size + 1],
  );
  return groupUnder(recordIds, rows).map((found) => toPage(found, size, cursor !== null));
});

function toPage(rows: FoundRow[], size: number, later: boolean): HistoryPage {
  const nodes = rows.slice(0, size).map(({ withheld: _, ...row }) => withChanged(row));
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: later,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      maxPageSize,
    },
    withheld: rows[0]?.withheld ?? [],
  };
}

/** The entry with the names of the columns that differ between its images. */
export function withChanged<R extends Pick<HistoryRow, 'before' | 'after'>>(row: R): R & { changed: string[] } {
  const { before, after } = row;
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const differs = (name: string) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]);
  return { ...row, changed: [...names].filter(differs).sort() };
}

const cursorOf = ({ place }: HistoryRow): string => Buffer.from(`history ${place}`).toString('base64url');

function parse(cursor: string): string {
  const place = /^history (\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  if (place) return place;
  throw new HubError(
    'INVALID_CURSOR',
    `"${cursor.slice(0, 40)}" is not a cursor of a history: use one that it returned.`,
  );
}
