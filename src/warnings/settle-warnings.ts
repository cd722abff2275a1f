import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import { findHolds, type Concerned } from './find-holds';
import { addressOf, findHomes } from './find-homes';
import type { Hold, Settled } from './life/transition.rules';
import { settle } from './life/warning-life.rules';
import type { WarningState } from './life/warning-life.values';
import {
  findStanding,
  findStandingById,
  lockFingerprints,
  writeWarnings,
  type StandingRow,
  type WarningKey,
} from './standing.store';
import { rowAfter, rowBegun, rowSaid, standingOf, transitionsOfRow, type Home } from './warning-rows';

/** What became of the warning that a piece of evidence speaks of. */
export type SettleOutcome = 'raised' | 'cleared' | 'changed' | 'unchanged' | 'ignored';

export interface SettledWarning {
  /** Null where nothing stands: it never fired. */
  id: string | null;
  state: WarningState | null;
  /** ignored: it does not fire and nothing stands; unchanged: nothing new, or older than what stands. */
  outcome: SettleOutcome;
}

/**
 * The one way by which evidence becomes warnings, in the caller's transaction and in a fixed number of statements, for up to some thousand at once.
 * The same again changes nothing; callers at the same time wait for each other in one order, so it is called once a transaction. Answers in the
 * order of the evidence: evidence of one fingerprint is settled together.
 */
export async function settleWarnings(db: Db, evidence: readonly Evidence[], now: Date): Promise<SettledWarning[]> {
  if (evidence.length === 0) return [];
  const seen = evidence.map((one) => ({ ...one, address: addressOf(one) }));
  const byKey = new Map<string, Evidence[]>();
  for (const one of seen) {
    const own = byKey.get(keyOf(one));
    if (own) own.push(one);
    else byKey.set(keyOf(one), [one]);
  }
  const keys = [...byKey.values()].map(([first]) => first!);
  await lockFingerprints(db, keys);
  const standing = new Map((await findStanding(db, keys)).map((row) => [keyOf(row), row]));
  const homes = await findHomes(db, seen);
  const concerned = [...byKey].map(([key, own]): Concerned => ({ standing: standing.get(key) ?? null, seen: own }));
  const settled = await settleAll(db, concerned, homes, now);
  const outcomes = new Map([...byKey.keys()].map((key, i) => [key, outcomeOf(settled[i]!)]));
  return seen.map((one) => outcomes.get(keyOf(one))!);
}

/** The same of open warnings of which nothing new was seen: what holds them back, and what time, makes of them now. */
export async function resettleWarnings(db: Db, ids: readonly string[], now: Date): Promise<SettledWarning[]> {
  if (ids.length === 0) return [];
  const standing = (await findStandingById(db, ids)).filter(({ clearedAt }) => clearedAt === null);
  const settled = await settleAll(
    db,
    standing.map((row) => ({ standing: row, seen: [] })),
    new Map(),
    now,
  );
  return settled.map(outcomeOf);
}

async function settleAll(
  db: Db,
  concerned: readonly Concerned[],
  homes: ReadonlyMap<Evidence, Home>,
  now: Date,
): Promise<Written[][]> {
  const holds = await findHolds(db, concerned, now);
  const settled = concerned.map((one, i) => settleOne(one, holds[i]!, homes, now));
  await write(db, settled);
  return settled;
}

const keyOf = ({ writerId, source, fingerprint }: WarningKey): string => `${writerId} ${source} ${fingerprint}`;

/** A warning as it is from now on, with what the rule made of it. */
interface Written {
  row: StandingRow;
  of: Settled<Evidence>;
  /** Whether more is new than that the same was seen once more. */
  isOther: boolean;
}

function settleOne(
  { standing, seen }: Concerned,
  hold: Hold | null,
  homes: ReadonlyMap<Evidence, Home>,
  now: Date,
): Written[] {
  return settle(standing && standingOf(standing), seen, hold, now).map((of) => {
    const before = of.isNew ? null : standing;
    const said = saidBy(of);
    const row = rowSaid(rowAfter(before ?? rowBegun(said!), of.next), said, said && (homes.get(said) ?? null));
    return { row, of, isOther: !before || isOther(before, row) };
  });
}

/** What is said of a warning is what the last evidence said of it that fires. */
function saidBy({ by, transitions }: Settled<Evidence>): Evidence | null {
  return by?.firing ? by : (transitions.findLast((told) => told.by?.firing)?.by ?? null);
}

function isOther(before: StandingRow, row: StandingRow): boolean {
  const { evidenceAt: _, ...was } = rowAfter(before, standingOf(before));
  const { evidenceAt: __, ...is } = row;
  return !isDeepStrictEqual(was, is);
}

async function write(db: Db, settled: readonly Written[][]): Promise<void> {
  const all = settled.flat();
  const rowsOf = (written: readonly Written[]) => written.map(({ row }) => row);
  await writeWarnings(
    db,
    rowsOf(all.filter(({ of, isOther }) => !of.isNew && (isOther || of.by !== null))),
    rowsOf(all.filter(({ of }) => of.isNew)),
    all.flatMap(({ row, of }) => transitionsOfRow(row, of)),
  );
}

function outcomeOf(settled: readonly Written[]): SettledWarning {
  const last = settled.at(-1);
  if (!last) return { id: null, state: null, outcome: 'ignored' };
  const { row, of, isOther } = last;
  const began = of.transitions.some(({ from }) => from === null || from === 'CLEARED');
  const isCleared = of.transitions.at(-1)?.to === 'CLEARED';
  const outcome = isCleared ? 'cleared' : began ? 'raised' : isOther ? 'changed' : 'unchanged';
  return { id: row.id, state: row.state, outcome };
}
