import type { Db } from '../../kernel/postgres/session';
import { upsert } from '../../kernel/writing/upsert';
import type { Incoming, IncomingSeries, MetricMetadata } from '../incoming/incoming';
import { bindNewSeries } from '../binding/bind-new-series';
import { identityOf, type SeriesIdentity } from '../series-identity';
import { newSeriesTarget } from '../series-target';
import { takeMetrics } from '../taking/take-metrics';
import { fitting, type SeriesLimits } from './series-limits';
import type { PushReason } from './refusals';

export type { SeriesLimits };

export interface SeriesAsked {
  writer: string;
  source: string;
  limits: SeriesLimits;
}

export interface FoundSeries {
  /** By their place in what came in; null of a series that is not taken. */
  series: (KnownSeries | null)[];
  created: number;
  refusedOf: Map<number, PushReason>;
}

/** A series that is to be looked for, or made. */
export interface Sought extends SeriesIdentity {
  place: number;
  metric: string;
}

export interface KnownSeries {
  id: string;
  /** What it is called where samples are kept. */
  number: number;
}

/** By label set and, for those that may come from several, by writer and source. Label sets are kept by their reader as long as they are used. */
const known = new WeakMap<IncomingSeries, Map<string, KnownSeries>>();

/** The series that samples came of; those that are new are made, as far as the limits go. */
export async function findSeries(db: Db, asked: SeriesAsked, { series, metadata }: Incoming): Promise<FoundSeries> {
  const sender = `${asked.writer} ${asked.source}`;
  const found = series.map((one) => known.get(one)?.get(sender) ?? null);
  // Their names are made of their keys when they are asked for: not of those that are known.
  const sought = series.flatMap((one, place): Sought[] =>
    found[place] === null ? [{ place, metric: one.metric, ...identityOf(one.metric, one.labels) }] : [],
  );
  if (sought.length === 0) return { series: found, created: 0, refusedOf: new Map() };
  const standing = await standingSeries(db, asked, sought);
  for (const { place, fingerprint } of sought) {
    const one = standing.get(fingerprint);
    if (!one) continue;
    found[place] = one;
    // Only of what was there before: what this transaction makes may be taken back.
    remember(series[place]!, sender, one);
  }
  const missing = sought.filter(({ place }) => found[place] === null);
  const { created, refusedOf } = await makeSeries(db, asked, missing, metadata);
  const made = await standingSeries(db, asked, missing);
  for (const { place, fingerprint } of missing) found[place] = made.get(fingerprint) ?? null;
  return { series: found, created, refusedOf };
}

function remember(series: IncomingSeries, sender: string, one: KnownSeries): void {
  const bySender = known.get(series) ?? new Map<string, KnownSeries>();
  known.set(series, bySender.set(sender, one));
}

async function standingSeries(
  db: Db,
  { writer, source }: SeriesAsked,
  sought: readonly Sought[],
): Promise<Map<string, KnownSeries>> {
  if (sought.length === 0) return new Map();
  const rows = await db.rows<KnownSeries & { fingerprint: string }>(
    `SELECT s.id, s.number, s.external_id AS fingerprint FROM series s
      WHERE s.writer_id = $1 AND s.source = $2 AND s.external_id = ANY ($3::text[])`,
    [writer, source, sought.map(({ fingerprint }) => fingerprint)],
  );
  return new Map(rows.map(({ id, number, fingerprint }) => [fingerprint, { id, number }]));
}

async function makeSeries(
  db: Db,
  { writer, source, limits }: SeriesAsked,
  missing: readonly Sought[],
  metadata: readonly MetricMetadata[],
): Promise<Omit<FoundSeries, 'series'>> {
  if (missing.length === 0) return { created: 0, refusedOf: new Map() };
  const said = new Map(metadata.map((one) => [one.name, one]));
  const { made, refusedOf } = await fitting(db, { writer, limits }, missing);
  if (made.length === 0) return { created: 0, refusedOf };
  const metrics = await takeMetrics(
    db,
    made.map(({ metric }) => {
      const { kind, unit, help } = said.get(metric) ?? {};
      return { metric, kind, unit, description: help };
    }),
  );
  const bound = await bindNewSeries(
    db,
    writer,
    made.map(({ metric, labels }) => ({ source, metric, labels })),
  );
  const written = await upsert(
    db,
    newSeriesTarget,
    made.map(({ metric, labels, fingerprint }, i) => ({
      ...{ metric_id: metrics.get(metric)!.id, writer_id: writer, source, external_id: fingerprint, labels },
      ...bound[i],
    })),
  );
  if (written.refused.length > 0)
    throw new Error(`A series that was checked is refused: ${written.refused[0]!.message}`);
  return { created: written.created, refusedOf };
}
