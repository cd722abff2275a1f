import type { Collection } from '../../kernel/reading/collection';
import { Snapshot } from '../cursor/snapshot';
import type { FeedPlace, WornView } from '../cursor/feed-place';
import type { ChangeOperation } from '../feed.values';
import type { FoundChange, Step } from './change';
import { findTransactionsBefore, lastSeq } from './entry.store';
import { broughtForward, shareOf, type FeedRead } from './feed-read';
import { findSpans } from './sample-ranges.store';
import { compareKeys, walk, type WalkKey, type Walked, type WalkedRecord } from './walk.store';

/** A record on the walk, as the present view shows it, and as each past one would. */
interface Met extends WalkKey {
  now: WalkedRecord | null;
  past: { view: WornView; record: WalkedRecord }[];
}

/** The next part of a walk over all records that the present view shows, or a past one would: what differs between them is told. */
export async function walkRecords(read: FeedRead, place: FeedPlace, most: number): Promise<Step> {
  const types = typesAhead(read, place);
  const { met, end, looked } = await meet(read, place, types, shareOf(most, place));
  const changes = await findSpans(read.db, await compare(read, place, types, met));
  const stop = end && { type: types[end.place - 1]!.typeName, id: end.id };
  return { changes, place: stop ? forward(read, place, stop) : ended(read, place), hasMore: true, looked };
}

/** From the type that the walk has come to on, those of which the views show not the same. */
function typesAhead({ fed, present, partsOf }: FeedRead, { past, walk: at }: FeedPlace): Collection[] {
  const from = Math.max(0, at ? fed.names.indexOf(at.type) : 0);
  const isSame = ({ dataset }: Collection) =>
    past.some(({ isWhole }) => isWhole) && past.every(({ id }) => partsOf.get(id)![dataset] === present.parts[dataset]);
  return fed.collections.filter((of, i) => i >= from && (at?.type === of.typeName || !isSame(of)));
}

async function meet(
  { db, fed, filter }: FeedRead,
  { past, walk: at }: FeedPlace,
  types: readonly Collection[],
  most: number,
): Promise<{ met: Met[]; end: WalkKey | null; looked: number }> {
  const since = at && fed.has(at.type) ? at.id : null;
  const now = await walk(db, null, filter, types, since, most);
  const before: { view: WornView; walked: Walked }[] = [];
  for (const view of past) before.push({ view, walked: await walk(db, view.id, filter, types, since, most) });
  const end = [now, ...before.map(({ walked }) => walked)].reduce(earliest, null);
  const met = new Map<string, Met>();
  const meetAt = ({ place, id }: WalkKey): Met => {
    const one = met.get(`${place} ${id}`) ?? { place, id, now: null, past: [] };
    met.set(`${place} ${id}`, one);
    return one;
  };
  for (const record of now.records) meetAt(record).now = record;
  for (const { view, walked } of before)
    for (const record of walked.records) meetAt(record).past.push({ view, record });
  const inOrder = [...met.values()].sort(compareKeys).filter((one) => !end || compareKeys(one, end) <= 0);
  const looked = before.reduce((sum, { walked }) => sum + walked.records.length, 0);
  if (inOrder.length <= most) return { met: inOrder, end, looked };
  return { met: inOrder.slice(0, most), end: inOrder[most - 1]!, looked };
}

const earliest = (end: WalkKey | null, { end: other }: Walked): WalkKey | null =>
  end && other ? (compareKeys(end, other) <= 0 ? end : other) : (end ?? other);

async function compare(
  read: FeedRead,
  place: FeedPlace,
  types: readonly Collection[],
  met: readonly Met[],
): Promise<FoundChange[]> {
  const whole = place.past.findLast(({ isWhole }) => isWhole) ?? null;
  const lost = await findLost(
    read,
    met.filter(({ now }) => now === null),
  );
  return met.flatMap((one): FoundChange[] => {
    const operation = one.now ? operationOn(one.now, one, whole) : lost.has(one) ? 'WITHDRAWN' : null;
    if (!operation) return [];
    const collection = types[one.place - 1]!;
    const at = forward(read, place, { type: collection.typeName, id: one.id });
    return [{ place: at, operation, at: read.present.instant, collection, uuid: one.id, ranges: null }];
  });
}

/** Of a record that is seen now; null where the replica has it as it is, or the log tells of it. */
function operationOn(now: WalkedRecord, { past }: Met, whole: WornView | null): ChangeOperation | null {
  if (!past.some(({ view }) => view === whole)) return 'DISCLOSED';
  return past.some(({ record }) => String(record.withheld) !== String(now.withheld)) ? 'UPDATED' : null;
}

/** Those that are hidden now and that the replica may hold: what has changed since a view looked last is for the log, which knows what it was. */
async function findLost({ db }: FeedRead, hidden: readonly Met[]): Promise<Set<Met>> {
  const xids = await findTransactionsBefore(
    db,
    hidden.map(({ id }) => ({ recordId: id, seq: lastSeq })),
  );
  return new Set(
    hidden.filter(({ past }, i) => {
      const xid = xids[i] ?? null;
      return past.some(({ view }) => xid === null || new Snapshot(view.until).sees(xid));
    }),
  );
}

const forward = ({ present }: FeedRead, place: FeedPlace, at: FeedPlace['walk']): FeedPlace =>
  broughtForward({ ...place, walk: at }, present);

/** All has been looked at: past views are asked of the log alone, up to what could be seen now. */
function ended(read: FeedRead, place: FeedPlace): FeedPlace {
  const pastUntil = place.past.length > 0 ? String(read.present.snapshot.xmax) : null;
  const at = forward(read, { ...place, pastUntil }, null);
  return { ...at, current: { ...at.current, isWhole: true } };
}
