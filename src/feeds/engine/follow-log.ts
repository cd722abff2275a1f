import type { Collection } from '../../kernel/reading/collection';
import { Snapshot } from '../cursor/snapshot';
import type { FeedPlace, Position } from '../cursor/feed-place';
import { sampleRange, wholeOfParts } from '../fed-types';
import type { ChangeOperation } from '../feed.values';
import { mostRanges } from '../feed.values';
import type { FoundChange, SampleRange, Step } from './change';
import { earlier, findEntries, findTransactionsBefore, type Entry } from './entry.store';
import { isBehind } from '../cursor/feed-place';
import { broughtForward, endOfLog, placesAlong, shareOf, type FeedRead } from './feed-read';
import { findSeen } from './seen-now.store';
import { findRanges, findSpans, rangesAsked } from './sample-ranges.store';

/** All that the entries of a page say of one record, or of samples. */
interface Told {
  collection: Collection;
  uuid: string;
  first: Entry;
  entries: Entry[];
}

/** The next part of the log. What is told is decided by what stands now: entries only say of which records something may be to tell. */
export async function followLog(read: FeedRead, place: FeedPlace, most: number): Promise<Step> {
  const { entries, end, looked } = await readEntries(read, place, shareOf(most, place));
  const page = gather(read, place, entries, most);
  const stop = page.stop ?? end;
  const position = stop ?? later(place.position, endOfLog(read.present));
  const at = stop ? timeOf(page.told, stop, entries, place.at) : read.present.at;
  const changes = await decide(read, place, page.told, stop === null);
  return { changes, place: broughtForward({ ...place, position, at }, read.present), hasMore: stop !== null, looked };
}

const later = (one: Position, other: Position): Position => (isBehind(one, other) ? one : other);

function timeOf(told: readonly Told[], stop: Position, entries: readonly Entry[], before: number): number {
  const last = entries.findLast((entry) => !isBehind(entry, stop));
  return last && told.length > 0 ? Date.parse(last.at) / 1000 : before;
}

const inOrder = (one: Position, other: Position): number => (isBehind(one, other) ? 1 : -1);

/** By the present view, and by past ones over the same stretch: what those had shown and this one hides is to be withdrawn. */
async function readEntries({ db, filter, present }: FeedRead, place: FeedPlace, most: number) {
  const until = endOfLog(present);
  const { entries, end: first } = await findEntries(db, null, filter, place.position, until, most);
  if (place.past.length === 0) return { entries, end: first, looked: 0 };
  let [end, all] = [first, entries];
  for (const view of place.past) {
    const stop = end ? { xid: end.xid, seq: String(BigInt(end.seq) + 1n) } : until;
    const was = await findEntries(db, view, filter, place.position, stop, most);
    end = earlier(end, was.end);
    all = all.concat(was.entries.filter(({ wasSeen }) => wasSeen).map((entry) => ({ ...entry, seen: false })));
  }
  const last = end;
  const within = last ? all.filter((entry) => !isBehind(entry, last)) : all;
  return { entries: within.sort(inOrder), end, looked: all.length - entries.length };
}

/** Entries by what they speak of, so many at most; `stop`: where the page ends for that. */
function gather(
  { fed }: FeedRead,
  { began }: FeedPlace,
  entries: readonly Entry[],
  most: number,
): { told: Told[]; stop: Position | null } {
  const seenAtStart = began === null ? null : new Snapshot(began);
  const byKey = new Map<string, Told>();
  let ranges = 0;
  let last: Entry | null = null;
  for (const entry of entries) {
    const { recordType, recordId, wholeId } = entry;
    const type = recordType === sampleRange ? 'Organization' : (wholeOfParts[recordType] ?? recordType);
    const uuid = wholeId ?? recordId;
    const key = recordType === sampleRange ? `${entry.xid} ${entry.seq}` : `${type} ${uuid}`;
    const known = byKey.get(key);
    if (!known) {
      ranges += recordType === sampleRange ? rangesAsked(entry.ranges) : 0;
      if (last && (byKey.size >= most || ranges > mostRanges)) return { told: [...byKey.values()], stop: last };
    }
    last = entry;
    // What the snapshot saw, the walk has told as it stands.
    if (seenAtStart?.sees(entry.xid)) continue;
    if (known) known.entries.push(entry);
    else byKey.set(key, { collection: fed.of(type), uuid, first: entry, entries: [entry] });
  }
  return { told: [...byKey.values()], stop: null };
}

