import { Arg, Args, Ctx, FieldResolver, Float, Mutation, Query, Resolver, Root, type ClassType } from 'type-graphql';
import type { Context } from '../../context';
import { Organization } from '../../directory/directory.type';
import { Device } from '../../inventory/device/device.type';
import { devices } from '../../inventory/device/device.collection';
import { toOne } from '../../kernel/reading/edges';
import { One } from '../../kernel/reading/field-edge';
import type { ForwardPage } from '../../kernel/reading/forward-page';
import { seriesOf, writerOf } from '../monitoring.edges';
import { SampleWindow, Series } from '../monitoring.type';
import { CompletenessReport, instantText } from './completeness-report';
import { completenessPage, type CompletenessNode } from './completeness-page';
import { CompletenessArgs, SaveExpectedIntervalInput, SaveExpectedIntervalPayload } from './completeness.input.type';
import {
  CenterCompleteness,
  CenterCompletenessConnection,
  CompletenessPageArgs,
  CompletenessReportType,
  DeviceCompleteness,
  DeviceCompletenessConnection,
  MissingStretches,
  SeriesCompleteness,
  SeriesCompletenessConnection,
} from './completeness.type';
import { saveExpectedInterval } from './save-expected-interval';
import { shownStretches } from './shown-stretches';
import { windowShare } from './window-share';

interface Reported {
  report: CompletenessReport;
}

@Resolver(() => CompletenessReportType)
export class CompletenessResolver {
  @Query(() => CompletenessReportType, {
    description:
      'Who reported, how late, and which stretches are missing, of up to 10,000 series. It costs one record for a hundred days of a series in the range. Errors: BAD_USER_INPUT of a range that runs backward, TOO_COMPLEX of more series, days or samples to look at than one report may: narrow the filter or the range.',
  })
  async completeness(@Args(() => CompletenessArgs) args: CompletenessArgs, @Ctx() context: Context) {
    const report = await CompletenessReport.read(context, args);
    const total = report.summary({ series: report.judged });
    return { report, from: args.from, to: args.to, asOf: instantText(report.now), total };
  }

  @FieldResolver(() => CenterCompletenessConnection, { description: 'By the organization that sends them.' })
  centers(@Root() { report }: Reported, @Args(() => CompletenessPageArgs) args: ForwardPage, @Ctx() context: Context) {
    return pageFor(context, report, 'centers', report.centers(), args);
  }

  @FieldResolver(() => DeviceCompletenessConnection, {
    description: 'By the device that they measure, itself or by an interface; only devices that the viewer sees.',
  })
  async devices(
    @Root() { report }: Reported,
    @Args(() => CompletenessPageArgs) args: ForwardPage,
    @Ctx() context: Context,
  ) {
    return pageFor(context, report, 'devices', await report.devices(), args);
  }

  @FieldResolver(() => SeriesCompletenessConnection, { description: 'Each by itself.' })
  series(@Root() { report }: Reported, @Args(() => CompletenessPageArgs) args: ForwardPage, @Ctx() context: Context) {
    return pageFor(context, report, 'series', report.each(), args);
  }

  @Mutation(() => SaveExpectedIntervalPayload, {
    description:
      'Says how often samples of a source are to come: it counts before what the hub learns by itself. For reporters of that source.',
  })
  saveExpectedInterval(
    @Arg('input', () => SaveExpectedIntervalInput, { description: 'The interval.' }) input: SaveExpectedIntervalInput,
    @Ctx() context: Context,
  ) {
    return context.write((db) => saveExpectedInterval(db, input));
  }
}

/** An empty page was looked for too. */
function pageFor(context: Context, ...asked: Parameters<typeof completenessPage>) {
  const page = completenessPage(...asked);
  context.deliver(Math.max(1, page.nodes.length));
  return page;
}

/** What each entry has, be it of a center, a device or a series. */
function withMissing(type: ClassType): new () => object {
  @Resolver(() => type)
  class MissingResolver {
    @FieldResolver(() => MissingStretches, {
      nullable: true,
      description:
        'Times in which not one sample was measured of all its series, longer than 2.5 of the shortest of their intervals; null where no interval is known. Of what is made up for later nothing is missing.',
    })
    async missing(@Root() { report, group }: CompletenessNode) {
      return shownStretches(await report.missing(group));
    }
  }
  return MissingResolver;
}

export const MissingOfCenter = withMissing(CenterCompleteness);
export const MissingOfDevice = withMissing(DeviceCompleteness);
export const MissingOfSeries = withMissing(SeriesCompleteness);

@Resolver(() => CenterCompleteness)
export class CenterCompletenessResolver {
  @One(writerOf, () => Organization, { description: 'The organization.' })
  readonly organization: unknown;
}

@Resolver(() => DeviceCompleteness)
export class DeviceCompletenessResolver {
  @One(toOne('deviceId', devices), () => Device, { description: 'The device.' })
  readonly device: unknown;
}

@Resolver(() => SeriesCompleteness)
export class SeriesCompletenessResolver {
  @One(seriesOf, () => Series, { description: 'The series.' })
  readonly series: unknown;
}

interface RangeOfWindow {
  seriesId: string;
  from: string;
  to: string;
}

@Resolver(() => SampleWindow)
export class WindowCompletenessResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Share of the samples expected in the whole range that the hub holds, 0 to 1, also where the answer is truncated: see Completeness. null where none is expected, or no interval is known.',
  })
  completeness(@Root() { seriesId, from, to }: RangeOfWindow, @Ctx() context: Context) {
    return context.batch(windowShare, seriesId, { from, to });
  }
}
