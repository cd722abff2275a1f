import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
import { regionOf } from '../directory/directory.edges';
import { Region } from '../directory/directory.type';
import { overviewCounts } from './overview.store';
import { OverviewGroupingEnum, OverviewRow } from './overview.type';
import type { OverviewGrouping } from './overview.values';

@Resolver(() => OverviewRow)
export class OverviewResolver {
  @Query(() => [OverviewRow], {
    description:
      'Counts for a dashboard, of what the viewer sees: by region in the order of names, what lies in none last, then by status or severity.',
  })
  overview(
    @Arg('by', () => OverviewGroupingEnum, { description: 'What is counted, and what of it together.' })
    by: OverviewGrouping,
    @Ctx() context: Context,
  ) {
    return context.batchList(overviewCounts, by, undefined);
  }

  @One(regionOf, () => Region, {
    nullable: true,
    description: 'The region that they lie directly in, where the grouping has one; null for what lies in none.',
  })
  readonly region: unknown;
}
