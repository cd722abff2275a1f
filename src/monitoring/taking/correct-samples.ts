import { HubError } from '../../kernel/errors';
import { microsOf } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { inMicroseconds, takeSamples, type Outcome, type TakenSample } from './take-samples';
import { unpackDays, type SeriesDay } from './unpack.store';

export type Correction = Outcome | 'replaced';

const mostCorrected = 10_000;
/** A day that lies packed is written anew for one sample of it. */
const mostPackedDays = 50;
const mostUnpacked = 100_000;
/** So many chunks are held at a time. */
const daysAtOnce = 10;

/**
 * Takes samples as `takeSamples` does, but one whose instant holds another value takes its place. Of an instant that comes twice the first is
 * taken: another value beside it stays a conflict.
 */
export async function takeOrReplace(db: Db, sent: readonly TakenSample[]): Promise<Correction[]> {
  const samples = sent.map((sample) => ({ ...sample, at: inMicroseconds(sample.at) }));
  const firsts = firstPlaces(samples);
  // All locks of slices come first: of samples that are new only old ones need theirs, of those that are corrected all do.
  await db.rows('SELECT hub.hold_slices($1)', [samples.map(({ series }) => series)]);
  const outcomes: Correction[] = await takeSamples(db, samples);
  const wrong = firsts.flatMap((first, place) => (first === place && outcomes[place] === 'conflict' ? [place] : []));
  const corrected = await correctSamples(
    db,
    wrong.map((place) => samples[place]!),
  );
  wrong.forEach((place, n) => (outcomes[place] = corrected[n]!));
  return outcomes.map((outcome, place) => {
    const first = firsts[place]!;
    if (first === place) return outcome;
    return isSame(samples[first]!, samples[place]!) ? 'repeated' : 'conflict';
  });
}

/** Of each sample the place of the first one of its series and instant. */
function firstPlaces(samples: readonly TakenSample[]): number[] {
  const places = new Map<string, number>();
  return samples.map(({ series, at }, place) => {
    const key = `${series} ${microsOf(at)}`;
    const first = places.get(key) ?? place;
    places.set(key, first);
    return first;
  });
}

const isSame = (one: TakenSample, other: TakenSample): boolean =>
  one.flag === other.flag && (one.flag !== 0 || one.value === other.value);

/** Each stands already, with whatever value. What lies packed is put back as rows first. */
async function correctSamples(db: Db, samples: readonly TakenSample[]): Promise<Correction[]> {
  if (samples.length === 0) return [];
  if (samples.length > mostCorrected) throw tooMany(`${mostCorrected} samples`, `${samples.length}`);
  const outcomes = await correct(db, samples);
  const packed = samples.flatMap((_, place) => (outcomes[place] === undefined ? [place] : []));
  if (packed.length === 0) return outcomes as Correction[];
  const rest = packed.map((place) => samples[place]!);
  await unpack(db, daysOf(rest));
  const late = await correct(db, rest);
  packed.forEach((place, n) => (outcomes[place] = late[n]));
  if (outcomes.includes(undefined)) throw new Error('A sample that stands is neither a row nor packed.');
  return outcomes as Correction[];
}

/** Undefined of what is no row. */
async function correct(db: Db, samples: readonly TakenSample[]): Promise<(Correction | undefined)[]> {
  const rows = await db.rows<{ n: number; outcome: Correction }>(
    'SELECT c.n, c.outcome FROM hub.correct_samples($1, $2, $3, $4) c',
    [
      samples.map(({ series }) => series),
      samples.map(({ at }) => at),
      samples.map(({ value }) => value),
      samples.map(({ flag }) => flag),
    ],
  );
  const outcomes = samples.map((): Correction | undefined => undefined);
  for (const { n, outcome } of rows) outcomes[n - 1] = outcome;
  return outcomes;
}

function daysOf(samples: readonly TakenSample[]): SeriesDay[] {
  const days = new Map<string, SeriesDay>();
  for (const { series, at } of samples) {
    const day = at.slice(0, 10);
    days.set(`${series} ${day}`, { series, day });
  }
  return [...days.values()];
}

async function unpack(db: Db, days: readonly SeriesDay[]): Promise<void> {
  if (days.length > mostPackedDays)
    throw tooMany(`samples of ${mostPackedDays} days of series that lie packed`, `${days.length} such days`);
  let left = mostUnpacked;
  for (let from = 0; from < days.length; from += daysAtOnce) {
    const count = await unpackDays(db, days.slice(from, from + daysAtOnce), left);
    if (count === null)
      throw tooMany(`samples of packed days that hold ${mostUnpacked} samples together`, `days that hold more`);
    left -= count;
  }
}

const tooMany = (most: string, sent: string): HubError =>
  new HubError('BAD_USER_INPUT', `A call replaces ${most} at most, this one ${sent}: send the corrections in parts.`);
