import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { Failures } from '../../../kernel/failures';
import { microsText } from '../../../kernel/instant';
import { inTransaction } from '../../../kernel/postgres/transaction';
import { evaluatorOf, isBySample, type SampleCondition } from '../conditions/evaluators.rules';
import { second, type Clock } from '../conditions/point.rules';
import { clearDeselected, clearRule, retellChanged } from '../evaluating/clear-firing';
import { statementsOn } from '../evaluating/statements-on';
import type { Settle } from '../evaluating/tell-turns';
import { decodeStates, encodeStates, sliceOf, type KeptState } from '../states/state-codec';
import { mostSelected, type Condition } from '../warning-rule.values';
import {
  dueRules,
  firingNumbers,
  holdMembers,
  keepMembers,
  keepSelection,
  latestAts,
  slicesOfRule,
  standInFor,
  type MemberRow,
  type NewMembers,
  type SelectingRule,
} from './member-slices.store';
import { selectNumbers } from './selection';

interface SelectingOptions {
  clock: Clock;
  settle: Settle;
  signal?: AbortSignal | undefined;
  /** Slices in one transaction. */
  atOnce?: number;
}

/**
 * Looks up what rules select that have changed, or whose series or objects have. A rule that can not be selected keeps what it selected, and keeps no
 * other rule waiting. Ends early where the hub does: what is done by then stays, and the next pass begins anew.
 */
export async function selectRules(client: PoolClient, options: SelectingOptions): Promise<void> {
  if (!(await takeTurn(client))) return;
  const failures = new Failures();
  try {
    for (const rule of await dueRules(client, microsText(options.clock.now))) {
      if (options.signal?.aborted) break;
      await selectRule(client, rule, options).catch(failures.add);
    }
  } finally {
    await endTurn(client);
  }
  failures.throwIfAny((count) => `${count} warning rules are not selected`);
}

async function selectRule(client: PoolClient, rule: SelectingRule, options: SelectingOptions): Promise<void> {
  const { clock, settle, atOnce = 16 } = options;
  const began = performance.now();
  if (!rule.isOn || isOther(rule)) await clearRule(client, rule, rule.isOn ? 'CHANGED' : 'GONE', clock, settle);
  const { bySlice, count, isCut } = await numbersOf(client, rule);
  const slices = [...new Set([...bySlice.keys(), ...(await slicesOfRule(client, rule.id))])].sort((a, b) => a - b);
  const firing = await firingNumbers(client, rule.id);
  for (let from = 0; from < slices.length; from += atOnce) {
    if (options.signal?.aborted) return;
    await applyTo(client, rule, slices.slice(from, from + atOnce), { bySlice, firing }, options);
  }
  await retellChanged(client, rule, clock, settle);
  await keepSelection(
    client,
    rule,
    { count, isCut, seconds: (performance.now() - began) / 1000 },
    microsText(clock.now),
  );
}

/** Whether it looks for something that what it told has nothing to do with. */
function isOther({ judged, wasJudged }: SelectingRule): boolean {
  const kindOf = (of: Record<string, unknown>) => [of['condition'], (of['terms'] as { scope?: string }).scope];
  return wasJudged !== null && !isDeepStrictEqual(kindOf(judged), kindOf(wasJudged));
}

interface Found {
  bySlice: Map<number, number[]>;
  count: number;
  isCut: boolean;
}

/** What the organization of the rule sees of what it selects; of too many the first by number. */
async function numbersOf(client: PoolClient, rule: SelectingRule): Promise<Found> {
  const found: Found = { bySlice: new Map(), count: 0, isCut: false };
  if (!rule.isOn) return found;
  return inTransaction(client, async () => {
    await standInFor(client, rule.ownerId);
    for await (const numbers of selectNumbers(statementsOn(client), rule))
      for (const number of numbers) {
        found.isCut = found.count >= mostSelected;
        if (found.isCut) return found;
        put(found.bySlice, sliceOf(number), number);
        found.count += 1;
      }
    return found;
  });
}

function put(bySlice: Map<number, number[]>, slice: number, number: number): void {
  const own = bySlice.get(slice);
  if (own) own.push(number);
  else bySlice.set(slice, [number]);
}

async function applyTo(
  client: PoolClient,
  rule: SelectingRule,
  slices: readonly number[],
  { bySlice, firing }: { bySlice: ReadonlyMap<number, number[]>; firing: ReadonlySet<number> },
  { clock, settle }: SelectingOptions,
): Promise<void> {
  const isAnew = !isDeepStrictEqual(rule.judged, rule.wasJudged);
  await inTransaction(client, async () => {
    const rows = new Map((await holdMembers(client, rule.id, slices)).map((row) => [row.slice, row]));
    const changes = slices.flatMap((slice) => {
      const [row, numbers] = [rows.get(slice), bySlice.get(slice) ?? []];
      const before = row?.numbers.map(Number) ?? [];
      return isAnew || !isDeepStrictEqual(before, numbers) ? [{ slice, numbers, before, row }] : [];
    });
    if (changes.length === 0) return;
    const latest = await latestAts(
      client,
      changes.flatMap(({ numbers }) => numbers),
    );
    const begin: Begin = (number) => ({
      number,
      told: firing.has(number),
      numbers: begun(rule, latest.get(number), clock),
    });
    const members = changes.map(({ slice, numbers, row }): NewMembers => ({
      slice,
      numbers,
      states: statesOf(rule, numbers, isAnew ? undefined : row, begin),
    }));
    await keepMembers(client, rule.id, members, microsText(clock.now));
    const stay = new Set(changes.flatMap(({ numbers }) => numbers));
    const gone = changes.flatMap(({ before }) => before.filter((number) => !stay.has(number)));
    await clearDeselected(client, rule, gone, clock, settle);
  });
}

type Begin = (number: number) => KeptState;

/** Series that stay keep how they stand; the others begin. */
function statesOf(rule: SelectingRule, numbers: readonly number[], row: MemberRow | undefined, begin: Begin): Buffer {
  if (!isBySample(rule.condition as Condition['condition'])) return Buffer.alloc(0);
  const kept = new Map((row ? decodeStates(row.slice, row.states) : []).map((one) => [one.number, one]));
  return encodeStates(numbers.map((number) => kept.get(number) ?? begin(number)));
}

/** No rule begins with samples of before. */
const longestBehind = 7 * 86_400 * second;

/** As far back as the condition looks and, of a sender whose samples come late, with the last that came. */
function begun(rule: SelectingRule, latest: number | undefined, { now }: Clock): Float64Array {
  const evaluator = evaluatorOf(rule.condition as SampleCondition);
  const state = evaluator.begin(false);
  const lookback = evaluator.lookback(rule.judged['terms'] as object);
  const from = Math.min(now - lookback, latest === undefined ? -Infinity : latest - 1);
  state.breach.at = Math.floor(Math.max(from, now - Math.max(lookback, longestBehind)));
  return Float64Array.from(evaluator.toNumbers(state));
}

/** One pass at a time, over any number of processes; the lock goes with the connection. */
async function takeTurn(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_lock('private.rule_selection'::regclass::oid::int, 0) AS mine`,
  );
  return rows[0]!.mine;
}

async function endTurn(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_unlock('private.rule_selection'::regclass::oid::int, 0)`);
}
