import type { Db } from '../../kernel/postgres/session';
import { rawId } from '../../kernel/ids';
import { upsert } from '../../kernel/writing/upsert';
import type { Incoming, IncomingSeries, MetricMetadata } from '../incoming/incoming';
import { identityOf, type SeriesIdentity } from '../series-identity';
import { seriesTarget } from '../series-target';
import { takeMetrics } from '../take-metrics';
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
  ids: (string | null)[];
  created: number;
  refusedOf: Map<number, PushReason>;
}

/** A series that is to be looked for, or made. */
export interface Sought extends SeriesIdentity {
  place: number;
  metric: string;
}

/** Ids by label set and, for those that may come from several, by writer and source. Label sets are kept by their reader as long as they are used. */
const known = new WeakMap<IncomingSeries, Map<string, string>>();

/** The series that samples came of; those that are new are made, as far as the limits go. */
export async function findSeries(db: Db, asked: SeriesAsked, { series, metadata }: Incoming): Promise<FoundSeries> {
  const sender = `${asked.writer} ${asked.source}`;
  const ids = series.map((one) => known.get(one)?.get(sender) ?? null);
  const sought = series.flatMap(({ metric, labels }, place): Sought[] =>
    ids[place] === null ? [{ place, metric, ...identityOf(metric, labels) }] : [],
  );
  if (sought.length === 0) return { ids, created: 0, refusedOf: new Map() };
  const standing = await standingSeries(db, asked, sought);
  for (const { place, fingerprint } of sought) {
    const id = standing.get(fingerprint);
    if (id === undefined) continue;
    ids[place] = id;
    // Only of what was there before: what this transaction makes may be taken back.
    remember(series[place]!, sender, id);
  }
  const missing = sought.filter(({ place }) => ids[place] === null);
  return { ...(await makeSeries(db, asked, missing, metadata, ids)), ids };
}

function remember(series: IncomingSeries, sender: string, id: string): void {
  const bySender = known.get(series) ?? new Map<string, string>();
  known.set(series, bySender.set(sender, id));
}

async function standingSeries(
  db: Db,
  { writer, source }: SeriesAsked,
  sought: readonly Sought[],
): Promise<Map<string, string>> {
  const rows = await db.rows<{ id: string; fingerprint: string }>(
    `SELECT s.id, s.external_id AS fingerprint FROM series s
      WHERE s.writer_id = $1 AND s.source = $2 AND s.external_id = ANY ($3::text[])`,
    [writer, source, sought.map(({ fingerprint }) => fingerprint)],
  );
  return new Map(rows.map(({ id, fingerprint }) => [fingerprint, id]));
}

async function makeSeries(
  db: Db,
  { writer, source, limits }: SeriesAsked,
  missing: readonly Sought[],
  metadata: readonly MetricMetadata[],
  ids: (string | null)[],
): Promise<Omit<FoundSeries, 'ids'>> {
  if (missing.length === 0) return { created: 0, refusedOf: new Map() };
  const said = new Map(metadata.map((one) => [one.name, one]));
  const metrics = await takeMetrics(
    db,
    missing.map(({ metric }) => ({ metric, kind: said.get(metric)?.kind, unit: said.get(metric)?.unit })),
  );
  const { made, refusedOf } = await fitting(db, { writer, limits }, missing, (metric) => metrics.get(metric)!.id);
  const written = await upsert(
    db,
    seriesTarget,
    made.map(({ metric, labels, fingerprint }) => ({
      ...{ metric_id: metrics.get(metric)!.id, writer_id: writer, source, external_id: fingerprint, labels },
    })),
  );
  if (written.refused.length > 0)
    throw new Error(`A series that was checked is refused: ${written.refused[0]!.message}`);
  made.forEach(({ place }, n) => (ids[place] = rawId(written.ids[n]!)));
  return { created: written.created, refusedOf };
}
