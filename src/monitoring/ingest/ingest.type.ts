import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { RefusalType } from '../../kernel/writing/refusal.type';
import { DateTime, JSONScalar } from '../../kernel/scalars';
import type { Ingest, SampleBatch } from './ingest';
import { Metric, MetricKindEnum } from '../monitoring.type';
import type { MetricKind } from '../monitoring.values';
import type { SavedMetric } from './save-metric';
import { SubjectRefInput } from '../subject-ref.type';

@InputType({ description: 'Samples of one series: columns of one length.' })
export class SampleBatchInput implements SampleBatch {
  @Field(() => String, {
    description: 'Name of the metric, as Prometheus has it: letters, digits, "_" and ":", up to 200 characters.',
  })
  metric: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its unit, up to 40 characters: the first who says it says it for all; another is refused.',
  })
  unit?: string | null;

  @Field(() => MetricKindEnum, {
    nullable: true,
    description:
      'How its values behave: GAUGE until somebody says it; the first says it for all, and another is refused.',
  })
  kind?: MetricKind | null;

  @Field(() => JSONScalar, {
    nullable: true,
    description:
      'Labels that tell the series from others of the metric: an object of up to 64 texts of up to 4,096 bytes; an empty one is none.',
  })
  labels?: Record<string, string> | null;

  @Field(() => SubjectRefInput, {
    nullable: true,
    description: 'What it is measured on; a series keeps the one it has unless said.',
  })
  subject?: SubjectRefInput | null;

  @Field(() => [DateTime], {
    description: 'When each was measured, at most 10 minutes ahead of the hub and 20 years back.',
  })
  timestamps: string[];

  @Field(() => [Float], {
    nullable: 'items',
    description: 'The values, in the unit of the metric; null where the flag says that there is no number.',
  })
  values: (number | null)[];

  @Field(() => [Int], {
    nullable: true,
    description: 'Per sample: 0 a number (unless said), 1 NaN, 2 +Inf, 3 -Inf, 4 stale.',
  })
  flags?: number[] | null;
}

@InputType({ description: 'Samples of one source: all of them are taken, or nothing where a series is refused.' })
export class IngestSamplesInput implements Ingest {
  @Field(() => String, { description: 'Code of the organization that sends them: one that the key may write for.' })
  owner: string;

  @Field(() => String, { description: 'The system that measures, 1 to 63 of a-z, 0-9, ".", "_", "-".' })
  source: string;

  @Field(() => [SampleBatchInput], {
    description: 'Series with their samples: 1,000 series and 10,000 samples at most.',
  })
  batches: SampleBatchInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Corrects: a value takes the place of another that its instant holds; 10,000 samples at most, in 50 days of series that lie packed. The change log keeps the values before.',
  })
  replace: boolean;
}

@InputType({ description: 'A metric as the vocabulary is to have it; what is left out stays.' })
export class SaveMetricInput implements SavedMetric {
  @Field(() => String, { description: 'Its name, of a metric that exists.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Its unit, up to 40 characters.' })
  unit?: string | null;

  @Field(() => MetricKindEnum, { nullable: true, description: 'How its values behave.' })
  kind?: MetricKind | null;

  @Field(() => String, { nullable: true, description: 'What it measures, up to 1,000 characters.' })
  description?: string | null;
}

@ObjectType({ description: 'The metric that was saved.', simpleResolvers: true })
export class SaveMetricPayload {
  @Field(() => Metric, { description: 'The metric as it stands.' })
  metric: object;
}

@ObjectType({ description: 'What became of the samples of a call.', simpleResolvers: true })
export class IngestSamplesPayload {
  @Field(() => Int, { description: 'Samples that were new.' })
  taken: number;

  @Field(() => Int, { description: 'Samples that stood already, with the same value.' })
  repeated: number;

  @Field(() => Int, {
    description: 'Samples that took the place of another value of their instant: 0 unless `replace` was sent.',
  })
  replaced: number;

  @Field(() => Int, {
    description:
      'Samples whose instant holds another value already: the first stays; with `replace`, the first of the call.',
  })
  conflicts: number;

  @Field(() => Int, { description: 'Series that were new.' })
  newSeries: number;

  @Field(() => [RefusalType], {
    description: 'Series not taken, by their place among the batches; where there is one, nothing was written.',
  })
  refused: RefusalType[];
}
