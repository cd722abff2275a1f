import { ArgsType, Field, Resolver, type ClassType } from 'type-graphql';
import { All, Many, One } from '../kernel/reading/field-edge';
import { Device } from '../inventory/device/device.type';
import { Interface } from '../inventory/interface/interface.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import { latestOfSubject } from './latest.store';
import { seriesOf, subjectSeries } from './monitoring.edges';
import { LatestSample, SampleWindow, Series, SeriesArgs, SeriesConnection } from './monitoring.type';

@ArgsType()
class LatestArgs {
  @Field(() => [String], { nullable: true, description: 'Only of these metrics; of all unless said.' })
  metrics?: string[] | null;
}

/** What monitoring adds to everything that can be measured. */
function measured(type: ClassType | object): new () => object {
  @Resolver(() => type as ClassType)
  class MeasuredResolver {
    @Many(subjectSeries, () => SeriesConnection, () => SeriesArgs, { description: 'Series that measure it.' })
    readonly series: unknown;

    @All(
      latestOfSubject,
      () => LatestSample,
      { description: 'Newest sample of each series that measures it, by name of the metric.' },
      () => LatestArgs,
    )
    readonly latest: unknown;
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
