import type { Sight } from '../oracle/sight';
import type { Thing } from '../world/things';
import { filterFields, type Field } from './filter-fields';
import { liesWithin } from './networks';

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
