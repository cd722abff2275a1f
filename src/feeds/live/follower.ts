import type { HubError } from '../../kernel/errors';
import type { Credential, Identity } from '../../kernel/postgres/identity';
import { isBehind, type FeedPlace } from '../cursor/feed-place';
import { broughtForward, endOfLog } from '../engine/feed-read';
import type { FollowAsked } from './follow-asked';
import { mostWaiting } from './live.values';
import type { Look } from './look.store';
import type { Question } from './question';

/** Whose connection it is. */
export interface Caller {
  credential: Credential;
  peer: string | null;
  /** Who it was when it began. */
  viewer: Identity;
  /** The same for the same key from the same address. */
  name: string;
}

/** Why a connection ends that its consumer has not ended. */
export type Cut = 'KEY_ENDED' | 'SLOW' | 'STOPPING';

/** Where answers go. */
export interface Outlet {
  /** Bytes that its consumer has not taken yet. */
  readonly waiting: number;
  next(payloads: readonly Buffer[]): void;
  /** Ends the subscription with an error. */
  fail(error: HubError): void;
  /** Ends the connection. `cursor`: where its consumer goes on. */
  cut(why: Cut, cursor: string | null): void;
}

export interface FollowerOptions {
  caller: Caller;
  question: Question;
  /** UUIDs of series where it is their newest samples that are followed, and not changes. */
  series: ReadonlySet<string> | null;
  asked: FollowAsked;
  outlet: Outlet;
}

/** One subscription of one connection, and how far it has come. */
export class Follower {
  readonly caller: Caller;
  readonly question: Question;
  readonly series: ReadonlySet<string> | null;
  readonly asked: FollowAsked;
  readonly outlet: Outlet;
  private readonly feed: string;
  /** null until its first read. */
  place: FeedPlace | null = null;
  view: string | null = null;
  /** The cursor of its place; null where nothing has been told. */
  cursor: string | null = null;
  /** Types of entries that its filter lets through; null until they are known. */
  entries: readonly string[] | null = null;
  state: 'resting' | 'waiting' | 'read' | 'gone' = 'resting';
  /** Something may stand behind its place. */
  isOwed = true;
  /** What stands there came before it did. */
  isBehind = true;
  /** It is not read for before this instant, by performance.now(). */
  notBefore = 0;
  private fullSince: number | null = null;

  constructor({ caller, question, series, asked, outlet }: FollowerOptions) {
    this.caller = caller;
    this.question = question;
    this.series = series;
    this.asked = asked;
    this.outlet = outlet;
    this.feed = JSON.stringify([asked.filter ?? {}, asked.feed ?? null]);
  }

  /** Whether entries of these types may be something to it; another filter may stand in the saved feed that it follows. */
  concerns(types: readonly string[]): boolean {
    const { entries, asked } = this;
    if (entries === null || types.includes('*') || (asked.feed != null && types.includes('Feed'))) return true;
    return types.some((type) => entries.includes(type));
  }

  /** Nothing of what came up to a look is anything to it: it stands where reading would have brought it, and so do all others of its view. */
  passOver({ snapshot, at }: Look): void {
    const { place, state, isOwed } = this;
    if (!place || state !== 'resting' || isOwed || place.walk || place.past.length > 0) return;
    const position = endOfLog({ snapshot });
    if (!isBehind(place.position, position)) this.place = broughtForward({ ...place, position, at }, { snapshot });
  }

  isReady(now: number): boolean {
    return this.state === 'resting' && this.isOwed && this.notBefore <= now && this.outlet.waiting <= mostWaiting;
  }

  /** What is read together: for consumers of one view all that came, for those who are behind what follows one place. */
  get lane(): string {
    const { place, view, asked, caller, feed } = this;
    const { after, from } = asked;
    if (!place) return `${feed} ${caller.name} ${JSON.stringify([after, from])}`;
    return this.isBehind ? `${feed} ${view} ${JSON.stringify(place)}` : `${feed} ${view}`;
  }

  /** For how long it has taken nothing although it could not hold more, in milliseconds. */
  fullFor(now: number): number {
    this.fullSince = this.outlet.waiting > mostWaiting ? (this.fullSince ?? now) : null;
    return this.fullSince === null ? 0 : now - this.fullSince;
  }
}
