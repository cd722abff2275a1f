import type { Random } from '../../random';
import type { TypeName, World } from '../world/things';
import { filterFields, type Field } from './filter-fields';
import type { Filter } from './fits';

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
