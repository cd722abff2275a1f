import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { List, Needs, One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
import { ownerOf } from '../directory/directory.edges';
import { Organization } from '../directory/directory.type';
import { HubError } from '../kernel/errors';
import { rawId, uuidOf } from '../kernel/ids';
import { maxPageSize } from '../kernel/reading/page';
import { pointsForOne } from './monitoring.values';
import { latestOfSeries } from './latest.store';
import { metrics, series } from './monitoring.collection';
import { metricOf, seriesOf, writerOf } from './monitoring.edges';
import {
  LatestSample,
  Metric,
  MetricArgs,
  MetricConnection,
  SampleWindow,
  Series,
  SeriesArgs,
  SeriesConnection,
  Subject,
} from './monitoring.type';
import { seriesWindows, type WindowArgs } from './windows/sample-window';
import type { SeriesRow } from './series.entity';
import { subjectOf } from './subject';
import { SamplesArgsType, WindowArgsType } from './windows/window.args.type';

@Resolver(() => Metric)
export class MetricResolver {
  @List(metrics, () => MetricConnection, () => MetricArgs, { description: 'What is measured.' })
  readonly metrics: unknown;
}

@Resolver(() => Series)
export class SeriesResolver {
  @List(series, () => SeriesConnection, () => SeriesArgs, {
    description: 'Series that the viewer sees: what it sends, and what measures what it sees.',
  })
  readonly series: unknown;

  @Query(() => [SampleWindow], {
    description:
      'Several series over one range, on one grid, ready to plot; series that the viewer does not see are left out.',
  })
  async samples(@Args(() => SamplesArgsType) { series: ids, ...args }: SamplesArgsType, @Ctx() context: Context) {
    if (ids.length > maxPageSize)
      throw new HubError('PAGE_TOO_LARGE', `samples takes ${maxPageSize} series at most, ${ids.length} were given.`);
    const uuids = ids.map((id) => uuidOf('ser', id, 'series'));
    const found = await Promise.all(uuids.map((uuid) => windowOf(uuid, args, context)));
    return found.filter((window) => window !== null);
  }

  @One(metricOf, () => Metric, { description: 'What it measures.' })
  readonly metric: unknown;

  @FieldResolver(() => Subject, {
    nullable: true,
    description: 'What it measures it on; null until it is bound, and where the viewer may not see it.',
  })
  subject(@Root() row: SeriesRow, @Ctx() context: Context) {
    const subject = subjectOf(row);
    return subject && context.byId(subject.collection, subject.uuid);
  }

  @One(writerOf, () => Organization, { description: 'Who sends it.' })
  readonly writer: unknown;

  @One(ownerOf, () => Organization, {
    nullable: true,
    description: 'Who owns what it measures; null until it is bound.',
  })
  readonly owner: unknown;

  @Needs('id')
  @FieldResolver(() => LatestSample, { nullable: true, description: 'Its newest sample.' })
  latest(@Root() row: SeriesRow, @Ctx() context: Context) {
    return context.batch(latestOfSeries, rawId(row.id), undefined);
  }

  @Needs('id')
  @FieldResolver(() => SampleWindow, { description: 'Its samples over a range.' })
  window(@Root() row: SeriesRow, @Args(() => WindowArgsType) args: WindowArgsType, @Ctx() context: Context) {
    return windowOf(rawId(row.id), args, context);
  }
}

async function windowOf(uuid: string, args: WindowArgs, context: Context) {
  const columns = await context.batch(seriesWindows, uuid, args);
  if (!columns) return null;
  context.deliver(1 + Math.ceil(columns.length / pointsForOne));
  return Object.assign(columns, { from: args.from, to: args.to });
}

@Resolver(() => LatestSample)
export class LatestSampleResolver {
  @One(metricOf, () => Metric, { description: 'What it measures.' })
  readonly metric: unknown;

  @One(seriesOf, () => Series, { description: 'Its series, which tells labels and writer.' })
  readonly series: unknown;
}
