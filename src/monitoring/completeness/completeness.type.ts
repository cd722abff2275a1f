import { Field, Float, Int, ObjectType, type ClassType } from 'type-graphql';
import { forwardPageArgs } from '../../kernel/reading/list.type';
import { PageInfoType } from '../../kernel/node.type';
import { DateTime } from '../../kernel/scalars';

@ObjectType('Completeness', {
  description:
    'How much of what series should have sent is there. Of a series expected are as many samples as its interval fits in whole numbers into its time: from its first sample, from the start of the range or from when on samples are kept (retentions), whichever is latest, to the end of the range, or now if that is earlier; or until its newest sample, where that says that the series is gone. One whose interval is not known counts nowhere in expected, present and share.',
  simpleResolvers: true,
})
export class Completeness {
  @Field(() => Int, { description: 'Series that are looked at.' })
  seriesCount: number;

  @Field(() => Int, { description: 'Of these, those that samples are expected of in the range.' })
  judgedCount: number;

  @Field(() => Float, { description: 'Samples that are expected of them, a whole number.' })
  expected: number;

  @Field(() => Float, {
    description:
      'Samples of the range that the hub holds of them, with any flag; of each series no more than are expected of it, so that none makes up for another. A whole number.',
  })
  present: number;

  @Field(() => Float, { nullable: true, description: 'present / expected, 0 to 1; null where none is expected.' })
  share: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the hub last got a new sample of any of them, however old that was; null where it got none since it keeps this.',
  })
  lastArrivalAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the newest sample of any of them was measured.' })
  latestAt: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How far that lies behind asOf, in seconds; below 0 where their clock is ahead.',
  })
  lagSeconds: number | null;

  @Field(() => Int, {
    description:
      'Series that are late now: their newest sample is older than 2.5 intervals, and does not say that the series is gone.',
  })
  overdueCount: number;

  @Field(() => Int, {
    description:
      'Series that are being made up for: in the last 5 minutes came samples of theirs that are older than those they had, or that were more than 5 minutes and 2.5 intervals old when they came.',
  })
  backfillingCount: number;
}

@ObjectType({ description: 'A time without a sample, longer than 2.5 intervals.', simpleResolvers: true })
export class MissingStretch {
  @Field(() => DateTime, { description: 'The last sample before it; or where the time begins that is looked at.' })
  from: string;

  @Field(() => DateTime, { description: 'The first sample after it; or where that time ends: now, if it lasts.' })
  to: string;
}

@ObjectType({ description: 'Times without a sample.', simpleResolvers: true })
export class MissingStretches {
  @Field(() => [MissingStretch], { description: 'The latest of them, latest first, 100 at most.' })
  stretches: MissingStretch[];

  @Field(() => Int, { description: 'How many there are in all.' })
  totalCount: number;

  @Field(() => Float, { description: 'How long they are together, in seconds.' })
  totalSeconds: number;

  @Field(() => Boolean, { description: 'There are more than this answer shows.' })
  truncated: boolean;
}

@ObjectType({
  description: 'Of all series that an organization sends, as far as they were asked for.',
  simpleResolvers: true,
})
export class CenterCompleteness extends Completeness {}

@ObjectType({
  description: 'Of all series that measure a device or its interfaces, as far as they were asked for.',
  simpleResolvers: true,
})
export class DeviceCompleteness extends Completeness {}

@ObjectType({ description: 'Of one series.', simpleResolvers: true })
export class SeriesCompleteness extends Completeness {
  @Field(() => Float, {
    nullable: true,
    description:
      'Seconds from one sample to the next: as its writer says (saveExpectedInterval), or else the usual distance of the newest day that is packed, or of its newest samples. null where it is not known: of fewer than five samples, or where half of them do not come at about the same distance.',
  })
  intervalSeconds: number | null;

  @Field(() => Boolean, { description: 'The interval is what its writer says.' })
  intervalStated: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Its first sample ever; null where it has none.' })
  firstAt: string | null;
}

@ObjectType('CompletenessReport', {
  description:
    'Who reported, how late, and what is missing, of the series that the viewer sees: hidden ones change no number. Lists begin with the least share.',
  simpleResolvers: true,
})
export class CompletenessReportType {
  @Field(() => DateTime, { description: 'Start of the range.' })
  from: string;

  @Field(() => DateTime, { description: 'End of the range.' })
  to: string;

  @Field(() => DateTime, { description: 'The moment that the report speaks of as now.' })
  asOf: string;

  @Field(() => Completeness, { description: 'Of all of them together.' })
  total: Completeness;
}

function completenessConnection(name: string, node: () => ClassType): ClassType {
  @ObjectType(`${name}CompletenessEdge`, { description: 'An entry and its place in the list.', simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Opaque place in this list: by share, as it was then.' })
    cursor: string;

    @Field(node, { description: 'The entry.' })
    node: object;
  }
  @ObjectType(`${name}CompletenessConnection`, {
    description: 'A page of them, those with the least share first and those without any last.',
    simpleResolvers: true,
  })
  class Connection {
    @Field(() => [Edge], { description: 'The entries of the page with their cursors.' })
    edges: Edge[];

    @Field(() => [node()], { description: 'The entries of the page.' })
    nodes: object[];

    @Field(() => PageInfoType, { description: 'Where the page lies.' })
    pageInfo: PageInfoType;

    @Field(() => Int, { description: 'How many there are; known already, so it costs nothing.' })
    totalCount: number;
  }
  return Connection;
}

export const CenterCompletenessConnection = completenessConnection('Center', () => CenterCompleteness);
export const DeviceCompletenessConnection = completenessConnection('Device', () => DeviceCompleteness);
export const SeriesCompletenessConnection = completenessConnection('Series', () => SeriesCompleteness);
export const CompletenessPageArgs = forwardPageArgs('group');
