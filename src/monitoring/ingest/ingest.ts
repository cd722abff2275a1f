import { findWriter } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import { rawId } from '../../kernel/ids';
import { References } from '../../kernel/writing/references';
import type { Refusal } from '../../kernel/writing/refusal';
import type { Db } from '../../kernel/postgres/session';
import { upsert, type Values } from '../../kernel/writing/upsert';
import { resolveCodes, type CodeAsked } from '../../directory/resolve-codes';
import { organizations } from '../../directory/directory.collection';
import { checkBatch } from './ingest.rules';
import { takeOrReplace, type Correction } from '../taking/correct-samples';
import { oldestKept, refuseTooOld } from '../retention/oldest-kept';
import { takeSamples, type TakenSample } from '../taking/take-samples';
import { differingMetrics, takeMetrics, type KnownMetric } from '../taking/take-metrics';
import { refuseTooManySeries, type KeyLimits, type SeriesLimits } from '../push/series-limits';
import { identityOf } from '../series-identity';
import { seriesTarget } from '../series-target';
import type { MetricKind } from '../monitoring.values';
import { subjectKinds, type SubjectRef } from '../subject';

/** Samples of one series as its source sends them: columns of one length. */
export interface SampleBatch {
  metric: string;
  unit?: string | null;
  kind?: MetricKind | null;
  labels?: Record<string, string> | null;
  subject?: SubjectRef | null;
  timestamps: string[];
  values: (number | null)[];
  flags?: number[] | null;
}
export interface Ingest {
  owner: string;
  source: string;
  batches: SampleBatch[];
  /** Whether another value of an instant takes the place of the one that stands. */
  replace?: boolean;
}
export interface SampleOutcome {
  batch: number;
  position: number;
  outcome: Correction;
}
export interface IngestResult {
  taken: number;
  repeated: number;
  replaced: number;
  conflicts: number;
  newSeries: number;
  refused: Refusal[];
  /** Samples whose instant holds another value already: the first stays. */
  conflicting: SampleOutcome[];
}

export const maxBatches = 1000;
export const maxSamples = 10_000;

/** Samples of named series: all sound batches of a call in one transaction, or nothing where one is refused. An import has no limits. */
export async function ingest(db: Db, input: Ingest, now: Date, limits?: KeyLimits): Promise<IngestResult> {
  refuseOversized(input.batches);
  const writer = await findWriter(db, input.owner);
  const faults = input.batches.flatMap((batch, index) => checkBatch(batch, index, now));
  const refused = [...faults, ...refuseTooOld(input.batches, await oldestKept(db))];
  if (refused.length > 0) return { ...nothing, refused };
  limits?.takeSamples(samplesIn(input.batches));
  await db.rows('SAVEPOINT ingest');
  const result = await write(db, input, writer.id, limits?.series);
  if (result.refused.length > 0) await db.rows('ROLLBACK TO SAVEPOINT ingest');
  return result;
}

async function write(db: Db, input: Ingest, writerId: string, limits?: SeriesLimits): Promise<IngestResult> {
  const metrics = await takeMetrics(db, input.batches);
  const rows = input.batches.map((batch) => seriesValues(batch, metrics, writerId, input.source));
  const unresolved = [
    ...differingMetrics(input.batches, metrics),
    ...(await resolveSubjects(db, input, rows, writerId)),
    ...differingSubjects(rows),
  ];
  if (unresolved.length > 0) return { ...nothing, refused: unresolved };
  const { ids, created, refused } = await writeSeries(db, rows);
  if (refused.length > 0) return { ...nothing, refused };
  const metricIds = [...metrics.values()].map(({ id }) => id);
  if (limits) await refuseTooManySeries(db, { writer: writerId, limits }, created, metricIds);
  return { ...(await takeAll(db, input, ids)), newSeries: created, refused: [] };
}

const nothing = { taken: 0, repeated: 0, replaced: 0, conflicts: 0, newSeries: 0, conflicting: [] };

const samplesIn = (batches: readonly SampleBatch[]): number =>
  batches.reduce((sum, { timestamps }) => sum + timestamps.length, 0);

