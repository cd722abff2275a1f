import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { sampleLevels, type SampleLevel } from '../monitoring.values';
import { retentions } from './retention.collection';
import type { KeptLevel } from './retention.rules';
import type { SavedRetention } from './save-retention';

export const SampleLevelEnum = enumOf<SampleLevel>(sampleLevels);
registerEnumType(SampleLevelEnum, {
  name: 'SampleLevel',
  description: 'What is kept of samples, each for a time of its own.',
  valuesConfig: {
    RAW: { description: 'The samples as they were sent.' },
    FIVE_MINUTES: { description: 'Steps of 5 minutes.' },
    HOUR: { description: 'Steps of an hour.' },
    DAY: { description: 'Steps of a day (UTC).' },
  },
});

@ObjectType('Retention', {
  implements: Node,
  simpleResolvers: true,
  description:
    'How long one level of all samples is kept. What lies wholly beyond is let go for good, by months, of HOUR and DAY by years: RAW once its steps are made, and nothing within a day of a change of the retention.',
})
export class Retention extends Node {
  @Field(() => SampleLevelEnum, { description: 'What is kept.' })
  level: SampleLevel;

  @Field(() => Int, { description: 'Length of its steps in seconds; 0 of RAW.' })
  stepSeconds: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Whole days (UTC) before today that are kept, 1 to 36,500; null where there is no end.',
  })
  days: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when on all of it is kept; null where there is no end. Of RAW it is the oldest instant of a sample that is taken: others are refused as TOO_OLD.',
  })
  keptSince: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of what has been let go; null while that is nothing. Longer days bring nothing of it back.',
  })
  letGoUntil: string | null;

  @Field(() => DateTime, { description: 'When the days last changed.' })
  updatedAt: string;
}

@InputType({ description: 'How long one level is to be kept.' })
export class RetentionInput implements KeptLevel {
  @Field(() => SampleLevelEnum, { description: 'What is kept.' })
  level: SampleLevel;

  @Field(() => Int, { nullable: true, description: 'Whole days, 1 to 36,500; null, or left out, is without an end.' })
  days?: number | null;
}

@InputType({ description: 'How long levels are to be kept, judged together; of one that is left out nothing changes.' })
export class SaveRetentionInput implements SavedRetention {
  @Field(() => [RetentionInput], { description: 'The levels, each once.' })
  levels: RetentionInput[];
}

@ObjectType({ description: 'What is kept from now on.', simpleResolvers: true })
export class SaveRetentionPayload {
  @Field(() => [Retention], { description: 'All levels as they stand, RAW first.' })
  retentions: object[];
}

export const RetentionConnection = connectionType('Retention', () => Retention);
export const RetentionArgs = listArgs(retentions);
