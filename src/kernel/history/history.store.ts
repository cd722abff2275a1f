import { batch } from '../reading/edges';
import { Cursors, isWholeNumber } from '../reading/cursor';
import { forwardPageInfo, type ForwardPage } from '../reading/forward-page';
import { groupUnder } from '../reading/group-under';
import { windowOf, type PageInfo } from '../reading/page';

export interface HistoryRow {
  place: number;
  at: string;
  operation: 'CREATED' | 'UPDATED' | 'DELETED';
  actor: string | null;
  key: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

interface FoundRow extends HistoryRow {
  $parent: string;
  withheld: string[] | null;
}

export interface HistoryPage {
  edges: { cursor: string; node: HistoryRow & { changed: string[] } }[];
  nodes: (HistoryRow & { changed: string[] })[];
  pageInfo: PageInfo;
  /** Fields that the images do not have, since an agreement withholds them. */
  withheld: string[];
}

const cursors = new Cursors<[place: number]>('history', 'a history', [isWholeNumber]);

/** Changes of records, newest first and as the viewer may see them, of records that the viewer sees as they stand now. */
export const recordHistory = batch<HistoryPage, ForwardPage>('Node.history', async (db, recordIds, args) => {
  const { size, cursor } = windowOf(args);
  const [place] = cursor === null ? [null] : cursors.decode(cursor);
  const rows = await db.rows<FoundRow>(
    `SELECT h.record_id AS "$parent", h.place, h.at, h.operation, h.actor_label AS actor, 'key_' || h.actor_key_id AS key, h.before, h.after, h.withheld
       FROM hub.record_history($1, $2, $3) h`,
    [recordIds, place, size + 1],
  );
  return groupUnder(recordIds, rows, ({ $parent }) => $parent).map((found) => toPage(found, size, args));
});

function toPage(rows: FoundRow[], size: number, args: ForwardPage): HistoryPage {
  const nodes = rows.slice(0, size).map(({ withheld: _, ...row }) => withChanged(row));
  const edges = nodes.map((node) => ({ cursor: cursors.encode([Number(node.place)]), node }));
  const pageInfo = forwardPageInfo(
    edges.map(({ cursor }) => cursor),
    args,
    rows.length > size,
  );
  return { edges, nodes, pageInfo, withheld: rows[0]?.withheld ?? [] };
}

/** The entry with the names of the columns that differ between its images. */
export function withChanged<R extends Pick<HistoryRow, 'before' | 'after'>>(row: R): R & { changed: string[] } {
  const { before, after } = row;
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const differs = (name: string) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]);
  return { ...row, changed: [...names].filter(differs).sort() };
}
