import { masksOf, shownOf } from './masks';
import type { Thing } from './model';
import { allMasks } from './sharing-model';
import type { Sight } from './sight';

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
  /** places that it may name */
  others: Set<string>;
}

type Things = ReadonlyMap<string, Thing>;

/** Goes through an answer: wherever a record stands in it, by whatever road, its fields are judged. */
export function maskedIn(data: unknown, things: Things, sight: Sight): Masked {
  const masked: Masked = { values: [], withheld: [], others: new Set() };
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
  const own = new Set(masksOf(thing.type).map(([, mask]) => mask));
  for (const mask of allMasks) {
    if (!sight.withholds(thing, mask)) continue;
    if (own.has(mask)) masked.withheld.push(`${path}history ${mask}`);
    else masked.others.add(`${path}history ${mask}`);
  }
}

function walk(value: unknown, path: string[], see: (path: string, object: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) see([...path, ''].join('.'), value as Record<string, unknown>);
  for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name], see);
}

/** The places that an answer names as withheld, in the same words. A history names whatever its agreements withhold, of other types too. */
export function toldIn(withheld: readonly Withheld[], masked: Masked): string[] {
  const told = withheld.map(({ path, reason }) => `${path.join('.')} ${/withholds (\w+)\.$/.exec(reason)?.[1]}`);
  return told.filter((one) => !masked.others.has(one)).sort();
}
