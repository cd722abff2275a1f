import type { PoolClient } from 'pg';
import { inTransaction } from '../../../kernel/postgres/transaction';
import { microsText } from '../../../kernel/instant';
import type { Clock } from '../conditions/point.rules';
import { evaluatedRules } from './evaluated-rule';
import { askedOf, judge, openRows } from './judge-slices';
import { readOlder, readOpen } from './new-samples.store';
import { holdSlices, keepLooks, keepStates, statesOf } from './slice.store';
import { tellTurns, type Settle } from './tell-turns';

export interface SlicesOptions {
  clock: Clock;
  settle: Settle;
  atOnce: number;
  restSeconds: number;
  /** Slices that failed in this pass. */
  except: readonly number[];
  /** Gets the slices that are held, also where they fail. */
  held: number[];
}

/**
 * Judges what is new of some slices that are due and that nobody else holds, in one transaction: what is told, how each series stands and up to where it was
 * looked at are kept together or not at all. Answers how many slices that were. A sample that lies behind one that was looked at is passed over.
 */
export async function evaluateSlices(client: PoolClient, options: SlicesOptions): Promise<number> {
  const { clock, settle } = options;
  const now = microsText(clock.now);
  return inTransaction(client, async () => {
    const held = await holdSlices(client, { ...options, now });
    if (held.size === 0) return 0;
    const slices = [...held.keys()];
    options.held.push(...slices);
    const rows = await statesOf(client, slices, now);
    const rules = await evaluatedRules(client, [...new Set(rows.map(({ ruleId }) => ruleId))]);
    const open = openRows(rows, rules);
    const { recent, older } = askedOf(open, clock);
    const found = await readOpen(client, recent);
    const before = await readOlder(client, older);
    for (const [number, samples] of before.found) found.set(number, samples);
    const { turns, rows: kept, looks } = judge(slices, open, found, before.isMore, clock);
    await keepStates(client, kept);
    await tellTurns(client, turns, held, clock, settle);
    await keepLooks(client, looks, now);
    return held.size;
  });
}
