import { dayMicros, type Series } from './plain-rollup';
import type { Random } from './random';

const each = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const every = (micros: number): number[] => each(dayMicros / micros, (i) => i * micros);
const minutely = every(60_000_000);
const uniform = (random: Random): number => random.whole(1 << 30) / (1 << 30);
const fixed = (value: number, places: number): number => Number(value.toFixed(places));

const gauge = (at: readonly number[], value: (i: number) => number): Series => ({
  kind: 'GAUGE',
  at,
  values: at.map((_, i) => value(i)),
});
const counter = (at: readonly number[], first: number, grow: (i: number) => number): Series => {
  let total = first;
  return { kind: 'COUNTER', at, values: at.map((_, i) => (total += grow(i))) };
};

function wander(random: Random, level: number, most: number): () => number {
  let at = level;
  return () => (at += (uniform(random) - 0.5) * most);
}

/** Load over a day: lowest at night, with spells of its own. */
function load(random: Random): (i: number, count: number) => number {
  let spell = 1;
  return (i, count) => {
    if (random.chance(0.01)) spell = 0.3 + 2 * uniform(random);
    return spell * (1.2 - Math.cos((2 * Math.PI * i) / count)) * (0.8 + 0.4 * uniform(random));
  };
}

/** What operators measure, each by what it is called: a day of it. The first two are the mixed set of bench:storage. */
export const usualSeries: Readonly<Record<string, (random: Random) => Series>> = {
  'mixed: counter by chance': (random) => counter(minutely, random.whole(2 ** 20), () => random.whole(100_000)),
  'mixed: two-decimal gauge': (random) => {
    const walk = wander(random, 50, 1);
    return gauge(minutely, () => fixed(walk(), 2));
  },
  'counter by chance, 15 s': (random) => counter(every(15_000_000), random.whole(2 ** 40), () => random.whole(100_000)),
  'two-decimal gauge, 15 s': (random) => {
    const walk = wander(random, 50, 1);
    return gauge(every(15_000_000), () => fixed(walk(), 2));
  },
  'octets of a busy port': (random) => {
    const busy = load(random);
    return counter(minutely, random.whole(2 ** 31) * 4096, (i) => Math.floor(75e6 * busy(i, 1440)));
  },
  'packets of an idle port': (random) => counter(minutely, 1e6, () => (random.chance(0.1) ? random.whole(20) : 0)),
  'errors, hardly any': (random) => counter(minutely, 12, () => Number(random.chance(0.002))),
  'CPU seconds, two decimals': (random) => {
    const busy = load(random);
    let ticks = random.whole(1e9);
    return {
      kind: 'COUNTER',
      at: minutely,
      values: minutely.map((_, i) => (ticks += Math.floor(1000 * busy(i, 1440))) / 100),
    };
  },
  'disk seconds, three decimals': (random) => {
    let ticks = random.whole(1e9);
    return { kind: 'COUNTER', at: minutely, values: minutely.map(() => (ticks += random.whole(3000)) / 1000) };
  },
  'histogram sum, seconds as doubles': (random) => counter(minutely, 1000, () => 20 + 5 * Math.sqrt(uniform(random))),
  'written bytes in sectors': (random) => counter(minutely, 512 * random.whole(1e9), () => 512 * random.whole(4000)),
  uptime: (random) => counter(minutely, random.whole(1e7), () => 60),
  'counter that does not grow': () => counter(minutely, 0, () => 0),
  'counter with a reset': (random) => {
    let total = random.whole(1e9);
    return {
      kind: 'COUNTER',
      at: minutely,
      values: minutely.map((_, i) => (total = i === 700 ? 0 : total + random.whole(5000))),
    };
  },
  'counter, scraped late by milliseconds': (random) =>
    counter(
      minutely.map((at) => at + 1000 * random.whole(9)),
      0,
      () => random.whole(100_000),
    ),
  'counter, one in five minutes': (random) => counter(every(300_000_000), 1e9, () => random.whole(1e6)),
  'constant gauge': () => gauge(minutely, () => 12.5),
  'on and off': (random) => {
    let on = 1;
    return gauge(minutely, () => (on = random.chance(0.005) ? 1 - on : on));
  },
  'percent, one decimal': (random) => {
    const busy = load(random);
    return gauge(minutely, (i) => fixed(Math.min(100, 12 * busy(i, 1440)), 1));
  },
  'round trip, three decimals, noise': (random) => gauge(minutely, () => fixed(12 + 3 * uniform(random) ** 4, 3)),
  'memory in pages': (random) => {
    let pages = 1e6;
    return gauge(minutely, () => 4096 * (pages += random.whole(401) - 200));
  },
  'optical power, two decimals': (random) => gauge(minutely, () => fixed(-7 + 0.2 * uniform(random), 2)),
  'ratio as a double': (random) => gauge(minutely, () => uniform(random) / 3),
  'gauge, one in five minutes': (random) => {
    const walk = wander(random, 50, 1);
    return gauge(every(300_000_000), () => fixed(walk(), 2));
  },
};
