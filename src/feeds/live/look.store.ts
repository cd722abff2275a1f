import type { Queryable } from '../../kernel/postgres/database';
import type { Db } from '../../kernel/postgres/session';
import { Snapshot } from '../cursor/snapshot';
import type { ViewFilter } from '../view/view-filter';
import type { Caller } from './follower';

export interface Look {
  /** Below its xmin all has been looked at. */
  snapshot: Snapshot;
  /** What types of entries have come; '*': what may change the scope of any key. */
  types: readonly string[];
  /** Seconds since 1970. */
  at: number;
}

/** What entries of the log can be told, of transactions from one on. It stands under no scope: of whom they are is not said. */
export async function lookAtLog(api: Queryable, since: string): Promise<Look> {
  const { rows } = await api.query<{ snapshot: string; types: string[]; at: number }>({
    name: 'feed-look',
    text: 'SELECT l.snapshot::text AS snapshot, l.types, extract(epoch FROM l.at)::float8 AS at FROM hub.feed_look($1::text::xid8) l',
    values: [since],
  });
  const { snapshot, types, at } = rows[0]!;
  return { snapshot: new Snapshot(snapshot), types, at };
}

/** When time alone next changes what some key may see; null: never. */
export async function findTurn(api: Queryable): Promise<string | null> {
  const { rows } = await api.query<{ turn: string | null }>('SELECT hub.feed_turn() AS turn');
  return rows[0]!.turn;
}

/** The view that each caller has with a filter now; null where its key is not in force any more. */
export async function findViewsOf(
  db: Db,
  filter: ViewFilter,
  callers: readonly Caller[],
): Promise<Map<string, string | null>> {
  if (callers.length === 0) return new Map();
  const rows = await db.rows<{ view: string | null }>(
    'SELECT v.view FROM hub.feed_viewers($1, $2, $3, $4) v ORDER BY v.n',
    [
      callers.map(({ credential }) => credential.keyId),
      callers.map(({ credential }) => credential.secretHash),
      callers.map(({ peer }) => peer),
      JSON.stringify(filter),
    ],
  );
  return new Map(callers.map(({ name }, i) => [name, rows[i]!.view]));
}
