import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessSteward } from '../../directory/refuse-unless-steward';
import { ingest } from './ingest';
import { IngestSamplesInput, IngestSamplesPayload, SaveMetricInput, SaveMetricPayload } from './ingest.type';
import { metrics } from '../monitoring.collection';
import { saveMetric } from './save-metric';

@Resolver()
export class IngestResolver {
  @Mutation(() => IngestSamplesPayload, {
    description:
      'Takes samples; the same call again changes nothing. RATE_LIMITED where the key sends more samples than it may for now or, by `extensions.reason` NEW_SERIES_LIMIT, makes more series; BAD_USER_INPUT with SERIES_OF_METRIC_LIMIT where the organization has as many series of a metric as it may.',
  })
  ingestSamples(
    @Arg('input', () => IngestSamplesInput, { description: 'The samples.' }) input: IngestSamplesInput,
    @Ctx() context: Context,
  ) {
    return context.write((db) => ingest(db, input, context.now(), context.limits()));
  }

  @Mutation(() => SaveMetricPayload, {
    description: 'Mends the unit, kind or description of a metric. Needs the role STEWARD at the national center.',
  })
  async saveMetric(
    @Arg('input', () => SaveMetricInput, { description: 'The metric.' }) input: SaveMetricInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Mending a metric');
    const id = await context.write((db) => saveMetric(db, input));
    return { metric: await context.byId(metrics, id) };
  }
}
