import { ArgsType, Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import type { FilterInput } from '../../kernel/reading/filter';
import { filterInput } from '../../kernel/reading/filter.type';
import { DateTime } from '../../kernel/scalars';
import { series } from '../monitoring.collection';
import { ResolutionEnum } from '../monitoring.type';
import type { Resolution } from '../monitoring.values';
import type { AggregationArgs } from './aggregate-samples';
import { aggregates, seriesPlaces, type Aggregate, type SeriesGrouping, type SeriesPlace } from './aggregation.values';

const AggregateEnum = enumOf<Aggregate>(aggregates);
registerEnumType(AggregateEnum, {
  name: 'Aggregate',
  description:
    'How the points that several series have in one step become one point. A series without a point in the step does not enter.',
  valuesConfig: {
    SUM: { description: 'Their sum: count says of how many, so a gap is not taken for a fall.' },
    AVG: { description: 'Their mean: each series counts once, however many samples it has.' },
    MIN: { description: 'The least of them: of averages and rates, not of single samples.' },
    MAX: { description: 'The greatest of them: of averages and rates, not of single samples.' },
  },
});

const SeriesPlaceEnum = enumOf<SeriesPlace>(seriesPlaces);
registerEnumType(SeriesPlaceEnum, {
  name: 'SeriesPlace',
  description: 'Where series belong by what they measure. Unbound series belong nowhere.',
  valuesConfig: {
    SITE: {
      description:
        'The site that they measure, or where the device that they measure stands, also by an interface of it. Series of links, information systems and organizations are at no site; nor are those whose site the viewer does not see.',
    },
    REGION: { description: 'The region of what they measure.' },
    ORGANIZATION: { description: 'The organization that owns what they measure, whoever sends them.' },
  },
});

@InputType('SeriesGrouping', { description: 'What series are grouped by: exactly one of the fields.' })
class SeriesGroupingInput implements SeriesGrouping {
  @Field(() => String, {
    nullable: true,
    description: 'Name of a label, for example "ifName": a group for each of its values.',
  })
  label?: string | null;

  @Field(() => SeriesPlaceEnum, { nullable: true, description: 'A group for each place of this kind.' })
  place?: SeriesPlace | null;
}

@ArgsType()
export class AggregationArgsType implements AggregationArgs {
  @Field(() => filterInput(series), {
    description: 'Which series: of one metric, as in { metric: { name: { eq: "if_in_octets_total" } } }.',
  })
  filter: FilterInput;

  @Field(() => DateTime, { description: 'Start of the range; in it.' })
  from: string;

  @Field(() => DateTime, { description: 'End of the range; not in it.' })
  to: string;

  @Field(() => ResolutionEnum, {
    defaultValue: 'AUTO',
    description: 'The grid that all series are brought on. RAW is refused: series have no instants in common.',
  })
  resolution: Resolution;

  @Field(() => Int, {
    defaultValue: 500,
    description:
      'The most steps that the range may have, 1 to 50,000, and 50,000 in all groups together; what has more is refused, not cut.',
  })
  maxPoints: number;

  @Field(() => Int, {
    defaultValue: 1000,
    description: 'The most series to go through, 1 to 10,000; more are refused, not left out. The cost counts them.',
  })
  maxSeries: number;

  @Field(() => AggregateEnum, { description: 'What becomes of the points of a step.' })
  aggregate: Aggregate;

  @Field(() => SeriesGroupingInput, {
    nullable: true,
    description: 'What series are folded by, 100 groups at most; all of them into one group unless said.',
  })
  by: SeriesGrouping | null;
}

@ObjectType({
  description:
    'Series of one group folded into one, as columns of one length: element i of each belongs to timestamps[i]. A step without any point is left out.',
  simpleResolvers: true,
})
export class SampleGroup {
  @Field(() => String, {
    nullable: true,
    description:
      'Value of the label that was grouped by; null for series without it, and where they are not grouped by a label.',
  })
  label: string | null;

  @Field(() => Int, { description: 'How many series the group has, those without a sample in the range among them.' })
  seriesCount: number;

  @Field(() => [DateTime], { description: 'Starts of steps, oldest first, whole multiples of the step since 1970.' })
  timestamps: string[];

  @Field(() => [Float], {
    nullable: 'items',
    description: 'What the points of the step come to; null where that is too large for a number.',
  })
  values: (number | null)[];

  @Field(() => [Int], { description: 'How many series have a point in the step.' })
  count: number[];
}

@ObjectType({
  description:
    'Many series folded on one grid. First each series is brought on the grid: a gauge as its average in the step, a counter as its increase per second, corrected for resets; NaN, infinities and stale markers do not enter. Then the points of each step are folded, group by group.',
  simpleResolvers: true,
})
export class AggregatedSamples {
  @Field(() => ResolutionEnum, { description: 'The grid that answers: never AUTO.' })
  resolution: Resolution;

  @Field(() => Int, { description: 'How many series there are in all groups together.' })
  seriesCount: number;

  @Field(() => [SampleGroup], {
    description:
      'By label value or name of the place, digits by value; series with no such label, of no such place, or of one that the viewer does not see are one group, the last.',
  })
  groups: SampleGroup[];
}
