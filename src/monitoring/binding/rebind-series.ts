import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { Failures } from '../../kernel/failures';
import type { ProgramJob } from '../../kernel/jobs';
import type { BindingTarget } from './binding.values';
import {
  awaitPushes,
  dueWriters,
  endTurn,
  findSubjects,
  lookAtInventory,
  markApplied,
  rememberLook,
  standingRules,
  standingSeries,
  takeTurn,
  writeBindings,
  type DueWriter,
  type StandingRule,
  type StandingSeries,
} from './rebind.store';
import { RuleMatcher, type Ask } from './rule-matcher';
import { settleBindings, type Binding } from './settle-bindings';

interface RebindingOptions {
  signal?: AbortSignal | undefined;
  /** Series in one transaction. */
  atOnce?: number;
}

/** The rules of one writer, ready to be asked. */
interface Rules {
  matchers: readonly RuleMatcher[];
  targets: ReadonlyMap<string, BindingTarget>;
  /** Those that stand as they did when the series were last gone through, and their place among all. */
  settled: ReadonlyMap<string, number>;
  work: { steps: number };
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Binds series by the rules of their writers: all that no sender has bound where a rule has changed, and those that wait where something new
 * stands in the inventory. Ends early where the hub does: what is bound by then stays, and the next run begins anew. What fails for one
 * writer keeps nobody else waiting.
 */
export async function rebindSeries(
  client: PoolClient,
  { signal, atOnce = 1000 }: RebindingOptions = {},
): Promise<void> {
  if (!(await takeTurn(client))) return;
  const failures = new Failures();
  try {
    const look = await lookAtInventory(client);
    for (const writer of await dueWriters(client, look))
      await rebindOf(client, writer, atOnce, signal).catch(failures.add);
    if (failures.none && !signal?.aborted) await rememberLook(client, look);
  } finally {
    await endTurn(client);
  }
  failures.throwIfAny((count) => `Series of ${count} writers are not bound`);
}

async function rebindOf(client: PoolClient, writer: DueWriter, atOnce: number, signal?: AbortSignal): Promise<void> {
  if (writer.scope === 'RULES') await awaitPushes(client, writer.id);
  const standing = await standingRules(client, writer.id);
  const rules = readied(standing);
  for (let after: string | undefined = beforeAll; after !== undefined;) {
    if (signal?.aborted) return;
    const batch: StandingSeries[] = await standingSeries(client, writer, after, atOnce);
    await rebindBatch(client, writer.id, rules, batch);
    after = batch.length < atOnce ? undefined : batch.at(-1)?.id;
  }
  if (writer.scope === 'RULES') await markApplied(client, standing);
}

function readied(standing: readonly StandingRule[]): Rules {
  const work = { steps: 0 };
  const rules = standing.filter(({ isRemoved }) => !isRemoved);
  return {
    matchers: rules.map((rule) => new RuleMatcher(rule, work)),
    targets: new Map(rules.map(({ id, target }) => [id, target])),
    settled: new Map(rules.flatMap(({ id, isApplied }, place) => (isApplied ? [[id, place] as const] : []))),
    work,
  };
}

async function rebindBatch(
  client: PoolClient,
  writer: string,
  rules: Rules,
  batch: readonly StandingSeries[],
): Promise<void> {
  const asked: Ask[][] = [];
  for (const series of batch) {
    asked.push(asksOf(series, rules));
    await breathe(rules.work);
  }
  const settled = await settleBindings(asked, rules.targets, (asks) => findSubjects(client, writer, asks));
  await writeBindings(
    client,
    batch.flatMap((was, i) => (isToChange(was, settled[i]!, rules) ? [{ was, now: settled[i]! }] : [])),
  );
}

/** Of a series that is bound by a rule that stands as it did, only rules before that one are asked. */
function asksOf(series: StandingSeries, { matchers, settled, work }: Rules): Ask[] {
  work.steps += matchers.length;
  const place = settled.get(series.bindingRuleId ?? '') ?? matchers.length;
  return matchers
    .slice(0, place)
    .map((matcher) => matcher.askOf(series))
    .filter((ask) => ask !== null);
}

/** What stands bound by a rule as it was stays so unless an earlier one decides, also where its object is out of reach by now. */
function isToChange(was: StandingSeries, now: Binding, { settled }: Rules): boolean {
  if (settled.has(was.bindingRuleId ?? '') && now.reason !== null && now.reason !== 'AMBIGUOUS') return false;
  return was.subjectId !== now.subject || was.bindingRuleId !== now.rule || was.unboundReason !== now.reason;
}

/** Requests are answered meanwhile. */
const stepsATurn = 200_000;

async function breathe(work: { steps: number }): Promise<void> {
  if (work.steps < stepsATurn) return;
  work.steps = 0;
  await nextTurn();
}

export const bindingJob: ProgramJob = {
  name: 'bind_series',
  schedule: '* * * * *',
  work: (client, signal) => rebindSeries(client, { signal }),
};
