import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import {
  bindingLookups,
  bindingTargets,
  unboundReasons,
  type BindingLookup,
  type BindingTarget,
  type LabelCondition,
  type LabelText,
  type UnboundReason,
} from './binding.values';
import { bindingRules } from './binding-rule.collection';

export const BindingTargetEnum = enumOf<BindingTarget>(bindingTargets);
registerEnumType(BindingTargetEnum, {
  name: 'BindingTarget',
  description: 'What a rule binds series to.',
  valuesConfig: {
    DEVICE: { description: 'A device.' },
    INTERFACE: { description: 'An interface of a device.' },
    LINK: { description: 'A link.' },
    INFORMATION_SYSTEM: { description: 'An information system.' },
    SITE: { description: 'A site.' },
    ORGANIZATION: { description: 'An organization.' },
  },
});

export const BindingLookupEnum = enumOf<BindingLookup>(bindingLookups);
registerEnumType(BindingLookupEnum, {
  name: 'BindingLookup',
  description:
    'How an object is found. A retired one is found where there is no other. Of an interface, unless by its own external id, it says how its device is found.',
  valuesConfig: {
    NAME: { description: 'By its name, ignoring case and diacritics. Not of organizations.' },
    CODE: { description: 'By its code: of sites, information systems and organizations.' },
    EXTERNAL_ID: { description: 'By its key in a system of record, which objectSource names. Not of organizations.' },
    MANAGEMENT_ADDRESS: {
      description: 'By its management address, where no agreement withholds that: of devices and their interfaces.',
    },
  },
});

export const UnboundReasonEnum = enumOf<UnboundReason>(unboundReasons);
registerEnumType(UnboundReasonEnum, {
  name: 'UnboundReason',
  description: 'Why a series is bound to no object.',
  valuesConfig: {
    PENDING: { description: 'The rules have not been asked yet: they are within a minute or two.' },
    NO_RULE: { description: 'No rule of its writer is for it.' },
    NOT_FOUND: { description: 'What the rules look for is not there, or not for its writer.' },
    AMBIGUOUS: { description: 'A rule finds several objects: let it look more closely.' },
  },
});

@ObjectType('LabelCondition', { description: 'What a label must hold.', simpleResolvers: true })
export class LabelConditionType implements LabelCondition {
  @Field(() => String, { description: 'Name of the label.' })
  label: string;

  @Field(() => String, { nullable: true, description: 'The text that it must be; a label that is absent is empty.' })
  equals: string | null;

  @Field(() => String, { nullable: true, description: 'The pattern that all of it must match.' })
  matches: string | null;
}

@ObjectType('LabelText', {
  description: 'A text made of labels, as Prometheus relabels.',
  simpleResolvers: true,
})
export class LabelTextType implements LabelText {
  @Field(() => [String], { description: 'Labels whose values are put side by side, with ";" between them.' })
  labels: string[];

  @Field(() => String, { description: 'The pattern that all of that must match.' })
  pattern: string;

  @Field(() => String, { description: 'The text that is made, with $1 for what the first group of the pattern found.' })
  replacement: string;
}

@ObjectType('BindingRule', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Binds series that an organization writes to the objects that they measure. Of its rules the first, by position, that finds anything decides. A subject that the sender itself has said stays. For the organization and those above it.',
})
export class BindingRule extends Node {
  @Field(() => String, { description: 'Code of the rule: no other rule of the organization has it.' })
  code: string;

  @Field(() => Int, { description: 'Its place: rules are asked from 1 to 10,000, those of one position by code.' })
  position: number;

  @Field(() => String, { nullable: true, description: 'Only series of this source.' })
  source: string | null;

  @Field(() => String, { nullable: true, description: 'Only series of metrics whose names match this pattern.' })
  metricPattern: string | null;

  @Field(() => BindingTargetEnum, { description: 'What it binds them to.' })
  target: BindingTarget;

  @Field(() => BindingLookupEnum, { description: 'How that is found.' })
  lookup: BindingLookup;

  @Field(() => String, { nullable: true, description: 'The system of record whose external ids it looks for.' })
  objectSource: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When all series had been bound by it as it stands; null until then, which takes some minutes.',
  })
  appliedAt: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was removed: it is gone as soon as its series are bound anew.',
  })
  removedAt: string | null;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

export const BindingRuleConnection = connectionType('BindingRule', () => BindingRule);
export const BindingRuleArgs = listArgs(bindingRules);
