import { microsOf } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { decodeChunk } from '../chunks/chunk-codec';
import type { SampleColumns } from '../chunks/sample-columns';
import { placeOf } from '../chunks/column-parts';

export type Outcome = 'taken' | 'repeated' | 'conflict';

export interface TakenSample {
  series: string;
  /** RFC 3339 in UTC. */
  at: string;
  value: number;
  flag: number;
}

/**
 * Takes samples of series that the key may write; what became of each. The first value of an instant stays, also where it lies packed: those
 * are looked into, and what they do not hold is taken.
 */
export async function takeSamples(db: Db, sent: readonly TakenSample[]): Promise<Outcome[]> {
  const samples = sent.map((sample) => ({ ...sample, at: inMicroseconds(sample.at) }));
  const outcomes = await take(db, samples, false);
  const packed = placesOf(outcomes, 'packed');
  if (packed.length === 0) return outcomes as Outcome[];
  const found = await lookIntoChunks(db, samples, packed);
  packed.forEach((place, n) => (outcomes[place] = found[n] ?? 'packed'));
  const missing = placesOf(outcomes, 'packed');
  const late = await take(
    db,
    missing.map((place) => samples[place]!),
    true,
  );
  missing.forEach((place, n) => (outcomes[place] = late[n]!));
  return outcomes as Outcome[];
}

/** 2026-11-01T00:00:00.123456789Z: Postgres would round it, and to another instant than its chunk has. */
export const inMicroseconds = (instant: string): string => (instant.length > 27 ? `${instant.slice(0, 26)}Z` : instant);

type Asked = Outcome | 'packed';

const placesOf = (outcomes: readonly Asked[], wanted: Asked): number[] =>
  outcomes.flatMap((outcome, place) => (outcome === wanted ? [place] : []));

async function take(db: Db, samples: readonly TakenSample[], isChecked: boolean): Promise<Asked[]> {
  if (samples.length === 0) return [];
  const rows = await db.rows<{ n: number; outcome: Asked }>(
    'SELECT t.n, t.outcome FROM hub.take_samples($1, $2, $3, $4, $5) t',
    [
      samples.map(({ series }) => series),
      samples.map(({ at }) => at),
      samples.map(({ value }) => value),
      samples.map(({ flag }) => flag),
      isChecked,
    ],
  );
  const outcomes: Asked[] = [];
  for (const { n, outcome } of rows) outcomes[n - 1] = outcome;
  return outcomes;
}

/** What the chunks have of the samples at some places; null of what they do not hold. */
async function lookIntoChunks(
  db: Db,
  samples: readonly TakenSample[],
  places: readonly number[],
): Promise<(Outcome | null)[]> {
  const found = new Map<number, Outcome | null>();
  const byDay = new Map<string, number[]>();
  for (const place of places) {
    const day = dayOf(samples[place]!);
    const others = byDay.get(day);
    if (others) others.push(place);
    else byDay.set(day, [place]);
  }
  const days = [...byDay.values()];
  for (let from = 0; from < days.length; from += chunksAtOnce)
    await lookIntoDays(db, samples, days.slice(from, from + chunksAtOnce), found);
  return places.map((place) => found.get(place) ?? null);
}

/** So many are held at a time. */
const chunksAtOnce = 200;

async function lookIntoDays(
  db: Db,
  samples: readonly TakenSample[],
  days: readonly number[][],
  found: Map<number, Outcome | null>,
): Promise<void> {
  const asked = days.map(([place]) => samples[place!]!);
  const rows = await db.rows<{ n: number; data: Buffer }>('SELECT p.n, p.data FROM hub.packed_samples($1, $2) p', [
    asked.map(({ series }) => series),
    asked.map(({ at }) => at.slice(0, 10)),
  ]);
  for (const { n, data } of rows) {
    const chunk = unpack(data, asked[n - 1]!);
    for (const place of days[n - 1]!) found.set(place, lookInto(chunk, samples[place]!));
  }
}

const dayOf = ({ series, at }: TakenSample): string => `${series} ${at.slice(0, 10)}`;
const unpack = (data: Buffer, { at }: TakenSample): SampleColumns =>
  decodeChunk(data, microsOf(`${at.slice(0, 10)}T00:00:00Z`));

function lookInto(chunk: SampleColumns, { at, value, flag }: TakenSample): Outcome | null {
  const instant = microsOf(at);
  const place = placeOf(chunk, instant);
  if (chunk.at[place] !== instant) return null;
  const isSame = chunk.flags[place] === flag && (flag !== 0 || chunk.values[place] === value);
  return isSame ? 'repeated' : 'conflict';
}
