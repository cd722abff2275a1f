import { instantTexts } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import type { Incoming } from '../incoming/incoming';
import { takeOrReplace, type Correction } from '../taking/correct-samples';
import { takeSamples } from '../taking/take-samples';
import { appendSamples, type Appended } from './append-samples';
import { leaveOutOld } from '../retention/leave-out-old';
import { oldestKept } from '../retention/oldest-kept';
import { learnMetrics } from './learn-metrics';
import { findSeries, type FoundSeries, type SeriesLimits } from './find-series';
import { Refusals, type RefusedPush } from './refusals';

export interface Pushing {
  /** Id of the organization whose series they are. */
  writer: string;
  source: string;
  limits: SeriesLimits;
  /** Whether another value of an instant takes the place of the one that stands. */
  replace?: boolean;
}

export interface Pushed {
  /** Samples that are new. */
  taken: number;
  /** Samples that stood already. */
  repeated: number;
  /** Samples that took the place of another value: none unless asked to. */
  replaced: number;
  newSeries: number;
  refused: RefusedPush[];
}

/** What monitoring systems push, in the caller's transaction: what is sound is taken, the rest is counted by reason. */
export async function push(db: Db, pushing: Pushing, sent: Incoming): Promise<Pushed> {
  const refusals = new Refusals(sent.refused);
  const incoming = leaveOutOld(sent, await oldestKept(db), refusals);
  await learnMetrics(db, incoming.metadata);
  const found = await findSeries(db, pushing, incoming);
  const numbers = found.series.map((one) => one?.number ?? null);
  const appended = pushing.replace ? noneAppended(incoming, numbers) : await appendSamples(db, incoming, numbers);
  const others = samplesAt(appended.late, incoming, found);
  const outcomes = await (pushing.replace ? takeOrReplace(db, others) : takeSamples(db, others));
  const count = (wanted: Correction) => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    taken: appended.taken + count('taken'),
    repeated: count('repeated'),
    replaced: count('replaced'),
    newSeries: found.created,
    refused: refusalsOf(refusals, incoming, found, appended.late, outcomes),
  };
}

/** What may be a correction is looked at one by one. */
function noneAppended({ seriesAt }: Incoming, numbers: readonly (number | null)[]): Appended {
  const late = Array.from(seriesAt.keys()).filter((i) => numbers[seriesAt[i]!] !== null);
  return { taken: 0, late };
}

function samplesAt(places: readonly number[], { seriesAt, at, values, flags }: Incoming, { series }: FoundSeries) {
  const textOf = instantTexts();
  return places.map((i) => ({
    series: series[seriesAt[i]!]!.id,
    at: textOf(at[i]!),
    value: flags[i] === 0 ? values[i]! : NaN,
    flag: flags[i]!,
  }));
}

function refusalsOf(
  refusals: Refusals,
  { series, seriesAt, at }: Incoming,
  found: FoundSeries,
  places: readonly number[],
  outcomes: readonly Correction[],
): RefusedPush[] {
  if (found.refusedOf.size > 0)
    seriesAt.forEach((place) => {
      const reason = found.refusedOf.get(place);
      if (reason) refusals.add(reason, series[place]!.key);
    });
  outcomes.forEach((outcome, n) => {
    if (outcome !== 'conflict') return;
    const i = places[n]!;
    refusals.add('CONFLICT', `${series[seriesAt[i]!]!.key} at ${new Date(at[i]!).toISOString()}`);
  });
  return refusals.list();
}
