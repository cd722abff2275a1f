import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { decodePlace, expired, placeWriter } from '../cursor/feed-cursor';
import type { FeedPlace } from '../cursor/feed-place';
import type { FedTypes } from '../fed-types';
import { defaultChanges, mostChanges, mostPastViews, type FeedStart } from '../feed.values';
import type { ChangeFilter } from '../view/change-filter';
import { viewFilter, type ViewFilter } from '../view/view-filter';
import { findPresent, findViews, type Present } from '../view/view.store';
import type { Step } from './change';
import { endOfLog, type FeedRead } from './feed-read';
import { followLog } from './follow-log';
import { walkRecords } from './walk-records';

/** Who reads: a transaction that shows one moment, under the scope of the viewer. */
export interface FeedReader {
  db: Db;
  fed: FedTypes;
  /** A cursor that was not read on for so long is let go. */
  horizonDays: number;
  /** Keeps the view of the scope and a filter in a writing transaction of its own, by `keepView`; answers its id. */
  keep: (filter: ViewFilter) => Promise<string>;
}

export interface ChangesAsked {
  /** The cursor behind which to go on; without one the feed begins. */
  after?: string | null;
  from?: FeedStart | null;
  filter?: ChangeFilter | null;
  first?: number | null;
  /** Ends where all records have been looked at, and leaves the log for later. */
  onlyWalk?: boolean;
}

/** A page may be empty and have more behind it all the same: a part of the log was gone through. */
export interface ReadChanges extends Step {
  cursorOf: (place: FeedPlace) => string;
  /** The oldest cursor that can be followed, by this view. */
  horizon: () => Promise<string>;
}

/** The next changes of a feed for one viewer: what has become, of all that it may see, and since the cursor. */
export async function readChanges(reader: FeedReader, asked: ChangesAsked): Promise<ReadChanges> {
  const size = sizeOf(asked);
  const feed = await openFeed(reader, asked.filter ?? {});
  const step = await readFeed(feed, placeOf(feed, asked), size, asked.onlyWalk);
  const cursorOf = cursorsOf(feed);
  return { ...step, cursorOf, horizon: async () => cursorOf(await horizonOf(reader, feed.present)) };
}

/** A feed as it stands in the reader's moment: places of it are read from one after the other. */
export interface Feed {
  reader: FeedReader;
  filter: ViewFilter;
  present: Present;
}

export async function openFeed(reader: FeedReader, asked: ChangeFilter): Promise<Feed> {
  const filter = await viewFilter(reader.db, reader.fed, asked);
  return { reader, filter, present: await findPresent(reader.db, filter) };
}

/** What stands behind a place, which may be one of another view of its consumer. */
export async function readFeed(feed: Feed, place: FeedPlace, size: number, onlyWalk = false): Promise<Step> {
  await keepFeed(feed);
  const { reader, filter, present } = feed;
  const now = place.current.id === present.view ? place : interrupted(place, present);
  return readOn(await openRead(reader, filter, present, now), now, size, onlyWalk);
}

export const cursorsOf = ({ present: { epoch, key } }: Feed): ReadChanges['cursorOf'] => placeWriter({ epoch, key });

function sizeOf({ after, from, first }: ChangesAsked): number {
  if (after != null && from != null)
    throw new HubError('BAD_USER_INPUT', 'from says where to begin without a cursor: leave it out with after.');
  const size = first ?? defaultChanges;
  if (size < 1)
    throw new HubError('BAD_USER_INPUT', `A page can not have ${size} changes: ask for 1 to ${mostChanges}.`);
  if (size <= mostChanges) return size;
  throw new HubError(
    'PAGE_TOO_LARGE',
    `A page holds ${mostChanges} changes at most, ${size} were asked for: ask for ${mostChanges} and follow endCursor.`,
  );
}

/** Where a cursor leads to, or where the feed begins without one. */
export function placeOf({ reader: { horizonDays }, present }: Feed, { after, from }: ChangesAsked): FeedPlace {
  if (after == null) return beginning(present, from ?? 'SNAPSHOT');
  const place = decodePlace(after, present);
  if (present.at - place.at > horizonDays * 86_400)
    throw expired(`what it has been told ends more than ${horizonDays} days ago`);
  if (BigInt(place.position.xid) > present.snapshot.xmax) throw expired('it lies ahead of all that has happened here');
  return place;
}

/** A snapshot is a walk with nothing before it. */
function beginning(present: Present, from: FeedStart): FeedPlace {
  return {
    ...{ position: endOfLog(present), at: present.at, began: present.snapshot.text },
    ...{ current: newView(present, from === 'NOW'), past: [], pastUntil: null },
    walk: from === 'NOW' ? null : startOfWalk,
  };
}

const startOfWalk = { type: '', id: '00000000-0000-0000-0000-000000000000' };

const newView = ({ view, snapshot }: Present, isWhole: boolean) => ({
  ...{ id: view, since: snapshot.text, until: snapshot.text, isWhole },
});

/** The scope or the filter has become another: all that it shows is compared with what was shown before. */
function interrupted(place: FeedPlace, present: Present): FeedPlace {
  const past = [...place.past, place.current];
  if (past.length > mostPastViews)
    throw expired('what its key may see has changed more often than it was read to the end');
  return { ...place, current: newView(present, false), past, pastUntil: null, walk: startOfWalk };
}

/** Keeps the view that the feed stands under: before anybody is given a place by it, for it can be compared with no other otherwise. */
export async function keepFeed({ reader: { keep }, filter, present }: Feed): Promise<void> {
  if (present.isKept) return;
  if ((await keep(filter)) !== present.view)
    throw new HubError('CONFLICT', 'What the key may see has changed in this moment: ask again.');
  present.isKept = true;
}

async function openRead(
  { db, fed }: FeedReader,
  filter: ViewFilter,
  present: Present,
  { past }: FeedPlace,
): Promise<FeedRead> {
  const ids = [...new Set(past.map(({ id }) => id))];
  const partsOf = ids.length > 0 ? await findViews(db, ids) : new Map();
  if (partsOf.size < ids.length)
    throw expired('the hub has let go by what it was made, or a steward was shown API keys by it');
  return { db, fed, filter, present, partsOf };
}

/** A walk that ends within a page is followed by the log in the same one. */
async function readOn(read: FeedRead, place: FeedPlace, size: number, onlyWalk: boolean): Promise<Step> {
  if (!place.walk) return followLog(read, place, size);
  const step = await walkRecords(read, place, size);
  if (step.place.walk || onlyWalk || step.changes.length >= size) return step;
  const next = await followLog(read, step.place, size - step.changes.length);
  return { ...next, changes: [...step.changes, ...next.changes], looked: step.looked + next.looked };
}

/** Nobody holds this place: what was gone before the view came to be was never told by it. A view of this very moment is not seen to be kept. */
async function horizonOf({ db, horizonDays }: FeedReader, present: Present): Promise<FeedPlace> {
  const [row] = await db.rows<{ xid: string; since: string | null }>(
    'SELECT hub.feed_transaction_at($1::timestamptz - make_interval(days => $2)) AS xid, hub.feed_view_since($3) AS since',
    [present.instant, horizonDays, present.view],
  );
  const { xid, since } = row!;
  return {
    ...{ position: { xid, seq: '0' }, at: present.at - horizonDays * 86_400 + 60, began: null },
    current: { id: present.view, since: since ?? present.snapshot.text, until: `${xid}:${xid}:`, isWhole: true },
    ...{ past: [], pastUntil: null, walk: null },
  };
}
