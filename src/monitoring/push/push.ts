import { instantTexts } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import type { Incoming, RefusedSamples } from '../incoming/incoming';
import { takeSamples, type Outcome } from '../take-samples';
import { appendSamples } from './append-samples';
import { learnMetrics } from './learn-metrics';
import { findSeries, type FoundSeries, type SeriesLimits } from './find-series';
import { Refusals, type RefusedPush } from './refusals';

export interface Pushing {
  /** Id of the organization whose series they are. */
  writer: string;
  source: string;
  limits: SeriesLimits;
}

export interface Pushed {
  /** Samples that are new. */
  taken: number;
  /** Samples that stood already. */
  repeated: number;
  newSeries: number;
  refused: RefusedPush[];
}

/** What monitoring systems push, in the caller's transaction: what is sound is taken, the rest is counted by reason. */
export async function push(db: Db, { writer, source, limits }: Pushing, incoming: Incoming): Promise<Pushed> {
  await learnMetrics(db, incoming.metadata);
  const found = await findSeries(db, { writer, source, limits }, incoming);
  const appended = await appendSamples(
    db,
    incoming,
    found.series.map((one) => one?.number ?? null),
  );
  const outcomes = await takeSamples(db, samplesAt(appended.late, incoming, found));
  const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    taken: appended.taken + count('taken'),
    repeated: count('repeated'),
    newSeries: found.created,
    refused: refusalsOf(incoming, found, appended.late, outcomes),
  };
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
  { refused, series, seriesAt, at }: Incoming,
  found: FoundSeries,
  places: readonly number[],
  outcomes: readonly Outcome[],
): RefusedPush[] {
  const refusals = new Refusals(refused as readonly RefusedSamples[]);
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
