import { Arg, Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { Many, Needs, One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
import { Device } from '../inventory/device/device.type';
import { Interface } from '../inventory/interface/interface.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import type { Row } from '../kernel/reading/collection';
import { rawId } from '../kernel/ids';
import { latestOfSubject } from './latest.store';
import { seriesOf, subjectSeries } from './monitoring.edges';
import { LatestSample, SampleWindow, Series, SeriesArgs, SeriesConnection } from './monitoring.type';

/** What monitoring adds to everything that can be measured. */
function measured(type: ClassType | object): new () => object {
  @Resolver(() => type as ClassType)
  class MeasuredResolver {
    @Many(subjectSeries, () => SeriesConnection, () => SeriesArgs, { description: 'Series that measure it.' })
    readonly series: unknown;

    @Needs('id')
    @FieldResolver(() => [LatestSample], {
      description: 'Newest sample of each series that measures it, by name of the metric.',
    })
    latest(
      @Root() row: Row,
      @Arg('metrics', () => [String], { nullable: true, description: 'Only of these metrics; of all unless said.' })
      names: string[] | null,
      @Ctx() context: Context,
    ) {
      return context.batchList(latestOfSubject, rawId(row.id), { metrics: names ?? null });
    }
  }
  return MeasuredResolver;
}

export const MeasuredSite = measured(Site);
export const MeasuredDevice = measured(Device);
export const MeasuredInterface = measured(Interface);
export const MeasuredLink = measured(Link);
export const MeasuredSystem = measured(InformationSystem);

@Resolver(() => SampleWindow)
export class SampleWindowResolver {
  @One(seriesOf, () => Series, { description: 'The series.' })
  readonly series: unknown;
}
