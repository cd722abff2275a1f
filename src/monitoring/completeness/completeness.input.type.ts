import { ArgsType, Field, InputType, Int, ObjectType } from 'type-graphql';
import type { FilterInput } from '../../kernel/reading/filter';
import { filterInput } from '../../kernel/reading/filter.type';
import { DateTime } from '../../kernel/scalars';
import { series } from '../monitoring.collection';
import type { SavedInterval } from './save-expected-interval';

@ArgsType()
export class CompletenessArgs {
  @Field(() => filterInput(series), {
    nullable: true,
    description: 'Only series that fit; 10,000 at most, and 310,000 days of series: 10,000 over a month.',
  })
  filter?: FilterInput | null;

  @Field(() => DateTime, { description: 'Start of the range; in it.' })
  from: string;

  @Field(() => DateTime, {
    description: 'End of the range; not in it. Nothing is expected of what lies in the future.',
  })
  to: string;
}

@InputType({ description: 'How often samples of a source are to come.' })
export class SaveExpectedIntervalInput implements SavedInterval {
  @Field(() => String, { description: 'Code of the organization that sends them: one that the key may write for.' })
  owner: string;

  @Field(() => String, { description: 'The system that measures, as its samples name it.' })
  source: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of a metric: only of its series. Otherwise of all series of the source for whose metric nothing is said.',
  })
  metric?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from one sample to the next, 1 to 2,678,400 (31 days); null: as it is learned.',
  })
  intervalSeconds?: number | null;
}

@ObjectType({ description: 'What is said now.', simpleResolvers: true })
export class SaveExpectedIntervalPayload {
  @Field(() => String, { description: 'The system that measures.' })
  source: string;

  @Field(() => String, { nullable: true, description: 'The metric; null: of all for which nothing is said.' })
  metric: string | null;

  @Field(() => Int, { nullable: true, description: 'Seconds from one sample to the next; null: as it is learned.' })
  intervalSeconds: number | null;
}
