import { BlockList } from 'node:net';
import type { Filterable, FilterField } from '../../src/kernel/reading/filter';
import type { Random } from './random';

/** A record as the oracle knows it: values by the names of the filter, records for what it refers to, null for what is hidden. */
export interface Thing {
  [name: string]: unknown;
}
export type Filter = Record<string, unknown>;

/** Another opinion of what a filter lets through: a comparison with nothing is false, and `not` is the complement. */
export function fits(target: Filterable, filter: Filter, thing: Thing): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'and') return (value as Filter[]).every((inner) => fits(target, inner, thing));
    if (name === 'or') return (value as Filter[]).some((inner) => fits(target, inner, thing));
    if (name === 'not') return !fits(target, value as Filter, thing);
    const field = target.filters[name]!;
    const found = thing[name] ?? null;
    if (field.kind === 'record') return found !== null && fits(field.target(), value as Filter, found as Thing);
    return Object.entries(value as Filter).every(([operator, operand]) => compare(field, found, operator, operand));
  });
}

function compare(field: FilterField, found: unknown, operator: string, operand: unknown): boolean {
  if (field.kind === 'presence') return (found !== null) === operand;
  if (operator === 'isNull') return (found === null) === operand;
  if (operator === 'notIn') return !(operand as unknown[]).includes(found);
  if (found === null) return false;
  if (operator === 'in') return (operand as unknown[]).includes(found);
  if (operator === 'has') return (found as unknown[]).includes(operand);
  if (operator === 'contains') return lower(found).includes(lower(operand));
  if (operator === 'startsWith') return lower(found).startsWith(lower(operand));
  if (operator === 'within') return lies(String(found), String(operand));
  const [a, b] = field.kind === 'time' ? [Date.parse(String(found)), Date.parse(String(operand))] : [found, operand];
  if (operator === 'eq') return a === b;
  const difference = Number(a) - Number(b);
  return { gt: difference > 0, gte: difference >= 0, lt: difference < 0, lte: difference <= 0 }[operator] ?? false;
}

const lower = (text: unknown): string => String(text).toLowerCase();

function lies(address: string, prefix: string): boolean {
  const [network = '', length = ''] = prefix.split('/');
  const familyOf = (text: string) => (text.includes(':') ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  list.addSubnet(network, Number(length), familyOf(network));
  return list.check(address, familyOf(address));
}

/** Values that a filter may compare with, by the filter's field: few, so that it often meets some record. */
export type Vocabulary = Record<string, readonly unknown[]>;

const operators: Record<FilterField['kind'], readonly string[]> = {
  text: ['eq', 'in', 'contains', 'startsWith', 'isNull'],
  choice: ['eq', 'in', 'notIn'],
  number: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  time: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  flag: ['eq'],
  presence: ['eq'],
  address: ['eq', 'within', 'isNull'],
  mac: ['eq', 'in', 'isNull'],
  tags: ['has'],
  id: ['eq', 'in'],
  prefix: [],
  record: [],
  some: [],
};

/** A filter made up by chance: conditions on any declared field that the vocabulary has words for, across edges, combined. */
export function someFilter(target: Filterable, words: Record<string, Vocabulary>, random: Random, depth = 0): Filter {
  const filter: Filter = {};
  const inner = () => someFilter(target, words, random, depth + 1);
  const several = () => Array.from({ length: random.whole(3) }, inner);
  if (depth < 3 && random.chance(0.3)) filter['not'] = inner();
  if (depth < 3 && random.chance(0.3)) filter['or'] = several();
  if (depth < 3 && random.chance(0.2)) filter['and'] = several();
  const vocabulary = words[target.typeName] ?? {};
  const named = Object.entries(target.filters).filter(([name, { kind }]) => name in vocabulary || kind === 'record');
  for (let count = random.whole(3); count > 0; count -= 1) {
    const [name, field] = random.pick(named);
    if (field.kind !== 'record') filter[name] = someComparison(field, vocabulary[name]!, random);
    else if (depth < 4) filter[name] = someFilter(field.target(), words, random, depth + 1);
  }
  return filter;
}

function someComparison(field: FilterField, words: readonly unknown[], random: Random): Filter {
  const operator = random.pick(operators[field.kind]);
  if (operator === 'isNull') return { isNull: random.chance(0.5) };
  if (operator === 'in' || operator === 'notIn')
    return { [operator]: [random.pick(words), random.pick(words)].slice(random.whole(3)) };
  if (operator === 'within')
    return { within: random.pick(['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0', '2001:db8::/32', '192.0.2.7/32']) };
  return { [operator]: random.pick(words) };
}
