import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { BindingLookupEnum, BindingRule, BindingTargetEnum } from './binding-rule.type';
import type { BindingLookup, BindingTarget, LabelText } from './binding.values';

@InputType({ description: 'What a label must hold: exactly one of equals and matches.' })
export class LabelConditionInput {
  @Field(() => String, { description: 'Name of the label; `__name__` is that of the metric.' })
  label: string;

  @Field(() => String, {
    nullable: true,
    description: 'The text that it must be, up to 300 characters; an absent label is empty.',
  })
  equals?: string | null;

  @Field(() => String, { nullable: true, description: 'The pattern that all of it must match.' })
  matches?: string | null;
}

@InputType({ description: 'A text made of labels, as Prometheus relabels.' })
export class LabelTextInput implements LabelText {
  @Field(() => [String], {
    description:
      'Labels, up to 8, whose values are put side by side with ";" between them; an absent one is empty, `__name__` is the name of the metric.',
  })
  labels: string[];

  @Field(() => String, {
    defaultValue: '(.*)',
    description:
      'A regular expression in the words of RE2, up to 200 characters, that all of that must match; what does not, or is longer than 300 characters, is not for the rule.',
  })
  pattern: string;

  @Field(() => String, {
    defaultValue: '$1',
    description: 'The text to make, up to 200 characters: $1 or ${1} is what the first group found, $0 all, $$ a "$".',
  })
  replacement: string;
}

@InputType({ description: 'A rule as its organization wants it: made where there is none with this code.' })
export class SaveBindingRuleInput {
  @Field(() => String, {
    description:
      'Code of the organization whose series it binds, those that it writes: one that the key may write for, as its steward.',
  })
  owner: string;

  @Field(() => String, { description: 'Code of the rule, 1 to 63 of letters, digits, ".", "_", "-".' })
  code: string;

  @Field(() => Int, { defaultValue: 100, description: 'Its place, 1 to 10,000: the lowest is asked first.' })
  position: number;

  @Field(() => String, { nullable: true, description: 'Only series of this source; of all unless said.' })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only series of metrics whose whole names match this pattern; of all unless said.',
  })
  metricPattern?: string | null;

  @Field(() => [LabelConditionInput], { defaultValue: [], description: 'What labels must hold, up to 8.' })
  conditions: LabelConditionInput[];

  @Field(() => BindingTargetEnum, { description: 'What it binds them to.' })
  target: BindingTarget;

  @Field(() => BindingLookupEnum, { description: 'How that is found.' })
  lookup: BindingLookup;

  @Field(() => String, {
    nullable: true,
    description: 'The system of record whose external ids it looks for, and needed for these: "netbox".',
  })
  objectSource?: string | null;

  @Field(() => LabelTextInput, { description: 'The name, code, external id or address to look for.' })
  key: LabelTextInput;

  @Field(() => LabelTextInput, {
    nullable: true,
    description:
      'Of interfaces: the name of the interface, on the device that the key finds. Without it they are found by external ids of their own.',
  })
  interfaceName?: LabelTextInput | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes of the organizations, up to 100, among whose objects it looks, as far as the owner of the rule sees them; its own alone unless said. Who owns an object sees the series that measure it.',
  })
  inventoryOf?: string[] | null;
}

@InputType({ description: 'The rule that is to go.' })
export class RemoveBindingRuleInput {
  @Field(() => ID, { description: 'Id of the rule.' })
  id: string;
}

@ObjectType({ description: 'The rule that was saved.', simpleResolvers: true })
export class SaveBindingRulePayload {
  @Field(() => BindingRule, { description: 'The rule as it stands.' })
  bindingRule: object;
}

@ObjectType({ description: 'The rule that was removed.', simpleResolvers: true })
export class RemoveBindingRulePayload {
  @Field(() => BindingRule, { description: 'The rule: it stays until its series are bound anew.' })
  bindingRule: object;
}
