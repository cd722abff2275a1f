import type { Random } from '../random';
import { filterFields, type Field } from './filter-fields';
import type { Thing, TypeName, World } from './model';
import type { Sight } from './sight';

export type Filter = Record<string, unknown>;

/** Whether a filter lets a record through: what is missing or hidden fits no condition, and `not` is the complement. */
export function fits(filter: Filter, thing: Thing, sight: Sight): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'and') return (value as Filter[]).every((inner) => fits(inner, thing, sight));
    if (name === 'or') return (value as Filter[]).some((inner) => fits(inner, thing, sight));
    if (name === 'not') return !fits(value as Filter, thing, sight);
    const field = filterFields[thing.type][name]!;
    if (field.kind === 'far') {
      const reached = field.things(thing as never).filter((one) => sight.sees(one));
      return reached.some((one) => fits(value as Filter, one, sight));
    }
    // A withheld value is absent: no filter finds it, and its absence is found.
    const found = sight.withholds(thing, field.mask) ? null : (field.value(thing as never) ?? null);
    return Object.entries(value as Filter).every(([operator, operand]) =>
      compares(field.kind, found, operator, operand),
    );
  });
}

const lower = (value: unknown): string => String(value).toLowerCase();

function compares(kind: Field['kind'], found: unknown, operator: string, operand: unknown): boolean {
  if (operator === 'isNull') return (found === null) === operand;
  if (operator === 'notIn') return found === null || !(operand as unknown[]).includes(found);
  if (found === null) return false;
  if (operator === 'in') return (operand as unknown[]).includes(found);
  if (operator === 'has') return (found as unknown[]).includes(operand);
  if (operator === 'contains') return lower(found).includes(lower(operand));
  if (operator === 'startsWith') return lower(found).startsWith(lower(operand));
  if (operator === 'eq') return found === operand;
  if (operator === 'within' || operator === 'covers')
    return liesWithin(String(operator === 'within' ? found : operand), String(operator === 'within' ? operand : found));
  const [a, b] = kind === 'time' ? [Date.parse(String(found)), Date.parse(String(operand))] : [found, operand];
  const difference = Number(a) - Number(b);
  return { gt: difference > 0, gte: difference >= 0, lt: difference < 0, lte: difference <= 0 }[operator]!;
}

/** Of IPv4: whether an address or network lies within another. */
export function liesWithin(inner: string, outer: string): boolean {
  const [[a, bits = '32'], [b, size = '32']] = [inner.split('/'), outer.split('/')] as [string[], string[]];
  const head = (address: string) =>
    Math.floor(address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) / 2 ** (32 - Number(size)));
  return Number(bits) >= Number(size) && head(a!) === head(b!);
}

const operators = {
  address: ['eq', 'within', 'isNull'],
  network: ['eq', 'within', 'covers'],
  mac: ['eq', 'in', 'isNull'],
  text: ['eq', 'in', 'contains', 'startsWith', 'isNull'],
  choice: ['eq', 'in', 'notIn'],
  number: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  time: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  flag: ['eq'],
  id: ['eq', 'in'],
  tags: ['has'],
};

/** A filter made up by chance, with values of records that the viewer sees and of records that it does not. */
export function someFilter(type: TypeName, world: World, random: Random, depth = 0): Filter {
  const filter: Filter = {};
  const inner = () => someFilter(type, world, random, depth + 1);
  if (depth < 3 && random.chance(0.25)) filter['not'] = inner();
  if (depth < 3 && random.chance(0.2)) filter['or'] = [inner(), inner()].slice(random.whole(3));
  if (depth < 3 && random.chance(0.1)) filter['and'] = [inner(), inner()].slice(random.whole(3));
  const fields = Object.entries(filterFields[type]);
  const aways = fields.filter(([, { kind }]) => kind === 'far');
  for (let count = depth === 0 ? 1 + random.whole(2) : random.whole(3); count > 0; count -= 1) {
    const [name, field] = random.pick(aways.length > 0 && random.chance(0.5) ? aways : fields);
    if (field.kind !== 'far') filter[name] = someCondition(type, field, world, random);
    else if (depth < 4) filter[name] = someFilter(field.target, world, random, depth + 1);
  }
  return filter;
}

function someCondition(type: TypeName, field: Exclude<Field, { kind: 'far' }>, world: World, random: Random): Filter {
  const operator = random.pick(operators[field.kind]);
  if (operator === 'isNull') return { isNull: random.chance(0.5) };
  const values = world[type].map((thing) => field.value(thing as never)).flat();
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return {};
  if (operator === 'in' || operator === 'notIn') return { [operator]: [random.pick(known), random.pick(known)] };
  const value = random.pick(known);
  if (operator === 'within') return { within: `${String(value).split('.').slice(0, 2).join('.')}.0.0/16` };
  if (operator === 'covers') return { covers: String(value).split('/')[0]! };
  return {
    [operator]:
      operator === 'contains' || operator === 'startsWith' ? String(value).slice(0, 1 + random.whole(6)) : value,
  };
}
