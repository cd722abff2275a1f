import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { Failures } from '../../kernel/failures';
import type { ProgramJob } from '../../kernel/jobs';
import { packSamples } from '../packing/pack-samples';
import { rollUpAgain } from '../rollups/roll-up-again';
import { findWithoutSteps, isDue, letPartGo, partsBeyond, type Part } from './let-go.store';
import { rollUpRows } from './roll-up-rows';

/** Others wait as long: at first hardly, at last what they bear. */
const shortestWaitMs = 50;
const longestWaitMs = 1000;

interface LettingGo {
  signal?: AbortSignal | undefined;
  now?: Date;
  /** How often it is tried while others read or write, and how long they have between. */
  tries?: number;
  pauseMs?: number;
  /** Told of each part what became of it. */
  note?: (message: string) => void;
}

/**
 * Lets go whole months and years that lie beyond what is kept, each in a transaction of its own: raw months when all of their steps are made. What
 * is in use by somebody for longer than a moment (a backup) waits for the next run. What fails keeps nothing else from going, and is told then.
 */
export async function letSamplesGo(client: PoolClient, options: LettingGo = {}): Promise<void> {
  const { signal, note = () => undefined } = options;
  const at = await instantOf(client, options.now ?? null);
  const failures = new Failures();
  const left: Part[] = [];
  for (const part of await partsBeyond(client, at)) {
    if (signal?.aborted) return;
    // What is coarser stands for what is finer until that is gone.
    if (left.some((finer) => finer.level !== part.level && overlaps(finer, part))) continue;
    const fate = await letGo(client, part, at, options).catch(failures.add);
    if (typeof fate !== 'number') left.push(part);
    if (fate !== undefined) note(`${nameOf(part)}: ${told(fate)}`);
  }
  failures.throwIfAny((count) => `${count} parts could not be let go`);
}

const overlaps = (one: Part, other: Part): boolean => one.since < other.until && one.until > other.since;
const nameOf = ({ level, since, until }: Part): string => `${level} from ${since} to ${until}`;

type Fate = number | 'busy' | null;
const told = (fate: Fate): string => {
  if (fate === 'busy') return 'in use, it is let go at the next run';
  return fate === null ? 'not to be let go now' : `let go, ${fate} bytes`;
};

async function letGo(client: PoolClient, part: Part, at: string, options: LettingGo): Promise<Fate> {
  const { signal, tries = 10, pauseMs = 2000 } = options;
  if (part.level === 'RAW') await makeSteps(client, part, signal);
  for (let tried = 1; ; tried += 1) {
    if (signal?.aborted) return null;
    const waitMs = Math.min(longestWaitMs, shortestWaitMs * 2 ** (tried - 1));
    const fate = await letPartGo(client, part, { at, waitMs });
    if (fate !== 'busy' || tried >= tries) return fate;
    await pause(pauseMs * (0.5 + Math.random()));
  }
}

const openHours = 2;

/** All steps of a raw month, whatever it still holds. */
async function makeSteps(client: PoolClient, part: Part, signal: AbortSignal | undefined): Promise<void> {
  await packSamples(client, { now: new Date(Date.parse(part.until) + openHours * 3_600_000), signal });
  if (await isDue(client)) await rollUpAgain(client, signal);
  if (await findWithoutSteps(client, part)) await rollUpAgain(client, signal);
  await rollUpRows(client, part, signal);
  if (!signal?.aborted && (await findWithoutSteps(client, part)))
    throw new Error(`${nameOf(part)}: packed days have no steps of days yet, and stay until those are made.`);
}

async function instantOf(client: PoolClient, now: Date | null): Promise<string> {
  const { rows } = await client.query<{ at: string }>('SELECT coalesce($1::timestamptz, now()) AS at', [now]);
  return rows[0]!.at;
}

export const lettingGoJob: ProgramJob = {
  name: 'let_samples_go',
  schedule: '53 * * * *',
  work: (client, signal, note) => letSamplesGo(client, { signal, note }),
};
