import { masksOf, shownOf } from '../oracle/masks';
import type { Sight } from '../oracle/sight';
import type { Thing } from '../world/things';

export interface Withheld {
  path: (string | number)[];
  reason: string;
}

/** What an answer says of fields that may be withheld, and what the oracle says of them. */
export interface Masked {
  /** by path: as answered, and as expected */
  values: [path: string, answered: unknown, expected: unknown][];
  /** places that `extensions.withheld` has to name, each with what is withheld there */
  withheld: string[];
}

type Things = ReadonlyMap<string, Thing>;

/** Goes through an answer: wherever a record stands in it, by whatever road, its fields are judged. */
export function maskedIn(data: unknown, things: Things, sight: Sight): Masked {
  const masked: Masked = { values: [], withheld: [] };
  walk(data, [], (path, object) => {
    const thing = typeof object['id'] === 'string' ? things.get(object['id']) : undefined;
    if (thing) judge(path, object, thing, sight, masked);
  });
  masked.withheld.sort();
  return masked;
}

function judge(path: string, object: Record<string, unknown>, thing: Thing, sight: Sight, masked: Masked): void {
  const expected = shownOf(thing, sight);
  for (const [field, mask] of masksOf(thing.type)) {
    if (!(field in object)) continue;
    masked.values.push([`${path}${field}`, object[field], expected[field]]);
    if (sight.withholds(thing, mask)) masked.withheld.push(`${path}${field} ${mask}`);
  }
  if (!object['history']) return;
  // Its images hold a record's own columns; the addresses of an interface are records of their own.
  const own = new Set(
    masksOf(thing.type)
      .map(([, mask]) => mask)
      .filter((mask) => mask !== 'ADDRESSES'),
  );
  for (const mask of own) if (sight.withholds(thing, mask)) masked.withheld.push(`${path}history ${mask}`);
}

function walk(value: unknown, path: string[], see: (path: string, object: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) see([...path, ''].join('.'), value as Record<string, unknown>);
  for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name], see);
}

/** The places that an answer names as withheld, in the same words. */
export const toldIn = (withheld: readonly Withheld[]): string[] =>
  withheld.map(({ path, reason }) => `${path.join('.')} ${/withholds (\w+)\.$/.exec(reason)?.[1]}`).sort();
