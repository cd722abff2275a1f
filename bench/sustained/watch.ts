import { setTimeout as pause } from 'node:timers/promises';
import type { Queryable } from '../../src/kernel/postgres/database';
import { residentOf, residentOfPostgres } from './memory';

/** What is looked at every ten seconds. */
export interface Look {
  /** Milliseconds since the first look. */
  at: number;
  server: number;
  postgres: number;
  /** Seconds since the instant up to which all is packed, as alerts reckon it; null before the first packing has ended. */
  packedAgo: number | null;
  /** Rows that are not packed, about: as Postgres counts them by the way. */
  rows: number;
  rollupsDue: number;
  failing: string[];
  /** Of the last packing, in seconds. */
  packingTook: number | null;
}

export interface Watched {
  port: number;
  pid: number;
  postmaster: number;
  operator: Queryable;
}

const everyMs = 10_000;

/** Looks until told to end, and once more then. */
export async function watch(watched: Watched, signal: AbortSignal, looks: Look[]): Promise<void> {
  const began = performance.now();
  for (;;) {
    const isLast = signal.aborted;
    looks.push({ at: performance.now() - began, ...(await look(watched)) });
    if (isLast) return;
    await pause(everyMs - ((performance.now() - began) % everyMs), undefined, { signal }).catch(() => undefined);
  }
}

async function look({ port, pid, postmaster, operator }: Watched): Promise<Omit<Look, 'at'>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const figure = (name: string): number | null => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text);
    return found && Number(found[1]);
  };
  const packedUntil = figure('hub_samples_packed_until_timestamp_seconds');
  return {
    ...{ server: residentOf(pid), postgres: residentOfPostgres(postmaster), rows: await openRows(operator) },
    packedAgo: packedUntil === null ? null : Date.now() / 1000 - packedUntil,
    rollupsDue: figure('hub_series_rollup_due') ?? 0,
    failing: [...text.matchAll(/^hub_job_failing\{job="(\w+)"\} 1$/gm)].map(([, job]) => job!),
    packingTook: figure('hub_job_last_duration_seconds\\{job="pack_samples"\\}'),
  };
}

async function openRows(operator: Queryable): Promise<number> {
  const { rows } = await operator.query<{ count: string }>(
    `SELECT coalesce(sum(t.n_live_tup), 0) AS count FROM pg_stat_user_tables t
      WHERE t.relid IN (SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = 'private.sample'::regclass)`,
  );
  return Number(rows[0]!.count);
}
