import type { Entrant } from './equality';
import type { Generator } from './load/load';
import type { Request } from './servers/server';
import { cpuOf, cpuOfPostgres } from './servers/process';

/** What one server did under one load. */
export interface Measured {
  perSecond: number;
  /** ms */
  p50: number;
  p99: number;
  /** CPU ms of a request */
  server: number;
  postgres: number | null;
}

export interface Bench {
  generator: Generator;
  postmaster: number | null;
  scratch: string;
}

export async function measure(
  { generator, postmaster, scratch }: Bench,
  entrant: Entrant & { pid: number },
  requests: Request[],
  load: { connections: number; seconds: number },
): Promise<Measured> {
  const postgresCpu = () => (postmaster === null ? 0 : cpuOfPostgres(postmaster));
  const began = { server: cpuOf(entrant.pid), postgres: postgresCpu() };
  const { answers, seconds, p50, p99 } = await generator.run({ port: entrant.port, requests, scratch, ...load });
  const spent = { server: cpuOf(entrant.pid) - began.server, postgres: postgresCpu() - began.postgres };
  await settle(() => cpuOf(entrant.pid) + postgresCpu());
  if (answers === 0) throw new Error(`${entrant.server.name} gave no answer within ${load.seconds} s.`);
  return {
    ...{ perSecond: answers / seconds, p50, p99 },
    server: spent.server / answers,
    postgres: postmaster === null ? null : spent.postgres / answers,
  };
}

/** What was under way when a load ended is not counted to the next one: waits until little is done, or three seconds. */
async function settle(cpu: () => number): Promise<void> {
  for (let i = 0, before = cpu(); i < 30; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = cpu();
    if (now - before <= 20) return;
    before = now;
  }
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}
