import { ArgsType, Field, Resolver } from 'type-graphql';
import { One, Rows } from '../kernel/reading/field-edge';
import { regionOf } from '../directory/directory.edges';
import { Region } from '../directory/directory.type';
import { overview } from './overview.edges';
import { OverviewGroupingEnum, OverviewRow } from './overview.type';
import type { OverviewGrouping } from './overview.values';

@ArgsType()
class OverviewArgs {
  @Field(() => OverviewGroupingEnum, { description: 'What is counted, and what of it together.' })
  by: OverviewGrouping;
}

@Resolver(() => OverviewRow)
export class OverviewResolver {
  @Rows(
    overview,
    () => OverviewRow,
    {
      description:
        'Counts for a dashboard, of what the viewer sees: by region in the order of names, what lies in none last, then by status, severity or state.',
    },
    () => OverviewArgs,
  )
  readonly overview: unknown;

  @One(regionOf, () => Region, {
    nullable: true,
    description: 'The region that they lie directly in, where the grouping has one; null for what lies in none.',
  })
  readonly region: unknown;
}
