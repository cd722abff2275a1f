import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { regionOf } from '../../directory/directory.edges';
import { Organization, Region } from '../../directory/directory.type';
import { siteOf } from '../../inventory/site/site.edges';
import { Site } from '../../inventory/site/site.type';
import { One } from '../../kernel/reading/field-edge';
import { metricOf, organizationOf } from '../monitoring.edges';
import { Metric } from '../monitoring.type';
import { pointsForOne } from '../monitoring.values';
import { aggregateSamples } from './aggregate-samples';
import { AggregatedSamples, AggregationArgsType, SampleGroup } from './aggregation.type';

@Resolver(() => AggregatedSamples)
export class AggregatedSamplesResolver {
  @Query(() => AggregatedSamples, {
    description:
      'Folds the series that the viewer sees and the filter finds, one metric of them, on one grid: their sum, mean, least or greatest in each step, of all or by label, site, region or organization. It costs the series and, a hundred for one record, their points. Errors: BAD_USER_INPUT of RAW, of series of two metrics, or of a grouping by two things; TOO_COMPLEX of more series or groups than allowed; PAGE_TOO_LARGE of more points.',
  })
  async aggregatedSamples(@Args(() => AggregationArgsType) args: AggregationArgsType, @Ctx() context: Context) {
    const { points, ...folded } = await aggregateSamples(await context.db(), args);
    context.deliver(Math.max(1, folded.seriesCount + Math.ceil(points / pointsForOne)));
    return folded;
  }

  @One(metricOf, () => Metric, { nullable: true, description: 'What they measure; null where no series was found.' })
  readonly metric: unknown;
}

@Resolver(() => SampleGroup)
export class SampleGroupResolver {
  @One(siteOf, () => Site, { nullable: true, description: 'Their site, where they are grouped by sites.' })
  readonly site: unknown;

  @One(regionOf, () => Region, { nullable: true, description: 'Their region, where they are grouped by regions.' })
  readonly region: unknown;

  @One(organizationOf, () => Organization, {
    nullable: true,
    description: 'The owner of what they measure, where they are grouped by organizations.',
  })
  readonly organization: unknown;
}
