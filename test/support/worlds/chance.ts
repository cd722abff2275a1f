import type { Random } from '../random';

const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.whole(16).toString(16)).join('');

/** A UUID that says version 7 and sorts by chance, so that the order by id is no order of making. */
export const someId = (random: Random): string =>
  [hex(random, 8), hex(random, 4), `7${hex(random, 3)}`, `8${hex(random, 3)}`, hex(random, 12)].join('-');

/** Text that stands in one record alone: wherever it turns up, that record is told of. */
export const someToken = (random: Random): string => `~${hex(random, 12)}~`;

/** What an agreement may withhold, each standing in one record alone too. */
export const someMac = (random: Random): string => `02:${[1, 2, 3, 4, 5].map(() => hex(random, 2)).join(':')}`;
export const someManagementAddress = (random: Random): string =>
  `192.168.${random.whole(256)}.${1 + random.whole(254)}`;
export const someDegrees = (random: Random): number =>
  Number(`${1 + random.whole(79)}.${1 + random.whole(9)}${10_000 + random.whole(90_000)}`);

/** Words of these kinds in any text. */
export const telling =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|~[0-9a-f]{12}~|02(?::[0-9a-f]{2}){5}|192\.168\.\d+\.[1-9]\d*|\b\d\d?\.\d{6}\b/g;

export const maybe = <T>(random: Random, probability: number, value: T): T | null =>
  random.chance(probability) ? value : null;

/** Up to `most` different members of a list. */
export function someOf<T>(random: Random, list: readonly T[], most: number): T[] {
  const chosen = Array.from({ length: random.whole(most + 1) }, () => random.pick(list));
  return list.length === 0 ? [] : [...new Set(chosen)];
}

/** Few instants, so that many records share one. */
export const someInstant = (random: Random): string =>
  random.pick(['2026-01-01T00:00:00Z', '2026-01-02T07:30:00Z', '2026-02-03T00:00:00Z', '2026-03-04T12:00:01Z']);

/** As names are compared: without case and diacritics. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** Few names, so that many records share one. */
export const someName = (random: Random): string =>
  `${random.pick(['Core', 'core', 'Edge', 'Da Nang', 'Đà Nẵng', 'zone_'])} ${1 + random.whole(11)}`;

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(random.whole(left.length), 1)[0]!);
}
