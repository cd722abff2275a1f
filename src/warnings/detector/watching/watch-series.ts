import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { Failures } from '../../../kernel/failures';
import type { ProgramJob } from '../../../kernel/jobs';
import type { Settle } from '../../rules/evaluating/tell-turns';
import { judgeSlice } from './judge-slice';
import { markDue } from './watched.store';
import { WorkingSet } from './working-set';

export interface WatchOptions {
  settle: Settle;
  workingSet: WorkingSet;
  signal?: AbortSignal | undefined;
  now?: () => Date;
  restSeconds?: number;
}

/** Series are judged by twelves of samples and more: one look at what a minute has brought is enough. */
const usualRest = 45;
const longestBreakSeconds = 600;
const everyMs = 15_000;
const watchMs = 50_000;

/** One pass over what samples have brought since the last. Any number of processes may do so at once; what fails keeps nothing else waiting. */
export async function passOverSeries(client: PoolClient, options: WatchOptions): Promise<void> {
  const { settle, workingSet, signal, restSeconds = usualRest, now = () => new Date() } = options;
  const failures = new Failures();
  const except: number[] = [];
  await markDue(client, longestBreakSeconds);
  for (let isMore = true; isMore && !signal?.aborted;) {
    const held: number[] = [];
    isMore = await judgeSlice(client, { settle, workingSet, restSeconds, except, held, now: now() }).catch(
      (error: unknown) => {
        failures.add(error);
        except.push(...held);
        return held.length > 0;
      },
    );
  }
  failures.throwIfAny((count) => `The detector: ${count} slices of series are not judged`);
}

/** Pass after pass for most of a minute, when the job comes due again, in this process or another one. */
export const detectorJob = (settle: Settle, workingSet = new WorkingSet()): ProgramJob => ({
  name: 'watch_series',
  schedule: '* * * * *',
  work: async (client, signal) => {
    const failures = new Failures();
    for (const end = performance.now() + watchMs; performance.now() < end && !signal?.aborted;) {
      await passOverSeries(client, { settle, workingSet, signal }).catch(failures.add);
      await pause(everyMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
    }
    failures.throwIfAny((count) => `${count} passes of the detector failed`);
  },
});
