import { ArgsType, Field, ID, Int } from 'type-graphql';
import { DateTime } from '../../kernel/scalars';
import { ResolutionEnum } from '../monitoring.type';
import type { Resolution } from '../monitoring.values';
import type { WindowArgs } from './sample-window';

@ArgsType()
export class WindowArgsType implements WindowArgs {
  @Field(() => DateTime, { description: 'Start of the range; in it.' })
  from: string;

  @Field(() => DateTime, { description: 'End of the range; not in it.' })
  to: string;

  @Field(() => ResolutionEnum, { defaultValue: 'AUTO', description: 'How close together the points stand.' })
  resolution: Resolution;

  @Field(() => Int, {
    defaultValue: 500,
    description: 'The most points of each series, 1 to 50,000; 50,000 in all for one answer.',
  })
  maxPoints: number;
}

@ArgsType()
export class SamplesArgsType extends WindowArgsType {
  @Field(() => [ID], { description: 'Ids of the series, 100 at most.' })
  series: string[];
}
