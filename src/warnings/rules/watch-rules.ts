import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { Failures } from '../../kernel/failures';
import { microsText } from '../../kernel/instant';
import type { ProgramJob } from '../../kernel/jobs';
import { evaluateSlices } from './evaluating/evaluate-slices';
import { lookForSilence } from './evaluating/look-for-silence';
import { beat, markSelections, markSlices } from './evaluating/pass.store';
import type { Settle } from './evaluating/tell-turns';
import { selectRules } from './selecting/select-rules';

export interface PassOptions {
  settle: Settle;
  signal?: AbortSignal | undefined;
  /** By the database's clock unless said. */
  now?: Date;
  /** Slices in one transaction: a few thousand series. */
  atOnce?: number;
  restSeconds?: number;
}

/**
 * One pass by all rules: what they select, what samples tell, what time brings. Any number of processes may do so at once: each slice of series is gone through
 * by one of them, in a transaction that keeps what it told together with how far it looked. What fails keeps nothing else waiting.
 */
export async function passByRules(client: PoolClient, options: PassOptions): Promise<void> {
  const failures = new Failures();
  const clock = await beat(client, options.now ?? null);
  await markSelections(client, microsText(clock.now));
  await selectRules(client, { ...options, clock }).catch(failures.add);
  await markSlices(client, clock.isBroken);
  await passBySlices(client, options, failures);
  await passByAbsence(client, options, failures);
  failures.throwIfAny((count) => `Warning rules: ${count} parts of a pass failed`);
}

async function passBySlices(client: PoolClient, options: PassOptions, failures: Failures): Promise<void> {
  const { settle, signal, restSeconds = usualRest } = options;
  const except: number[] = [];
  for (let atOnce = options.atOnce ?? 8; !signal?.aborted;) {
    const clock = await beat(client, options.now ?? null);
    const held: number[] = [];
    try {
      if ((await evaluateSlices(client, { clock, settle, restSeconds, except, atOnce, held })) === 0) return;
    } catch (error) {
      // A batch that fails is tried slice by slice.
      if (held.length <= 1) failures.add(error);
      if (held.length === 0) return;
      if (held.length === 1) except.push(...held);
      atOnce = 1;
    }
  }
}

async function passByAbsence(client: PoolClient, options: PassOptions, failures: Failures): Promise<void> {
  const except: string[] = [];
  while (!options.signal?.aborted) {
    const clock = await beat(client, options.now ?? null);
    const held: string[] = [];
    try {
      if (!(await lookForSilence(client, { clock, settle: options.settle, except, held }))) return;
    } catch (error) {
      failures.add(error);
      if (held.length === 0) return;
      except.push(...held);
    }
  }
}

/** Samples of one minute come in many bodies: a slice rests until some of them have. */
const usualRest = 8;
const everyMs = 10_000;
const watchMs = 50_000;

/** Pass after pass for most of a minute, when the job comes due again, in this process or another one. */
export async function watchRules(client: PoolClient, options: PassOptions): Promise<void> {
  const { signal } = options;
  const failures = new Failures();
  for (const end = performance.now() + watchMs; performance.now() < end && !signal?.aborted;) {
    await passByRules(client, options).catch(failures.add);
    await pause(everyMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
  failures.throwIfAny((count) => `${count} passes by warning rules failed`);
}

export const rulesJob = (settle: Settle): ProgramJob => ({
  name: 'evaluate_rules',
  schedule: '* * * * *',
  work: (client, signal) => watchRules(client, { settle, signal }),
});
