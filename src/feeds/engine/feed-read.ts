import type { Db } from '../../kernel/postgres/session';
import type { FeedPlace, Position, WornView } from '../cursor/feed-place';
import { Snapshot } from '../cursor/snapshot';
import type { FedTypes } from '../fed-types';
import type { ViewFilter } from '../view/view-filter';
import type { Present, ViewParts } from '../view/view.store';

/** One read of a feed: under one scope, at one moment. */
export interface FeedRead {
  db: Db;
  fed: FedTypes;
  filter: ViewFilter;
  present: Present;
  /** What past views of the place are made of. */
  partsOf: ReadonlyMap<string, ViewParts>;
}

/** Less a view, and small pages would fall behind what changes meanwhile. */
const leastShare = 20;

/** How much of a page is for each view that it is read by, so that all together look at no more than it may tell, or at little. */
export const shareOf = (most: number, { past }: Pick<FeedPlace, 'past'>): number =>
  Math.max(Math.ceil(most / (1 + past.length)), Math.min(most, leastShare));

/** The place behind which all of the log is that may be told now. */
export const endOfLog = ({ snapshot }: Pick<Present, 'snapshot'>) => ({ xid: String(snapshot.xmin), seq: '0' });

/** The same place at a later moment: by its view as it is now. */
export function broughtForward(place: FeedPlace, { snapshot }: Pick<Present, 'snapshot'>): FeedPlace {
  const { began, pastUntil, position } = place;
  const isPast = pastUntil !== null && BigInt(position.xid) >= BigInt(pastUntil);
  return {
    ...place,
    current: { ...passed(place.current, position), until: snapshot.text },
    past: isPast ? [] : place.past,
    pastUntil: isPast ? null : pastUntil,
    began: began !== null && BigInt(position.xid) >= BigInt(began.split(':')[1]!) ? null : began,
  };
}

/** Places behind entries along a page, each by the moment of the read: those of one transaction are of one instant, and differ in nothing but where they are. */
export function placesAlong(place: FeedPlace, present: Pick<Present, 'snapshot'>) {
  let last: FeedPlace | null = null;
  return ({ xid, seq, at }: Position & { at: string }): FeedPlace => {
    const position = { xid, seq };
    if (last?.position.xid === xid) return { ...last, position };
    return (last = broughtForward({ ...place, position, at: Date.parse(at) / 1000 }, present));
  };
}

/** Behind where looking by a view began nothing was over before: it is forgotten, so that all who have come as far stand at one place. */
const passed = (view: WornView, { xid }: Position): WornView =>
  view.since !== seesNothing && BigInt(xid) >= new Snapshot(view.since).xmax ? { ...view, since: seesNothing } : view;

const seesNothing = '1:1:';