const isSamples = ({ first }: Told): boolean => first.recordType === sampleRange;
const keyOf = ({ collection, uuid }: Pick<Told, 'collection' | 'uuid'>): string => `${collection.prefix}_${uuid}`;

/**
 * Whether the last entry of a record says how it stands: where the page ends with the log, and nobody writes. Of what stands under views of before it
 * does not, and a part says nothing of the whole.
 */
const isAllTold = ({ present: { snapshot } }: FeedRead, { past }: FeedPlace, isToTheEnd: boolean): boolean =>
  isToTheEnd && past.length === 0 && snapshot.xmin === snapshot.xmax;

const lastOwn = ({ entries }: Told): Entry | undefined => entries.findLast(({ wholeId }) => wholeId === null);

async function decide(
  read: FeedRead,
  place: FeedPlace,
  told: readonly Told[],
  isToTheEnd: boolean,
): Promise<FoundChange[]> {
  const records = told.filter((one) => !isSamples(one));
  const standing = isAllTold(read, place, isToTheEnd) ? lastOwn : () => undefined;
  const seen = await findSeen(
    read.db,
    read.filter,
    records.filter((one) => standing(one) === undefined),
  );
  for (const one of records) if (standing(one)?.seen) seen.add(keyOf(one));
  const lost = await findLost(
    read,
    place,
    records.filter((one) => !seen.has(keyOf(one))),
  );
  const ranges = await findRanges(
    read.db,
    read.filter,
    told.filter(isSamples).map(({ first }) => first),
  );
  const placeAt = placesAlong(place, read.present);
  const found = told.flatMap((one): FoundChange[] => {
    const operation = isSamples(one) ? 'APPENDED' : seen.has(keyOf(one)) ? operationOn(one) : lost.get(one);
    const mine = isSamples(one) ? (ranges.get(one.first) ?? []) : null;
    if (!operation || mine?.length === 0) return [];
    return [new LoggedChange(one, placeAt, operation, mine)];
  });
  return findSpans(read.db, found);
}

/** Its place is made when it is asked for. */
class LoggedChange implements FoundChange {
  readonly at: string;
  readonly collection: Collection;
  readonly uuid: string;

  constructor(
    private readonly told: Told,
    private readonly placeAt: ReturnType<typeof placesAlong>,
    readonly operation: ChangeOperation,
    public ranges: SampleRange[] | null,
  ) {
    this.at = told.entries.at(-1)!.at;
    this.collection = told.collection;
    this.uuid = told.uuid;
  }

  get place(): FeedPlace {
    return this.placeAt(this.told.first);
  }
}

/** What has become of a record that is seen now. */
function operationOn({ entries }: Told): ChangeOperation {
  const own = entries.filter(({ seen, wholeId }) => seen && wholeId === null);
  if (own.some(({ operation }) => operation === 'CREATED')) return 'CREATED';
  return own.some(({ wasSeen }) => !wasSeen) ? 'DISCLOSED' : 'UPDATED';
}

/** What happens to a record that has been hidden is not told: only one that goes from sight is told to be gone. */
const wentFromSight = ({ entries }: Told): boolean =>
  entries.some(({ operation, wasSeen, view }) => operation === 'DELETED' && wasSeen && view === null);

/**
 * What has become of records that are not seen now, where the consumer may hold them: where one of its views showed what an entry found, that
 * was not over before the first look by this view and, of a past view, was there at the last one: it would learn of a stranger's record otherwise.
 * By the present view it may have read on, and lost its place.
 */
async function findLost(
  { db }: FeedRead,
  { current }: FeedPlace,
  told: readonly Told[],
): Promise<Map<Told, ChangeOperation>> {
  const held = told.flatMap((one) =>
    one.entries
      .filter(
        ({ wasSeen, wholeId, view, xid }) =>
          wasSeen && wholeId === null && !new Snapshot((view ?? current).since).sees(xid),
      )
      .map((entry) => ({ one, entry })),
  );
  const before = await findTransactionsBefore(
    db,
    held.map(({ entry }) => entry),
  );
  const lost = new Map<Told, ChangeOperation>();
  for (const [i, { one, entry }] of held.entries()) {
    const xid = before[i] ?? null;
    if (entry.view && xid !== null && !new Snapshot(entry.view.until).sees(xid)) continue;
    const isGone = entry.operation === 'DELETED' || lost.get(one) === 'DELETED' || wentFromSight(one);
    lost.set(one, isGone ? 'DELETED' : 'WITHDRAWN');
  }
  return lost;
}
