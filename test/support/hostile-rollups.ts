import type { DayEnds, Rollup } from '../../src/monitoring/rollups/rollup';
import { dayMicros, plainRollup, stepLengths } from './plain-rollup';
import type { Random } from './random';

const each = (count: number, make: (i: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => make(i));

/** A rollup that nobody measures: of a series as wild as can be, or of columns that have nothing to do with each other. */
export function hostileRollup(random: Random, dayStart: number): Rollup {
  if (random.chance(0.4)) return unrelated(random, dayStart);
  const rollup = plainRollup(hostileSeries(random), random.pick(stepLengths), dayStart);
  return random.chance(0.5) ? rollup : damage(random, rollup);
}

function hostileSeries(random: Random) {
  const at = hostileTimes(random);
  const ways = Array.from({ length: 1 + random.whole(3) }, () => random.pick(makers)(random));
  let way = ways[0]!;
  const values = at.map(() => {
    if (random.chance(0.03)) way = random.pick(ways);
    return way();
  });
  return { kind: random.pick(['GAUGE', 'COUNTER'] as const), at, values };
}

function hostileTimes(random: Random): number[] {
  const interval = random.pick([1, 1e6, 15e6, 60e6, 300e6, 3600e6, dayMicros]);
  const [jitter, gaps] = [random.pick([0, 0, 1000, interval]), random.pick([0, 0, 0.01, 0.3])];
  const times: number[] = [];
  for (let at = random.pick([0, 0, random.whole(dayMicros)]); at < dayMicros && times.length < 2000;) {
    times.push(at);
    at += interval + (jitter > 0 ? random.whole(jitter) : 0) + (random.chance(gaps) ? random.whole(100) * interval : 0);
  }
  return times;
}

/** Changes some numbers, so that what relates the columns holds no longer at some places. */
function damage(random: Random, rollup: Rollup): Rollup {
  const { sums, lows, highs, lasts, counts, spans, lowSpans, highSpans } = rollup.steps;
  for (const column of [sums, lows, highs, lasts])
    for (let left = random.whole(4); left > 0 && column.length > 0; left -= 1)
      column[random.whole(column.length)] = anyDouble(random);
  for (const column of [counts, spans, lowSpans, highSpans])
    for (let left = random.whole(4); left > 0 && column.length > 0; left -= 1)
      column[random.whole(column.length)] = wholeNumber(random);
  return rollup;
}

function unrelated(random: Random, dayStart: number): Rollup {
  const kind = random.pick(['GAUGE', 'COUNTER'] as const);
  const places = hostilePlaces(random);
  const count = places.length;
  const doubles = () => each(count, random.pick(makers)(random));
  const whole = (length: number) => {
    const usual = wholeNumber(random);
    const odd = random.pick([0, 0.01, 1]);
    return each(length, () => (random.chance(odd) ? wholeNumber(random) : usual));
  };
  const timed = kind === 'COUNTER' ? count : 0;
  const lasts = doubles();
  const related = () => (random.chance(0.3) ? lasts.slice() : doubles());
  const steps = {
    ...{ places, counts: whole(count), sums: related(), lows: related(), highs: related(), lasts },
    ...{ spans: whole(timed), lowSpans: whole(timed), highSpans: whole(timed) },
  };
  return {
    kind,
    steps,
    ends: kind === 'COUNTER' && random.chance(0.9) ? hostileEnds(random, dayStart, lasts.at(-1)) : null,
  };
}

function hostilePlaces(random: Random): Float64Array {
  const [all, present] = [random.pick([1, 24, 288]), random.pick([0, 0.05, 0.5, 0.95, 1])];
  return Float64Array.from({ length: all }, (_, i) => i).filter(() => random.chance(present));
}

function hostileEnds(random: Random, dayStart: number, last: number | undefined): DayEnds {
  const firstAt = random.pick([0, random.whole(dayMicros)]);
  const lastAt = random.pick([firstAt, dayMicros - 1, firstAt + random.whole(dayMicros - firstAt)]);
  const lastValue = last !== undefined && random.chance(0.7) ? last : anyDouble(random);
  return { firstAt: dayStart + firstAt, firstValue: anyDouble(random), lastAt: dayStart + lastAt, lastValue };
}

const wholeNumber = (random: Random): number =>
  random.pick([
    0,
    1,
    2,
    5,
    60,
    1440,
    300e6,
    dayMicros,
    random.whole(2 ** random.whole(37)),
    random.whole(2 ** 32) * 2 ** 16,
  ]);

const strange = [NaN, 0, -0, 1, -1, 0.1, 0.1 + 0.2, 5e-324, -5e-324, 2 ** -1022, Infinity, -Infinity, 1e308, -1e308];
const limits = [2 ** 49, 2 ** 50, 2 ** 51, 2 ** 52, 2 ** 53].flatMap((limit) => [limit - 1, limit, limit + 1, -limit]);

const cell = new DataView(new ArrayBuffer(8));

function anyDouble(random: Random, high = random.whole(2 ** 32)): number {
  cell.setUint32(0, high);
  cell.setUint32(4, random.whole(2 ** 32));
  const value = cell.getFloat64(0);
  return Number.isNaN(value) ? random.pick(strange) : value;
}

/** Each makes a series of its own, of which it gives the values one by one. */
const makers: ((random: Random) => () => number)[] = [
  (random) => () => anyDouble(random),
  (random) => () => anyDouble(random, random.pick([0, 0x8000_0000]) + random.whole(2)),
  (random) => () => anyDouble(random, 0x7fe0_0000 + random.whole(16)),
  (random) => () => random.pick(strange),
  (random) => () => random.pick(limits) / random.pick([1, 1, 10, 1000]),
  (random) => () => Math.sqrt(random.whole(1e6)),
  (random) => () => Number((random.whole(2 ** 31) / 1e6).toFixed(random.whole(13))),
  (random) => {
    const value = random.pick([0, -0, 1.25, Math.E, anyDouble(random)]);
    return () => value;
  },
  (random) => {
    const [places, most] = [random.pick([1, 10, 100, 1000, 1e9, 1e12]), random.pick([2, 100, 1e6, 2 ** 31])];
    let total = random.whole(2 ** random.whole(33));
    return () => (total += random.chance(0.01) ? -random.whole(most) : random.whole(most)) / places;
  },
  (random) => {
    const step = random.pick([0.1, 1 / 3, 1e-9, 1e300]);
    let sum = 0;
    return () => (sum += random.whole(3) * step);
  },
  (random) => {
    const places = random.whole(4);
    let level = random.whole(10_000);
    return () => Number(((level += random.whole(201) - 100) / 100).toFixed(places));
  },
];
