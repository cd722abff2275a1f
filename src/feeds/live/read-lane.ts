import type { Context } from '../../context';
import { HubError } from '../../kernel/errors';
import { filterOf, readerOf } from '../changes.resolver';
import { cursorsOf, keepFeed, openFeed, placeOf, readFeed, type Feed } from '../engine/read-changes';
import type { Step } from '../engine/change';
import { ShownChange } from '../shown-change';
import type { FollowAsked } from './follow-asked';
import type { Follower } from './follower';
import type { LiveHouse } from './house';
import { mostPlaces, pageOfLive } from './live.values';
import { findViewsOf } from './look.store';
import { newestSamples } from './newest-samples';
import type { Question } from './question';

/** What ends one subscription and leaves the others alone: asking again would not help. */
const isFinal = (error: unknown): error is HubError => error instanceof HubError && !passing.has(error.code);

/** A key that ended while it was read for is found out when it is read for again. */
const passing = new Set<string>(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CONFLICT', 'RATE_LIMITED', 'UNAUTHENTICATED']);

/**
 * Reads what came for consumers of one filter whose view was the same, and delivers it. In one transaction: what is read, and that the key of
 * each may see it. Whose view has become another one is read for by itself.
 */
export async function readLane(house: LiveHouse, members: readonly Follower[], isAssumed = true): Promise<void> {
  const [{ caller, asked }] = members as readonly [Follower];
  const context = await house.open(caller, isAssumed).catch((error: unknown) => endKey(error, members));
  if (!context) return;
  try {
    const opening = openAsked(context, asked).catch((error: unknown) => error);
    // Who it is has been asked in the same message, and is known before anything is made of the answers.
    const isSure = (await context.confirmed()) !== null;
    const feed = await opening;
    if (!isSure) return await readLaneAnew(house, members, isAssumed);
    if (!isFeed(feed)) throwOrFail(feed, members);
    else {
      await keepFeed(feed);
      await deliverAll(house, context, feed, await stillAlike(feed, members));
    }
  } finally {
    await context.close();
  }
}

const openAsked = async (context: Context, asked: FollowAsked): Promise<Feed> =>
  openFeed(await readerOf(context), (await filterOf(asked, context)) ?? {});

const isFeed = (opened: unknown): opened is Feed =>
  typeof opened === 'object' && opened !== null && 'present' in opened;

/** The key is another's, or nobody's, or the database was not there to say so. */
function readLaneAnew(house: LiveHouse, members: readonly Follower[], wasAssumed: boolean): Promise<void> {
  if (wasAssumed) return readLane(house, members, false);
  throw new HubError('CONFLICT', 'The key has changed in this moment.');
}

/** The first of them has no key any more: the others are read for without it. */
function endKey(error: unknown, members: readonly Follower[]): null {
  if (!(error instanceof HubError && error.code === 'UNAUTHENTICATED')) throw error;
  const { name } = members[0]!.caller;
  for (const member of members) {
    if (member.caller.name === name) member.outlet.cut('KEY_ENDED', member.cursor);
    else member.isOwed = true;
  }
  return null;
}

function throwOrFail(error: unknown, members: readonly Follower[]): void {
  if (!isFinal(error)) throw error;
  members.forEach(({ outlet }) => outlet.fail(error));
}

/** Those whose key is in force and shows what that of the first does. */
async function stillAlike(feed: Feed, members: readonly Follower[]): Promise<Follower[]> {
  const { present, reader, filter } = feed;
  const first = members[0]!.caller.name;
  const others = new Map(members.map(({ caller }) => [caller.name, caller]));
  others.delete(first);
  const views = await findViewsOf(reader.db, filter, [...others.values()]);
  views.set(first, present.view);
  return members.filter((member) => {
    const view = views.get(member.caller.name)!;
    member.entries = filter.entries;
    if (view === null) member.outlet.cut('KEY_ENDED', member.cursor);
    else member.view = view;
    if (view !== null && view !== present.view) member.isOwed = true;
    return view === present.view && beginOrFail(feed, member);
  });
}

function beginOrFail(feed: Feed, member: Follower): boolean {
  try {
    member.place ??= placeOf(feed, member.asked);
    return true;
  } catch (error) {
    if (!isFinal(error)) throw error;
    member.outlet.fail(error);
    return false;
  }
}

async function deliverAll(house: LiveHouse, context: Context, feed: Feed, members: readonly Follower[]): Promise<void> {
  const groups = groupsOf(members, ({ place }) => JSON.stringify(place));
  for (const group of groups.slice(0, mostPlaces)) await readGroup(house, context, feed, group);
  for (const group of groups.slice(mostPlaces)) for (const member of group) member.isOwed = true;
}

async function readGroup(house: LiveHouse, context: Context, feed: Feed, group: readonly Follower[]): Promise<void> {
  try {
    const step = await readFeed(feed, group[0]!.place!, pageOfLive);
    const cursor = step.changes.length > 0 ? cursorsOf(feed)(step.place) : null;
    for (const same of groupsOf(group, ({ question, series }) => (series ? [...series].join() : question)))
      await deliver(house, context, feed, step, cursor, same);
  } catch (error) {
    throwOrFail(error, group);
  }
}

/** The answers to one question, written once. Whose budget does not reach stays where it is until it does. */
async function deliver(
  house: LiveHouse,
  context: Context,
  feed: Feed,
  step: Step,
  cursor: string | null,
  members: readonly Follower[],
): Promise<void> {
  const { question, series } = members[0] as { question: Question; series: Follower['series'] };
  const events = series ? await newestSamples(context, series, step) : eventsOf(feed, step);
  const answers = events.length > 0 ? await house.answer(question, context, events) : nothing;
  const { payloads, cost } = { ...answers, cost: answers.cost + step.looked };
  const at = step.changes.at(-1)?.at ?? null;
  for (const member of members) {
    if (member.state === 'gone') continue;
    const waitSeconds = cost > 0 ? house.charge(member.caller.viewer.clientId, cost) : 0;
    member.isOwed ||= step.hasMore || waitSeconds > 0;
    if (waitSeconds > 0) member.notBefore = performance.now() + waitSeconds * 1000;
    else {
      if (payloads.length > 0) member.outlet.next(payloads);
      house.noteDelivery(payloads.length, member.isBehind ? null : at);
      Object.assign(member, { place: step.place, isBehind: step.hasMore, cursor: cursor ?? member.cursor });
    }
  }
}

const nothing = { payloads: [], cost: 0 };

function eventsOf(feed: Feed, { changes }: Step): object[] {
  const cursorOf = cursorsOf(feed);
  return changes.map((change) => new ShownChange(change, cursorOf));
}

function groupsOf<T>(members: readonly T[], keyOf: (member: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()];
}
