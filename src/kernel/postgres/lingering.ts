import type { Pool, PoolClient } from 'pg';
import { madeOnce } from '../made-once';

/** How long a connection waits for the next reader, in milliseconds. */
const patience = 100;

interface Lingering {
  client: PoolClient;
  timer: NodeJS.Timeout;
  broken: () => void;
}

const lingeringOf = madeOnce((_pool: Pool): Lingering[] => []);

/**
 * Keeps a connection whose reading is over for the next session of its pool, which ends the transaction in the message that begins its own;
 * where none comes soon, `end` is called. Nobody but a session gets such a connection: the pool has it only when its transaction has ended.
 */
export function linger(pool: Pool, client: PoolClient, end: (isBroken: boolean) => void): void {
  const waiting = lingeringOf(pool);
  const leave = (isBroken: boolean) => {
    const place = waiting.indexOf(one);
    if (place >= 0) waiting.splice(place, 1);
    clear(one);
    end(isBroken);
  };
  const one: Lingering = { client, timer: setTimeout(() => leave(false), patience), broken: () => leave(true) };
  client.once('error', one.broken);
  waiting.push(one);
}

/** The connection that has waited least; null where none waits. */
export function takeLingering(pool: Pool): PoolClient | null {
  const one = lingeringOf(pool).pop();
  if (!one) return null;
  clear(one);
  return one.client;
}

function clear({ client, timer, broken }: Lingering): void {
  clearTimeout(timer);
  client.off('error', broken);
}
