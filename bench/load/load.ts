import type { Request } from '../servers/server';

export interface Load {
  port: number;
  requests: Request[];
  connections: number;
  seconds: number;
  /** Folder for what the generator needs. */
  scratch: string;
}

export interface Loaded {
  answers: number;
  seconds: number;
  /** ms */
  p50: number;
  p99: number;
}

export type Generator = { name: string; run: (load: Load) => Promise<Loaded> };

/** An answer that is no success, or holds an error, ends the run. */
export function refuseFaults(faults: number, what: string): void {
  if (faults > 0) throw new Error(`${faults} ${what}: what they took says nothing.`);
}
