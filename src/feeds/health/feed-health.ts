import type { Context } from '../../context';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';

export const feedRoads = ['PAGES', 'SOCKET', 'WEBHOOK'] as const;
export type FeedRoad = (typeof feedRoads)[number];

/** What a consumer was told just now, or why it could not be. */
export interface FeedNote {
  /** UUID of the saved feed; null: by a filter of its own. */
  feed: string | null;
  road: FeedRoad;
  /** Up to when all has been told, in seconds since 1970. */
  toldUntil?: number;
  delivered?: number;
  failure?: unknown;
}

interface Pending {
  writtenAt: number;
  delivered: number;
  failures: number;
}

/** A consumer is written no more often than this; what is told meanwhile is added up. */
const everyMs = 10_000;
const mostKnown = 10_000;
/** Of this process; what is not written when it ends is lost, which is a few seconds of figures. */
const pending = new Map<string, Pending>();

/** Keeps how a consumer is served, for it and for who operates the hub. A note that can not be written fails nothing: the next one says it too. */
export async function noteFeed(context: Context, note: FeedNote): Promise<void> {
  const key = `${context.viewer.clientId} ${note.feed ?? ''} ${note.road}`;
  const sum = pending.get(key) ?? { writtenAt: -Infinity, delivered: 0, failures: 0 };
  sum.delivered += note.delivered ?? 0;
  sum.failures += note.failure === undefined ? 0 : 1;
  pending.delete(key);
  pending.set(key, sum);
  if (pending.size > mostKnown) pending.delete(pending.keys().next().value!);
  if (performance.now() - sum.writtenAt < everyMs) return;
  const { delivered, failures } = sum;
  Object.assign(sum, { writtenAt: performance.now(), delivered: 0, failures: 0 });
  await context
    .beside((db) => write(db, context, note, { delivered, failures }))
    .catch(() => {
      sum.delivered += delivered;
      sum.failures += failures;
    });
}

async function write(
  db: Db,
  context: Context,
  { feed, road, toldUntil, failure }: FeedNote,
  { delivered, failures }: Pick<Pending, 'delivered' | 'failures'>,
): Promise<void> {
  const told = toldUntil === undefined ? null : new Date(toldUntil * 1000).toISOString();
  const until = toldUntil === undefined ? null : toldUntil * 1000 + context.feedHorizonDays() * 86_400_000;
  await db.rows('SELECT hub.note_feed_read($1, $2, $3, $4, $5, $6, $7)', [
    ...[feed, road, told, until === null ? null : new Date(until).toISOString(), delivered, failures],
    failure === undefined ? null : failure instanceof HubError ? failure.code : 'INTERNAL',
  ]);
}
