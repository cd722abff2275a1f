import type { Random } from '../../random';

export const maybe = <T>(random: Random, probability: number, value: T): T | null =>
  random.chance(probability) ? value : null;

/** Up to `most` different members of a list. */
export function someOf<T>(random: Random, list: readonly T[], most: number): T[] {
  const chosen = Array.from({ length: random.whole(most + 1) }, () => random.pick(list));
  return list.length === 0 ? [] : [...new Set(chosen)];
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(random.whole(left.length), 1)[0]!);
}

/** Few instants, so that many records share one. */
export const someInstant = (random: Random): string =>
  random.pick(['2026-01-01T00:00:00Z', '2026-01-02T07:30:00Z', '2026-02-03T00:00:00Z', '2026-03-04T12:00:01Z']);

/** Few names, so that many records share one. */
export const someName = (random: Random): string =>
  `${random.pick(['Core', 'core', 'Edge', 'Da Nang', 'Đà Nẵng', 'zone_'])} ${1 + random.whole(11)}`;
