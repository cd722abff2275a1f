import { setImmediate as nextTurn } from 'node:timers/promises';
import { microsText } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { decodeTimes } from '../chunks/chunk-codec';
import { DamagedChunk } from '../chunks/damaged-chunk';
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

/** Of each chunk the times of a series that comes about regularly; nothing else of it is read for them. */
const headBytes = 1024;
const allBytes = 2 ** 30;

type Take = (place: number, at: Float64Array) => void;

/**
 * Gives the instants of each series asked for, by its place among those, in some parts that each rise: of rows and of each chunk, a chunk's with all of its
 * day. No more is held at once than one statement brings.
 */
export const eachInstants = async (db: Db, asked: readonly InstantsAsked[], take: Take): Promise<void> =>
  void (await eachPart(db, asked, null, take));

/** The same of packed days, each range within one: of the first bytes of its chunk, and of all of them where these do not hold all times. */
export async function eachPackedInstants(db: Db, asked: readonly InstantsAsked[], take: Take): Promise<void> {
  const light = asked.map((one) => ({ ...one, weight: 1 }));
  const left = await eachPart(db, light, headBytes, take);
  const whole = left.map((place) => asked[place]!);
  await eachPart(db, whole, allBytes, (n, at) => take(left[n]!, at));
}

/** Tells the places whose chunks were cut short too early. */
async function eachPart(db: Db, asked: readonly InstantsAsked[], head: number | null, take: Take): Promise<number[]> {
  const left: number[] = [];
  let turns = 0;
  for (let from = 0; from < asked.length;) {
    const part = asked.slice(from, portionEnd(asked, from));
    for (const { n, instants, chunks } of await readInstants(db, part, head)) {
      if (instants) take(from + n - 1, instantsIn(instants));
      for (const [dayStart, data] of daysOf(chunks)) {
        const at = timesOf(data, dayStart, head);
        if (at) take(from + n - 1, at);
        else left.push(from + n - 1);
        // Requests are answered meanwhile.
        if (++turns % chunksATurn === 0) await nextTurn();
      }
    }
    from += part.length;
  }
  return left;
}

/** null where more than the head of a chunk is needed. */
function timesOf(data: Buffer, dayStart: number, head: number | null): Float64Array | null {
  try {
    return decodeTimes(data, dayStart);
  } catch (error) {
    if (error instanceof DamagedChunk && data.length === head) return null;
    throw error;
  }
}

interface InstantsRow {
  n: number;
  instants: Buffer | null;
  chunks: Buffer | null;
}

const readInstants = (db: Db, asked: readonly InstantsAsked[], head: number | null): Promise<InstantsRow[]> =>
  db.rows<InstantsRow>('SELECT i.n, i.instants, i.chunks FROM hub.sample_instants($1, $2, $3, $4) i', [
    asked.map(({ id }) => id),
    asked.map(({ from }) => microsText(from)),
    asked.map(({ to }) => microsText(to)),
    head,
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
