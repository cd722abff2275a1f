import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { Organization } from '../directory/directory.type';
import { Device } from '../inventory/device/device.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import { Interface } from '../inventory/interface/interface.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { Node, type WithRegistry } from '../kernel/node.type';
import { DateTime, JSONScalar } from '../kernel/scalars';
import { UnboundReasonEnum } from './binding/binding-rule.type';
import type { UnboundReason } from './binding/binding.values';
import { metrics, series } from './monitoring.collection';
import { metricKinds, resolutions, type MetricKind, type Resolution } from './monitoring.values';

export const MetricKindEnum = enumOf<MetricKind>(metricKinds);
registerEnumType(MetricKindEnum, {
  name: 'MetricKind',
  description: 'How the values of a metric behave, in the words of Prometheus.',
  valuesConfig: {
    GAUGE: { description: 'Goes up and down; asked on a grid it is averaged.' },
    COUNTER: {
      description: 'Only grows, from 0 again after a restart; asked on a grid it comes as increase per second.',
    },
  },
});

export const ResolutionEnum = enumOf<Resolution>(resolutions);
registerEnumType(ResolutionEnum, {
  name: 'Resolution',
  description: 'How close together the points of an answer stand.',
  valuesConfig: {
    AUTO: {
      description:
        'The finest grid that is kept back to the start of the range and needs no more than maxPoints for it; days, where none does.',
    },
    RAW: { description: 'Each sample as it was sent, as far as they are kept (retentions); a counter as its count.' },
    FIVE_MINUTES: { description: 'One point for each 5 minutes that hold a sample.' },
    HOUR: { description: 'One point for each hour that holds a sample.' },
    DAY: { description: 'One point for each day (UTC) that holds a sample.' },
  },
});

export const Subject = createUnionType({
  name: 'Subject',
  description: 'What a series measures or an incident affects.',
  types: () => [Organization, Site, Device, Interface, Link, InformationSystem] as const,
  resolveType: (row: object, context: WithRegistry) => context.registry.typeNameOf((row as { id: string }).id),
});

@ObjectType('Metric', {
  implements: Node,
  simpleResolvers: true,
  description: 'What is measured, and in which unit; shared by all who measure it.',
})
export class Metric extends Node {
  @Field(() => String, { description: 'Name, as Prometheus has it, for example "if_in_octets_total".' })
  name: string;

  @Field(() => String, {
    description: 'Unit, in the words of UCUM or Prometheus, for example "seconds"; empty where there is none.',
  })
  unit: string;

  @Field(() => MetricKindEnum, { description: 'How its values behave.' })
  kind: MetricKind;

  @Field(() => String, { nullable: true, description: 'What it means.' })
  description: string | null;
}

@ObjectType('Series', {
  implements: Node,
  simpleResolvers: true,
  description: 'One metric with one set of labels: a time series.',
})
export class Series extends Node {
  @Field(() => JSONScalar, { description: 'Its labels: an object of texts.' })
  labels: Record<string, string>;

  @Field(() => UnboundReasonEnum, {
    nullable: true,
    description: 'Why it is bound to no object; null of a series that is. It binds as soon as that changes.',
  })
  unboundReason: UnboundReason | null;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;
}

@ObjectType({ description: 'The newest sample of a series.', simpleResolvers: true })
export class LatestSample {
  @Field(() => DateTime, { description: 'When it was measured.' })
  timestamp: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Its value in the unit of the metric; null where it is no finite number or the series went stale.',
  })
  value: number | null;

  @Field(() => Boolean, { description: 'The series ended here: its source said that it is gone.' })
  stale: boolean;
}

@ObjectType({
  description:
    'Samples as columns of one length: element i of each belongs to timestamps[i]. On a grid the range reaches to the ends of its first and last step. A counter comes there as its increase per second, corrected for resets; an increase belongs to the step of its later sample, and none is counted where the two are more than a day apart. NaN, infinities and stale marks are flags, not values: no step has them.',
  simpleResolvers: true,
})
export class SampleWindow {
  @Field(() => ResolutionEnum, { description: 'The level that answered: never AUTO.' })
  resolution: Resolution;

  @Field(() => [DateTime], { description: 'Instants, oldest first: of the sample, or the start of its step.' })
  timestamps: string[];

  @Field(() => [Float], {
    nullable: 'items',
    description:
      'Values; on a grid the average, of a counter what it grew by over the time it took, per second. null where flags is not 0.',
  })
  values: (number | null)[];

  @Field(() => [Float], {
    nullable: 'items',
    description: 'Least value of the step, of a counter the least rate between two samples.',
  })
  min: (number | null)[];

  @Field(() => [Float], {
    nullable: 'items',
    description: 'Greatest value of the step, of a counter the greatest rate.',
  })
  max: (number | null)[];

  @Field(() => [Int], {
    description: 'Numbers in the step, of a counter increases; 1 for a raw sample.',
  })
  count: number[];

  @Field(() => [Float], {
    nullable: 'items',
    description: 'Sum of the numbers of the step; of a counter what it grew by. Of a raw sample its value.',
  })
  sum: (number | null)[];

  @Field(() => [Float], {
    nullable: 'items',
    description: 'The last number of the step, as it was sent: of a counter its count.',
  })
  last: (number | null)[];

  @Field(() => [Int], { description: 'Per element: 0 a number, 1 NaN, 2 +Inf, 3 -Inf, 4 stale.' })
  flags: number[];

  @Field(() => Boolean, {
    description: 'The range holds more than this answer shows: ask for the rest from the last instant on.',
  })
  truncated: boolean;
}

export const MetricConnection = connectionType('Metric', () => Metric);
export const MetricArgs = listArgs(metrics);
export const SeriesConnection = connectionType('Series', () => Series);
export const SeriesArgs = listArgs(series);
