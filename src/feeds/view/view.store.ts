import type { Db } from '../../kernel/postgres/session';
import { Snapshot } from '../cursor/snapshot';
import type { ViewFilter } from './view-filter';

/** What matters to records of each dataset in a view: equal where the same of them are seen, in the same way. */
export type ViewParts = Readonly<Record<string, string>>;

/** The moment that a read sees, and the view that it sees by. */
export interface Present {
  epoch: string;
  key: Buffer;
  snapshot: Snapshot;
  /** Seconds since 1970. */
  at: number;
  /** RFC 3339. */
  instant: string;
  view: string;
  isKept: boolean;
  parts: ViewParts;
}

type PresentRow = Omit<Present, 'snapshot' | 'key'> & { snapshot: string; key: string };

export async function findPresent(db: Db, filter: ViewFilter): Promise<Present> {
  const [row] = await db.rows<PresentRow>(
    `SELECT p.epoch, encode(p.key, 'hex') AS key, p.snapshot::text AS snapshot, extract(epoch FROM p.at)::float8 AS at, p.at AS instant,
            p.view, p.is_kept AS "isKept", p.parts
       FROM hub.feed_present($1) p`,
    [JSON.stringify(filter)],
  );
  return { ...row!, key: Buffer.from(row!.key, 'hex'), snapshot: new Snapshot(row!.snapshot) };
}

/** Keeps the view that the scope and a filter are: consumers come back to it. Answers its id. */
export async function keepView(db: Db, filter: ViewFilter): Promise<string> {
  const [row] = await db.rows<{ id: string }>('SELECT hub.keep_feed_view($1) AS id', [JSON.stringify(filter)]);
  return row!.id;
}

/** Those of the views that are still kept. */
export async function findViews(db: Db, ids: readonly string[]): Promise<Map<string, ViewParts>> {
  const rows = await db.rows<{ id: string; parts: ViewParts }>('SELECT v.id, v.parts FROM hub.feed_views($1) v', [ids]);
  return new Map(rows.map(({ id, parts }) => [id, parts]));
}
