import type { Random } from '../../random';

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
