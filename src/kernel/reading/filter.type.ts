import { Field, Float, ID, InputType, type ClassType } from 'type-graphql';
import type { Filterable, FilterField } from './filter';
import { Choice, CIDR, DateTime, IPAddress, MAC } from '../scalars';

const isNull = { nullable: true, description: 'true: only where there is no value; false: only where there is one.' };

@InputType({ description: 'Compares a text. Several conditions hold together.' })
export class TextFilter {
  @Field(() => String, { nullable: true, description: 'Exactly this text.' })
  eq?: string;

  @Field(() => [String], { nullable: true, description: 'One of these texts, 1,000 at most.' })
  in?: string[];

  @Field(() => String, { nullable: true, description: 'Holds this text, upper or lower case.' })
  contains?: string;

  @Field(() => String, { nullable: true, description: 'Begins with this text, upper or lower case.' })
  startsWith?: string;

  @Field(() => Boolean, isNull)
  isNull?: boolean;
}

@InputType({ description: 'Compares a value of a closed set.' })
export class ChoiceFilter {
  @Field(() => Choice, { nullable: true, description: 'Exactly this value.' })
  eq?: string;

  @Field(() => [Choice], { nullable: true, description: 'One of these values.' })
  in?: string[];

  @Field(() => [Choice], { nullable: true, description: 'None of these values.' })
  notIn?: string[];
}

@InputType({ description: 'Compares a number. Several conditions hold together.' })
export class NumberFilter {
  @Field(() => Float, { nullable: true, description: 'Equal.' })
  eq?: number;

  @Field(() => Float, { nullable: true, description: 'Greater.' })
  gt?: number;

  @Field(() => Float, { nullable: true, description: 'Greater or equal.' })
  gte?: number;

  @Field(() => Float, { nullable: true, description: 'Less.' })
  lt?: number;

  @Field(() => Float, { nullable: true, description: 'Less or equal.' })
  lte?: number;

  @Field(() => Boolean, isNull)
  isNull?: boolean;
}

@InputType({ description: 'Compares an instant. Several conditions hold together: { gte: from, lt: to } is a range.' })
export class TimeFilter {
  @Field(() => DateTime, { nullable: true, description: 'At this very instant.' })
  eq?: string;

  @Field(() => DateTime, { nullable: true, description: 'Later.' })
  gt?: string;

  @Field(() => DateTime, { nullable: true, description: 'At or later.' })
  gte?: string;

  @Field(() => DateTime, { nullable: true, description: 'Earlier.' })
  lt?: string;

  @Field(() => DateTime, { nullable: true, description: 'At or earlier.' })
  lte?: string;

  @Field(() => Boolean, isNull)
  isNull?: boolean;
}

@InputType({ description: 'Compares a claim that is true or false.' })
export class FlagFilter {
  @Field(() => Boolean, { nullable: true, description: 'Exactly this.' })
  eq?: boolean;
}

@InputType({ description: 'Compares an id.' })
export class IdFilter {
  @Field(() => ID, { nullable: true, description: 'The record of this id.' })
  eq?: string;

  @Field(() => [ID], { nullable: true, description: 'The records of these ids, 1,000 at most.' })
  in?: string[];
}

@InputType({ description: 'Compares an IP address.' })
export class IPAddressFilter {
  @Field(() => IPAddress, { nullable: true, description: 'Exactly this address.' })
  eq?: string;

  @Field(() => CIDR, { nullable: true, description: 'Within this prefix.' })
  within?: string;

  @Field(() => Boolean, isNull)
  isNull?: boolean;
}

@InputType({ description: 'Compares a hardware address.' })
export class MACFilter {
  @Field(() => MAC, { nullable: true, description: 'Exactly this address.' })
  eq?: string;

  @Field(() => [MAC], { nullable: true, description: 'One of these addresses, 1,000 at most.' })
  in?: string[];

  @Field(() => Boolean, isNull)
  isNull?: boolean;
}

@InputType({ description: 'Compares a network prefix.' })
export class CIDRFilter {
  @Field(() => CIDR, { nullable: true, description: 'Exactly this prefix.' })
  eq?: string;

  @Field(() => CIDR, { nullable: true, description: 'This prefix or one within it.' })
  within?: string;

  @Field(() => IPAddress, { nullable: true, description: 'Prefixes that hold this address.' })
  covers?: string;
}

@InputType({ description: 'Looks into a list of tags or labels.' })
export class TagFilter {
  @Field(() => String, { nullable: true, description: 'The list holds exactly this text.' })
  has?: string;
}

const leaves = {
  text: TextFilter,
  choice: ChoiceFilter,
  number: NumberFilter,
  time: TimeFilter,
  flag: FlagFilter,
  presence: FlagFilter,
  id: IdFilter,
  address: IPAddressFilter,
  mac: MACFilter,
  prefix: CIDRFilter,
  tags: TagFilter,
};

const inputs = new Map<string, ClassType>();

/** The GraphQL input of a declared filter: `DeviceFilter` for devices, with and, or, not and each declared field. */
export function filterInput(target: Filterable): ClassType {
  const known = inputs.get(target.typeName);
  if (known) return known;
  class Filter {}
  Object.defineProperty(Filter, 'name', { value: `${target.typeName}Filter` });
  inputs.set(target.typeName, Filter);
  InputType(`${target.typeName}Filter`, {
    description: `Narrows a list of ${target.typeName} records. Conditions named side by side hold together.`,
  })(Filter);
  const declare = (name: string, type: () => ClassType | [ClassType], description: string) =>
    Field(type as () => ClassType, { nullable: true, description })(Filter.prototype, name);
  declare('and', () => [Filter], 'All of these hold; an empty list holds.');
  declare('or', () => [Filter], 'At least one of these holds; an empty list never does.');
  declare(
    'not',
    () => Filter,
    'This does not hold; a comparison with an absent value does not hold, so its negation does.',
  );
  for (const [name, field] of Object.entries(target.filters)) declare(name, () => typeOf(field), describe(field));
  return Filter;
}

function typeOf(field: FilterField): ClassType {
  return field.kind === 'record' || field.kind === 'some' ? filterInput(field.target()) : leaves[field.kind];
}

function describe(field: FilterField): string {
  return field.kind === 'choice' ? `${field.description} One of ${field.choices.join(', ')}.` : field.description;
}
