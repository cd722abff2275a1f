import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { DateTime } from '../../kernel/scalars';
import { situationGroupings, warningAges, type SituationGrouping, type WarningAge } from './situation.values';

export const WarningSituationGroupingEnum = enumOf<SituationGrouping>(situationGroupings);
registerEnumType(WarningSituationGroupingEnum, {
  name: 'WarningSituationGrouping',
  description: 'Which open warnings are counted together.',
  valuesConfig: {
    REGION: { description: 'Those of one region, in the order of names.' },
    SECTOR: {
      description:
        'Those of one sector: that of the information system with the highest level among those that the subject is or carries.',
    },
    LEVEL: { description: 'Those of one security level, the highest first: that of the same system.' },
    CAUSE: {
      description:
        'Those of one cause: each with all that hangs behind it, by topology; the one that most hangs behind first.',
    },
    AGE: { description: 'Those that have fired for as long, the youngest first.' },
  },
});

export const WarningAgeEnum = enumOf<WarningAge>(warningAges);
registerEnumType(WarningAgeEnum, {
  name: 'WarningAge',
  description: 'For how long a warning has fired.',
  valuesConfig: {
    UNDER_AN_HOUR: { description: 'For less than an hour.' },
    UNDER_A_DAY: { description: 'For an hour or more, less than a day.' },
    UNDER_A_WEEK: { description: 'For a day or more, less than seven days.' },
    OLDER: { description: 'For seven days or more.' },
  },
});

@ObjectType({ description: 'Open warnings that the viewer sees, counted together.', simpleResolvers: true })
export class WarningSituationRow {
  @Field(() => String, { nullable: true, description: 'Their sector, by SECTOR; null where none is known.' })
  sector: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Their security level, 1 to 5, by LEVEL; null where none is known.',
  })
  level: number | null;

  @Field(() => WarningAgeEnum, { nullable: true, description: 'For how long they have fired, by AGE.' })
  age: WarningAge | null;

  @Field(() => Int, { description: 'How many they are: a group of none is not there.' })
  count: number;

  @Field(() => Int, { description: 'How many of them nobody has taken on.' })
  raised: number;

  @Field(() => Int, { description: 'How many of them a desk has taken on.' })
  acknowledged: number;

  @Field(() => Int, { description: 'How many of them are held back.' })
  suppressed: number;

  @Field(() => Int, { description: 'How many of them are INFO.' })
  info: number;

  @Field(() => Int, { description: 'How many of them are MINOR.' })
  minor: number;

  @Field(() => Int, { description: 'How many of them are MAJOR.' })
  major: number;

  @Field(() => Int, { description: 'How many of them are CRITICAL.' })
  critical: number;

  @Field(() => DateTime, { description: 'Since when the oldest of them fires.' })
  oldestRaisedAt: string;
}
