import type { PoolClient } from 'pg';
import { inTransaction } from '../../../kernel/postgres/transaction';
import { openMicros, readOlder, readOpen, type NewSamples } from '../../rules/evaluating/new-samples.store';
import type { Settle } from '../../rules/evaluating/tell-turns';
import { decodeStates, encodeStates } from '../../rules/states/state-codec';
import { Detector } from '../detector.rules';
import { goOver, newStanding, ofNumbers, toNumbers, type Standing } from './standing.rules';
import { letGo } from './let-go';
import { tellUnusual, type ToldTurn } from './tell-unusual';
import {
  holdSlice,
  keepSlice,
  keepStates,
  statesOf,
  watchedSeries,
  type KeptState,
  type WatchedSeries,
} from './watched.store';
import type { Learned, WorkingSet } from './working-set';

export interface JudgingOptions {
  settle: Settle;
  workingSet: WorkingSet;
  restSeconds: number;
  /** Slices that failed in this pass. */
  except: readonly number[];
  /** Gets the slice that is held, also where it fails. */
  held: number[];
  now: Date;
}

const minute = 60e6;
const day = 24 * 60 * minute;

/** A series that is new to the detector is learned from samples of so long before. */
const warmDays = 7;

/** Between two states that are kept lies less than an hour, so that what came since stands in rows; not all series are kept at once. */
const keptEvery = (number: number): number => (20 + (number % 25)) * minute;

/** A watched series as it stands, and what was learned of it. */
interface Watched {
  series: WatchedSeries;
  standing: Standing;
  learned: Learned;
}

/**
 * Judges what is new of one slice that is due and that nobody else holds, in one transaction: what is told and up to where each series was judged are kept
 * together or not at all, so each sample is judged once. What is learned is kept now and then, and in mind once the transaction is over.
 * Answers whether there was a slice.
 */
export async function judgeSlice(client: PoolClient, options: JudgingOptions): Promise<boolean> {
  const judged = await inTransaction(client, async () => {
    const held = await holdSlice(client, options);
    if (!held) return null;
    options.held.push(held.slice);
    const before = new Map(
      decodeStates(held.slice, held.standings).map(({ number, told, numbers }) => [number, ofNumbers(told, numbers)]),
    );
    const series = await watchedSeries(client, held.slice);
    const gone = await letGo(client, before, series, options.now);
    const watched = await recall(client, held.slice, series, before, options);
    const { found, isMore } = await readNew(client, watched, options.now);
    const { learned, standings, turns } = judge(watched, found, options.now);
    await keepStates(client, dueStates(learned));
    await tellUnusual(client, [...gone, ...turns], options.settle, options.now);
    await keepSlice(client, { slice: held.slice, standings }, isMore);
    return { slice: held.slice, learned };
  });
  if (judged) options.workingSet.put(judged.slice, judged.learned);
  return judged !== null;
}

/** What was learned of each series: as this process has it in mind, as it was kept, or nothing, from some days before on. */
async function recall(
  client: PoolClient,
  slice: number,
  series: readonly WatchedSeries[],
  before: ReadonlyMap<number, Standing>,
  { workingSet, now }: JudgingOptions,
): Promise<Watched[]> {
  const at = now.getTime() * 1000;
  const inMind = series.map((one) => {
    const standing = before.get(one.number) ?? newStanding(at);
    return { series: one, standing, learned: workingSet.find(slice, one.number, standing.upTo) };
  });
  const kept = await statesOf(
    client,
    inMind.flatMap(({ learned, series }) => (learned ? [] : [series.number])),
  );
  return inMind.map(({ series, standing, learned }) => ({
    ...{ series, standing },
    learned: learned ?? learnedOf(kept.get(series.number), standing),
  }));
}

/** A state from behind where the series was judged is of no use: it would be judged by what it had not seen. */
function learnedOf(kept: KeptState | undefined, { upTo }: Standing): Learned {
  if (kept && kept.upTo <= upTo) return { upTo: kept.upTo, state: kept.state, keptUpTo: kept.upTo };
  return { upTo: upTo - warmDays * day, state: new Uint8Array(), keptUpTo: NaN };
}

async function readNew(
  client: PoolClient,
  watched: readonly Watched[],
  now: Date,
): Promise<{ found: Map<number, NewSamples>; isMore: boolean }> {
  const openSince = now.getTime() * 1000 - openMicros;
  const asked = watched.map(({ series: { number }, learned }) => ({ number, since: learned.upTo }));
  const found = await readOpen(
    client,
    asked.filter(({ since }) => since >= openSince),
  );
  const older = await readOlder(
    client,
    asked.filter(({ since }) => since < openSince),
  );
  for (const [number, samples] of older.found) found.set(number, samples);
  return { found, isMore: older.isMore || [...found.values()].some(({ isAll }) => !isAll) };
}

interface Judged {
  learned: Map<number, Learned>;
  standings: Buffer;
  turns: ToldTurn[];
}

function judge(watched: readonly Watched[], found: ReadonlyMap<number, NewSamples>, now: Date): Judged {
  const learned = new Map<number, Learned>();
  const turns: ToldTurn[] = [];
  const standings = watched.map(({ series, standing: before, learned: was }) => {
    const points = found.get(series.number)?.points ?? [];
    const { standing, turns: own, state } = judgeSeries(series, before, was, points);
    const told = own.map((turn) => ({ ...turn, series, toldAt: toldAt(turn.at, before.toldAt, now) }));
    turns.push(...told);
    if (state) learned.set(series.number, state);
    const kept = { ...standing, toldAt: told.at(-1)?.toldAt ?? standing.toldAt };
    return { number: series.number, told: kept.isUnusual, numbers: Float64Array.from(toNumbers(kept)) };
  });
  return { learned, standings: encodeStates(standings), turns };
}

/** The instant of the sample, but none of the future, nor before what was told already. */
const toldAt = (at: number, before: number, now: Date): number =>
  Math.max(Math.min(at, now.getTime() * 1000), Number.isNaN(before) ? -Infinity : before);

function judgeSeries(series: WatchedSeries, before: Standing, was: Learned, points: NewSamples['points']) {
  const detector = Detector.restore(was.state);
  const { standing, turns } = goOver(detector, before, points, series.isCounter);
  const upTo = points.at(-1)?.at ?? was.upTo;
  const state: Learned = points.length > 0 ? { ...was, upTo, state: detector.save() } : was;
  return { standing, turns, state };
}

/** Those that were kept long ago; they count as kept from now on, which holds where the transaction does. */
function dueStates(learned: ReadonlyMap<number, Learned>): KeptState[] {
  const due: KeptState[] = [];
  for (const [number, one] of learned) {
    if (one.state.length === 0 || one.upTo - one.keptUpTo < keptEvery(number)) continue;
    due.push({ number, upTo: one.upTo, state: one.state });
    one.keptUpTo = one.upTo;
  }
  return due;
}
