import type { Pool, PoolClient } from 'pg';
import { HubError } from '../errors';
import { fromPostgres } from './database-errors';

/** A connection that sends statements without waiting for the answers to those before. */
type Pipelined = PoolClient & {
  pipeline: true;
  connection: { stream: { destroy(): void } };
};

export const isPipelined = (client: PoolClient): client is Pipelined =>
  (client as PoolClient & { pipeline?: boolean }).pipeline === true;

/** What Postgres knows the connection by. */
export const processOf = (client: PoolClient): number => (client as PoolClient & { processID: number }).processID;

export const tooLate = () =>
  new HubError('DEADLINE_EXCEEDED', 'The request was ended before all of it could be answered.');

/** A connection in use that breaks says so by each statement; without a listener it would end the process as well. */
export const toldByItsStatements = (): void => undefined;

/** A connection of the pool, unless the request ends before one is free: that one goes back. */
export function connect(pool: Pool, signal: AbortSignal | undefined): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    const end = () => reject(tooLate());
    if (signal?.aborted) return end();
    signal?.addEventListener('abort', end, { once: true });
    pool.connect().then(
      (client) => {
        signal?.removeEventListener('abort', end);
        if (signal?.aborted) client.release();
        else resolve(client);
      },
      (error: unknown) => {
        signal?.removeEventListener('abort', end);
        reject(fromPostgres(error) as Error);
      },
    );
  });
}