function refuseOversized(batches: readonly SampleBatch[]): void {
  const samples = samplesIn(batches);
  if (batches.length > maxBatches || samples > maxSamples) {
    throw new HubError(
      'BAD_USER_INPUT',
      `A call takes ${maxBatches} series and ${maxSamples} samples at most, this one has ${batches.length} and ${samples}: send it in parts.`,
    );
  }
}

function seriesValues(
  { metric, labels }: SampleBatch,
  known: Map<string, KnownMetric>,
  writerId: string,
  source: string,
): Values {
  const { labels: sorted, fingerprint } = identityOf(metric, labels ?? {});
  return { metric_id: known.get(metric)!.id, writer_id: writerId, source, external_id: fingerprint, labels: sorted };
}

async function resolveSubjects(db: Db, input: Ingest, rows: Values[], ownerId: string): Promise<Refusal[]> {
  const references = new References({ ownerId, source: input.source });
  const codes: CodeAsked[] = [];
  input.batches.forEach(({ subject }, index) => {
    for (const { field, column, collection } of subject ? subjectKinds : []) {
      const put = (id: string) => (rows[index]![column] = id);
      if (field !== 'organization') references.ask(index, field, collection, subject![field], put);
      else if (subject!.organization != null)
        codes.push({ index, field, target: organizations, code: subject!.organization, put });
    }
  });
  return [...(await references.resolve(db)), ...(await resolveCodes(db, codes))];
}

const subjectIn = (row: Values): unknown => subjectKinds.map(({ column }) => row[column]).find((id) => id != null);

/** Parts of one series may come in several batches of a call; what it measures is one object. */
function differingSubjects(rows: readonly Values[]): Refusal[] {
  const first = new Map<unknown, number>();
  return rows.flatMap((row, index): Refusal[] => {
    const subject = subjectIn(row);
    if (subject === undefined) return [];
    const at = first.get(row['external_id']) ?? index;
    first.set(row['external_id'], at);
    if (subjectIn(rows[at]!) === subject) return [];
    const message = `subject: this series measures another object in the batch at ${at}: send one subject.`;
    return [{ index, field: 'subject', code: 'INVALID', message }];
  });
}

/** A series named twice in one call is written once; one whose subject is not said keeps the one it has. */
async function writeSeries(db: Db, rows: Values[]): Promise<{ ids: string[]; created: number; refused: Refusal[] }> {
  const first = new Map<unknown, number>();
  rows.forEach((row, i) => {
    const known = first.get(row['external_id']);
    if (known === undefined || (subjectIn(row) && !subjectIn(rows[known]!))) first.set(row['external_id'], i);
  });
  const places = [...first.values()];
  const {
    created,
    refused,
    ids: written,
  } = await upsert(
    db,
    seriesTarget,
    places.map((i) => rows[i]!),
  );
  const ids = new Map(written.map((id, n) => [rows[places[n]!]!['external_id'], rawId(id)]));
  return {
    ids: rows.map((row) => ids.get(row['external_id'])!),
    created,
    refused: refused.map((refusal) => ({ ...refusal, index: places[refusal.index]! })),
  };
}

async function takeAll(db: Db, { batches, replace = false }: Ingest, ids: readonly string[]) {
  const places = batches.flatMap(({ timestamps }, batch) => timestamps.map((_, position) => ({ batch, position })));
  const samples = places.map(({ batch, position }): TakenSample => ({
    series: ids[batch]!,
    at: batches[batch]!.timestamps[position]!,
    value: batches[batch]!.values[position] ?? NaN,
    flag: batches[batch]!.flags?.[position] ?? 0,
  }));
  const taken = await (replace ? takeOrReplace(db, samples) : takeSamples(db, samples));
  const outcomes = taken.map((outcome, n) => ({ ...places[n]!, outcome }));
  const count = (wanted: Correction) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const conflicting = outcomes.filter(({ outcome }) => outcome === 'conflict');
  return {
    ...{ taken: count('taken'), repeated: count('repeated'), replaced: count('replaced') },
    ...{ conflicts: conflicting.length, conflicting },
  };
}
