import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { FilterInput } from '../../kernel/reading/filter';
import { filterInput } from '../../kernel/reading/filter.type';
import { LabelConditionInput } from '../../monitoring/binding/binding-rule.input.type';
import { series } from '../../monitoring/monitoring.collection';
import { Series } from '../../monitoring/monitoring.type';

@InputType({
  description: 'Which series a rule looks at, of those that its organization sees: all of these hold together.',
})
export class RuleSelectionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name of the metric. Left out, series of all metrics, which a rule of absence alone can take.',
  })
  metric?: string | null;

  @Field(() => filterInput(series), {
    nullable: true,
    description: 'Only series that this filter finds, by what they measure too: { device: { role: { eq: ROUTER } } }.',
  })
  series?: FilterInput | null;

  @Field(() => [LabelConditionInput], { defaultValue: [], description: 'What labels must hold, up to 8.' })
  labels: LabelConditionInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of regions, up to 100: only what lies within one of them.',
  })
  regions?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Only series of what carries an information system of this effective level or a higher one, 1 to 5: of the system itself, of its devices and of their interfaces.',
  })
  leastLevel?: number | null;
}

@ObjectType('RuleSelection', {
  description: 'What a rule would select, as it stands at the moment.',
  simpleResolvers: true,
})
export class RuleSelectionType {
  @Field(() => Int, { description: 'How many series it selects.' })
  count: number;

  @Field(() => Int, { description: 'How many series the organization sees, of which it selects them.' })
  of: number;

  @Field(() => Int, { description: 'How many one rule may select.' })
  most: number;

  @Field(() => String, {
    nullable: true,
    description: 'What is odd about that: nothing is selected, or everything; null where nothing is odd.',
  })
  notice: string | null;

  @Field(() => [Series], { description: 'Some of them.' })
  examples: object[];
}
