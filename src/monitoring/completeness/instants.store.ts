import { setImmediate as nextTurn } from 'node:timers/promises';
import { microsText } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { decodeTimes } from '../chunks/chunk-codec';
import { daysOf, instantAt } from '../chunks/sample-wire';
import type { Span } from './share.rules';

/** Instants of one series in a range. */
export interface InstantsAsked extends Span {
  id: string;
  /** About how many there are: so much is asked at once. */
  weight: number;
}

/** What one statement may bring. */
const mostAtOnce = 2_000;
const heaviestAtOnce = 2_000_000;
const chunksATurn = 20;

/**
 * Gives the instants of each series asked for, by its place among those, in some parts that each rise: of rows and of each chunk, a chunk's with all of its
 * day. No more is held at once than one statement brings.
 */
export async function eachInstants(
  db: Db,
  asked: readonly InstantsAsked[],
  onlyChunks: boolean,
  take: (place: number, at: Float64Array) => void,
): Promise<void> {
  let turns = 0;
  for (let from = 0; from < asked.length;) {
    const part = asked.slice(from, portionEnd(asked, from));
    for (const { n, instants, chunks } of await readInstants(db, part, onlyChunks)) {
      if (instants) take(from + n - 1, instantsIn(instants));
      for (const at of timesIn(chunks)) {
        take(from + n - 1, at);
        // Requests are answered meanwhile.
        if (++turns % chunksATurn === 0) await nextTurn();
      }
    }
    from += part.length;
  }
}

interface InstantsRow {
  n: number;
  instants: Buffer | null;
  chunks: Buffer | null;
}

const readInstants = (db: Db, asked: readonly InstantsAsked[], onlyChunks: boolean): Promise<InstantsRow[]> =>
  db.rows<InstantsRow>('SELECT i.n, i.instants, i.chunks FROM hub.sample_instants($1, $2, $3, $4) i', [
    asked.map(({ id }) => id),
    asked.map(({ from }) => microsText(from)),
    asked.map(({ to }) => microsText(to)),
    onlyChunks,
  ]);

function portionEnd(asked: readonly InstantsAsked[], from: number): number {
  let end = from + 1;
  let weight = asked[from]!.weight;
  while (end < asked.length && end - from < mostAtOnce && (weight += asked[end]!.weight) <= heaviestAtOnce) end += 1;
  return end;
}

/** Instants as the database sends them, in microseconds since 1970. */
export function instantsIn(bytes: Buffer): Float64Array {
  const at = new Float64Array(bytes.length / 8);
  for (let i = 0; i < at.length; i += 1) at[i] = instantAt(bytes, i * 8);
  return at;
}

function* timesIn(chunks: Buffer | null): Generator<Float64Array> {
  for (const [dayStart, data] of daysOf(chunks)) yield decodeTimes(data, dayStart);
}
