import { countOf, decodeChunk, encodeChunk, mostInChunk } from '../../../src/monitoring/chunks/chunk-codec';
import { DamagedChunk } from '../../../src/monitoring/chunks/damaged-chunk';
import type { SampleColumns } from '../../../src/monitoring/chunks/sample-columns';
import { createRandom, type Random } from '../../support/random';

const second = 1_000_000;
const minute = 60 * second;
const day = 86_400 * second;
const today = Date.UTC(2026, 10, 22) * 1000;
/** More with CHUNK_RUNS, and others with RANDOM_SEED. */
const runs = Number(process.env['CHUNK_RUNS'] || 400);
jest.setTimeout(30_000 + runs * 50);

const [number, nan, plus, minus, stale] = [0, 1, 2, 3, 4];

/** Values as numbers, or as the 16 hexadecimal digits of their bits. */
function samplesOf(
  at: readonly number[],
  values: readonly (number | string)[],
  flags?: readonly number[],
): SampleColumns {
  const samples = {
    at: Float64Array.from(at),
    values: new Float64Array(values.length),
    flags: Uint8Array.from(flags ?? values.map(() => number)),
  };
  const bits = new DataView(samples.values.buffer);
  for (const [i, value] of values.entries()) {
    if (typeof value === 'number') bits.setFloat64(i * 8, value, true);
    else bits.setBigUint64(i * 8, BigInt(`0x${value}`), true);
  }
  return samples;
}

const each = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const minutely = (count: number): number[] => each(count, (i) => today + i * minute);
const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

function expectRoundTrip(samples: SampleColumns, dayStart = today): Uint8Array {
  const bytes = encodeChunk(samples, dayStart);
  expectEqual(decodeChunk(bytes, dayStart), samples);
  expect(countOf(bytes)).toBe(samples.at.length);
  return bytes;
}

/** To the bit: toEqual takes one NaN for another. */
function expectEqual(found: SampleColumns, expected: SampleColumns): void {
  expect(bytesOf(found.at).equals(bytesOf(expected.at))).toBe(true);
  expect(bytesOf(found.values).equals(bytesOf(expected.values))).toBe(true);
  expect(Buffer.from(found.flags).equals(Buffer.from(expected.flags))).toBe(true);
}

const sizeOf = (...samples: Parameters<typeof samplesOf>): number => expectRoundTrip(samplesOf(...samples)).length;

describe('A chunk gives back what it was given, to the bit', () => {
  test('one sample, at either end of the day', () => {
    for (const at of [today, today + 1, today + day - 1]) expectRoundTrip(samplesOf([at], [1.5]));
    expectRoundTrip(samplesOf([today, today + day - 1], [-1, 1]));
  });

  test('a day before 1970', () => {
    expectRoundTrip(samplesOf([-day, -day + 5, -1], [1, 2, 3]), -day);
  });

  test('sums of decimals that are no decimals, among some that are', () => {
    const tenths = each(1440, (i) => i / 10);
    for (const place of [0, 7, 1439]) tenths[place] = 0.1 + 0.2;
    expectRoundTrip(samplesOf(minutely(1440), tenths));
    let sum = 0;
    expectRoundTrip(
      samplesOf(
        minutely(1440),
        each(1440, () => (sum += 0.1)),
      ),
    );
  });

  test('zero and minus zero', () => {
    for (const values of [[0], [-0], [0, -0], [-0, 0, -0], [-0, 1.25, -1.25, 0, -0]]) {
      expectRoundTrip(samplesOf(minutely(values.length), values));
    }
  });

  test('every kind of NaN, with the flag or without', () => {
    const nans = ['7ff8000000000000', '7ff8000000000001', 'fff8000000000000', '7ff0000000000001', '7ff4dead0000beef'];
    for (const flag of [number, nan, stale]) {
      for (const first of nans) {
        const values = [first, ...nans, 2, first];
        expectRoundTrip(samplesOf(minutely(values.length), values, [flag, ...nans.map(() => flag), number, flag]));
      }
    }
  });

  test('infinities, the mark of staleness, subnormals, the greatest and the least', () => {
    const values = [
      Infinity,
      -Infinity,
      '7ff0000000000002',
      5e-324,
      -5e-324,
      Number.MAX_VALUE,
      2 ** 53 + 2,
      -(2 ** 63),
    ];
    expectRoundTrip(samplesOf(minutely(8), values, [plus, minus, stale, 0, 0, 0, 0, 0]));
    expectRoundTrip(samplesOf(minutely(8), values));
    expectRoundTrip(samplesOf(minutely(8), values, [1, 2, 3, 4, 1, 2, 3, 4]));
  });

  test('whole numbers at the limits of what a difference may be', () => {
    const limits = [2 ** 49, 2 ** 51, 2 ** 52, 2 ** 53].flatMap((limit) => [limit - 1, limit, limit + 1]);
    const values = limits.flatMap((limit) => [limit, -limit, 0, limit / 4, limit / 1000]);
    expectRoundTrip(samplesOf(minutely(values.length), values));
    for (const limit of limits)
      expectRoundTrip(
        samplesOf(
          minutely(200),
          each(200, (i) => (i % 2 === 0 ? limit : i - limit)),
        ),
      );
  });

  test('every second of a day', () => {
    const random = createRandom();
    const at = each(86_400, (i) => today + i * second);
    const bytes = expectRoundTrip(
      samplesOf(
        at,
        each(86_400, () => random.whole(1000) / 100),
      ),
    );
    expect(bytes.length).toBeLessThan(86_400 * 1.4);
  });

  test('as many samples as a chunk may have', () => {
    const at = new Float64Array(mostInChunk);
    for (let i = 0; i < mostInChunk; i += 1) at[i] = today + i * 82_397;
    const values = new Float64Array(mostInChunk).fill(0.25, 1000);
    expectRoundTrip({ at, values, flags: new Uint8Array(mostInChunk) });
  });

  test('columns that are parts of larger ones', () => {
    const { at, values, flags } = samplesOf(
      minutely(300),
      each(300, (i) => i * 0.25),
    );
    expectRoundTrip({ at: at.subarray(7, 290), values: values.subarray(7, 290), flags: flags.subarray(7, 290) });
  });

  test(`${runs} hostile series`, () => {
    const random = createRandom();
    for (let run = 0; run < runs; run += 1) {
      try {
        expectRoundTrip(hostile(random, random.pick([1, 2, 3, 63, 64, 65, 66, 129, 200, 1440])));
      } catch (error) {
        throw new Error(`seed ${random.seed}, run ${run}`, { cause: error });
      }
    }
  });
});

describe('A chunk that was written once is read for ever', () => {
  const read = (hex: string): SampleColumns => decodeChunk(Buffer.from(hex, 'hex'), today);

  test('a day of one value', () => {
    const samples = samplesOf(minutely(1440), new Array<number>(1440).fill(12.5));
    expectEqual(read('01a00b00808ece1c0100029f0b0001fa0100000000'), samples);
  });

  test('decimals, a sum, a stale one and a misfit', () => {
    const at = [0, 1000, 2001, 3000, 3999, 5000, 6000, 9000].map((milliseconds) => today + milliseconds * 1000);
    const values = [20.5, 20.75, 0.1 + 0.2, 20.25, '7ff0000000000002', 21, -0, 1e6];
    const chunk =
      '010800e8070142ce0f09060106a21f01000400010008028420050049a70699013c7eecd933000106f4b38913000100010002010c008080808010000000';
    expectEqual(read(chunk), samplesOf(at, values, [0, 0, 0, 0, stale!, 0, 0, 0]));
  });

  test('words', () => {
    const chunk =
      '010400808ece1c010002030080f687c9800801001a9796f11d9bc2da7159a80e000000b0b4a1c40a01001f9abbe8bd03841bf39a72523b3f0000000000';
    expectEqual(read(chunk), samplesOf(minutely(4), [Math.PI, Math.E, Math.SQRT2 * 1e9, Math.PI * 1e-9]));
  });
});

describe('A chunk is small', () => {
  test('where nothing changes', () => {
    expect(sizeOf(minutely(1440), new Array<number>(1440).fill(12.5))).toBeLessThan(32);
    expect(sizeOf(minutely(1440), new Array<number>(1440).fill(Math.PI))).toBeLessThan(40);
  });

  test('in spite of some that are no number', () => {
    const random = createRandom();
    const values: (number | string)[] = each(1440, () => random.whole(100) / 100);
    const size = sizeOf(minutely(1440), values);
    const flags = new Array<number>(1440).fill(number);
    for (const place of [0, 500, 501, 502, 1000]) [values[place], flags[place]] = ['7ff0000000000002', stale];
    for (const place of [600, 601]) [values[place], flags[place]] = ['7ff8000000000001', nan];
    expect(sizeOf(minutely(1440), values, flags)).toBeLessThan(size + 60);
  });

  test('where decimals were added up, or multiplied', () => {
    const random = createRandom();
    let sum = 0;
    const sums = each(1440, () => (sum += random.whole(10) * 0.1));
    expect(sizeOf(minutely(1440), sums)).toBeLessThan(1440);
    const products = walk(random, 1440, 200).map((value) => value * 0.001);
    expect(sizeOf(minutely(1440), products)).toBeLessThan(1440 * 1.5);
  });

  test('in spite of a reset, and of a few values with more digits than the others', () => {
    const values = counter(createRandom(), 1440, 100);
    const size = sizeOf(minutely(1440), values);
    const reset = values.map((value, i) => (i < 700 ? value : value - values[700]!));
    expect(sizeOf(minutely(1440), reset)).toBeLessThan(size + 40);
    for (const place of [3, 555, 1439]) values[place]! += 0.1 + 0.2;
    expect(sizeOf(minutely(1440), values)).toBeLessThan(size + 80);
  });

  test('of whatever unit its times and values are multiples', () => {
    const random = createRandom();
    const pages = each(1440, () => 4096 * random.whole(64));
    expect(sizeOf(minutely(1440), pages)).toBeLessThan(1440 * 0.85);
    const milliseconds = each(1440, (i) => today + i * second + random.whole(7) * 1000);
    expect(sizeOf(milliseconds, new Array<number>(1440).fill(0))).toBeLessThan(1440 * 0.5);
  });

  test('never much more than its bits', () => {
    const random = createRandom();
    const noise = each(1440, () => bits(random));
    expect(sizeOf(minutely(1440), noise)).toBeLessThan(1440 * 8.3);
  });

  test('1.7 bytes a sample, where 4.5 are allowed: counters and two-decimal gauges by the minute', () => {
    const random = createRandom();
    const sets = each(100, (i) => (i % 2 === 0 ? counter(random, 1440, 100_000) : walk(random, 1440, 200)));
    const sizes = sets.map((values) => sizeOf(minutely(1440), values));
    expect(mean(sizes) / 1440).toBeLessThan(1.7);
  });

  test('0.9 bytes a sample, where 2 are allowed: a machine that is watched by the second', () => {
    const random = createRandom();
    const late = each(1440, (i) => today + i * second + (random.chance(0.3) ? 1000 * random.whole(4) : 0));
    const even = each(1440, (i) => today + i * second);
    const sizes = each(100, (i) => sizeOf(i % 3 === 0 ? late : even, machine(random, i / 100)));
    expect(mean(sizes) / 1440).toBeLessThan(0.9);
  });
});

describe('A chunk is refused', () => {
  const encoded = (random: Random): Uint8Array => encodeChunk(hostile(random, random.pick([1, 2, 65, 200])), today);

  test('where it ends too early, at any byte', () => {
    const random = createRandom();
    for (let run = 0; run < 8; run += 1) {
      const bytes = encoded(random);
      for (let end = 0; end < bytes.length; end += 1) expectDamaged(bytes.subarray(0, end));
    }
  });

  test('where something follows', () => {
    expectDamaged(Buffer.concat([encoded(createRandom()), Buffer.of(0)]));
  });

  test('where its version is not known', () => {
    const bytes = encoded(createRandom());
    bytes[0] = 2;
    expect(() => decodeChunk(bytes, today)).toThrow(/version 2/);
    expect(() => countOf(bytes)).toThrow(DamagedChunk);
  });

  test('where it claims more samples than any chunk has, or none', () => {
    for (const count of [
      [0],
      [0x81, 0x80, 0x40],
      new Array<number>(7).fill(0xff).concat(0x0f),
      new Array<number>(20).fill(0xff),
    ]) {
      expectDamaged(Uint8Array.of(1, ...count, 0, 0, 0, 0, 0, 0));
      expect(() => countOf(Uint8Array.of(1, ...count))).toThrow(DamagedChunk);
    }
  });

  test('where its day is another one', () => {
    const bytes = encodeChunk(samplesOf([today + 1], [1]), today);
    expect(decodeChunk(bytes, today + day).at).toEqual(Float64Array.of(today + day + 1));
    expectDamaged(Uint8Array.of(1, 1, ...varint(2 * day), 0, 0, 0, 0, 0, 0));
  });

  test('where bits were changed, unless it is a chunk of other samples now', () => {
    const random = createRandom();
    for (let run = 0; run < runs; run += 1) {
      const bytes = encoded(random);
      for (let flips = 0; flips < 5; flips += 1) {
        bytes[random.whole(bytes.length)]! ^= 1 << random.whole(8);
        expectDamagedOrWellFormed(bytes);
      }
    }
  });

  test('where it is made of noise', () => {
    const random = createRandom();
    for (let run = 0; run < runs * 10; run += 1) {
      const noise = each(4 + random.whole(60), () => random.pick([random.whole(256), random.whole(4)]));
      expectDamagedOrWellFormed(Uint8Array.of(1, ...varint(1 + random.whole(300)), ...noise));
    }
  });
});

describe('Samples are refused', () => {
  test('where there are none, or too many', () => {
    expect(() => encodeChunk(samplesOf([], []), today)).toThrow(/no samples/);
    const count = mostInChunk + 1;
    const tooMany = { at: new Float64Array(count), values: new Float64Array(count), flags: new Uint8Array(count) };
    expect(() => encodeChunk(tooMany, today)).toThrow(/too many/);
  });

  test('where their times leave the day, do not rise, or are no whole microseconds', () => {
    for (const at of [
      [today - 1],
      [today + day],
      [today, today],
      [today + 2, today + 1],
      [today + 0.5],
      [NaN],
      [Infinity],
    ]) {
      const samples = samplesOf(
        at,
        at.map(() => 1),
      );
      expect(() => encodeChunk(samples, today)).toThrow(/give whole microseconds of that day/);
    }
  });

  test('where the columns differ in length, a flag is not known, or the day has no start', () => {
    const samples = samplesOf([today], [1]);
    expect(() => encodeChunk({ ...samples, flags: new Uint8Array(2) }, today)).toThrow(/2 flags/);
    expect(() => encodeChunk({ ...samples, flags: Uint8Array.of(5) }, today)).toThrow(/5 is no flag/);
    expect(() => encodeChunk(samples, NaN)).toThrow(/no start of a day/);
  });

  test('and the next ones are none the worse for it', () => {
    const samples = samplesOf(minutely(100), each(100, Math.sqrt));
    const before = encodeChunk(samples, today);
    expect(() => encodeChunk(samplesOf([today, today], [1, 1]), today)).toThrow(RangeError);
    expect(encodeChunk(samples, today)).toEqual(before);
  });
});

function expectDamaged(bytes: Uint8Array): void {
  expect(() => decodeChunk(bytes, today)).toThrow(DamagedChunk);
}

function expectDamagedOrWellFormed(bytes: Uint8Array): void {
  const decoded = tryDecode(bytes);
  if (decoded === undefined) return;
  const { at, values, flags } = decoded;
  expect([at.length, values.length, flags.length]).toEqual(new Array(3).fill(countOf(bytes)));
  expect(flags.every((flag) => flag <= stale!)).toBe(true);
  expect(at.every((time, i) => time >= (i === 0 ? today : at[i - 1]! + 1) && time < today + day)).toBe(true);
}

function tryDecode(bytes: Uint8Array): SampleColumns | undefined {
  try {
    return decodeChunk(bytes, today);
  } catch (error) {
    expect(error).toBeInstanceOf(DamagedChunk);
    return undefined;
  }
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];
}

const mean = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
const digits = (value: number, places: number): number => Number(value.toFixed(places));
const word = (random: Random): string =>
  random
    .whole(2 ** 32)
    .toString(16)
    .padStart(8, '0');
const bits = (random: Random): string => word(random) + word(random);

function counter(random: Random, count: number, most: number): number[] {
  let total = random.whole(2 ** 32);
  return each(count, () => (total += random.whole(most)));
}

function walk(random: Random, count: number, most: number): number[] {
  let level = random.whole(10_000);
  return each(count, () => (level += random.whole(most + 1) - most / 2) / 100);
}

/** What one of many series of a machine does, by the share of series that do so: most do nothing. */
function machine(random: Random, share: number): number[] {
  const [start, idle] = [random.whole(1e9), random.pick([0, 0.5, 0.95])];
  let total = start;
  const grow = (most: number) => (total += random.chance(idle) ? 0 : random.whole(most));
  if (share < 0.45) return new Array<number>(1440).fill(random.pick([0, 1, start, start / 1000, 4096 * start]));
  if (share < 0.65) return each(1440, () => grow(random.pick([10, 100])));
  if (share < 0.75) return each(1440, () => grow(100_000));
  if (share < 0.83) return each(1440, () => grow(30) / 100);
  if (share < 0.88) return each(1440, () => grow(2000) / 1000);
  if (share < 0.94) return each(1440, () => 4096 * (total += random.whole(401) - 200));
  if (share < 0.96) return each(1440, () => digits(0.0039 + random.whole(1e6) / 1e9, 9));
  if (share < 0.98) return each(1440, () => digits(grow(1_000_000) / 1e6, 6));
  return each(1440, () => Math.sqrt(grow(1_000_000)));
}

/** Series that nobody measures: any mixture of times, values and flags. */
function hostile(random: Random, count: number): SampleColumns {
  return samplesOf(hostileTimes(random, count), ...hostileValues(random, count));
}

function hostileTimes(random: Random, count: number): number[] {
  const interval = random.pick([1, 7, 1000, second, Math.floor(day / count)]);
  const irregular = random.pick([0, 0, 0.01, 0.3, 1]);
  let at = today + random.pick([0, 0, random.whole(1000)]);
  const times = each(count, () => {
    const time = at;
    at += random.chance(irregular) ? 1 + random.whole(interval * 2) : interval;
    return time;
  });
  const over = times.at(-1)! - (today + day - 1);
  if (over > 0 || random.chance(0.2))
    return over > 0 ? each(count, (i) => today + day - count + i) : times.map((time) => time - over);
  return times;
}

function hostileValues(random: Random, count: number): [values: (number | string)[], flags: number[]] {
  const ways = each(1 + random.whole(3), () => random.pick(makers)(random));
  const [strange, honest] = [random.pick([0, 0, 0.02, 0.5, 1]), random.chance(0.6)];
  const values: (number | string)[] = [];
  const flags: number[] = [];
  let way = ways[0]!;
  for (let i = 0; i < count; i += 1) {
    if (random.chance(0.05)) way = random.pick(ways);
    const flag = random.chance(strange) ? 1 + random.whole(4) : number!;
    flags.push(flag);
    values.push(flag !== number && honest ? random.pick(usual[flag - 1]!) : way(i));
  }
  return [values, flags];
}

const usual = [
  ['7ff8000000000000', '7ff8000000000001', '7ff8000000000001'],
  ['7ff0000000000000'],
  ['fff0000000000000'],
  ['7ff0000000000002', '7ff0000000000002', '7ff0000000000003'],
];

/** Each makes a series of its own, of which it gives the values one by one. */
const makers: ((random: Random) => (i: number) => number | string)[] = [
  (random) => () => bits(random),
  (random) => () => random.pick(['7ff', 'fff']) + bits(random).slice(3),
  (random) => () => random.pick(['000', '800']) + bits(random).slice(3),
  (random) => () =>
    random.pick([0, -0, 1, -1, 0.1, 0.1 + 0.2, 5e-324, Infinity, -Infinity, NaN, 1e308, 2 ** 53, 2 ** 64]),
  (random) => () => Math.fround(random.whole(1e6) / 7),
  (random) => () => (random.whole(2000) - 1000) * 2 ** (random.whole(100) - 50),
  (random) => () => digits(random.whole(2 ** 31) / 1e6, random.whole(13)),
  (random) => {
    const value = random.pick([0, -0, 1.25, Math.E, bits(random)]);
    return () => value;
  },
  (random) => {
    const [places, most] = [random.pick([1, 10, 100, 1000, 1e9, 1e12]), random.pick([2, 100, 1e6, 2 ** 40])];
    let total = random.whole(2 ** random.whole(50));
    return () => (total += random.chance(0.01) ? -random.whole(most * 100) : random.whole(most)) / places;
  },
  (random) => {
    const step = random.pick([0.1, 1 / 3, 1e-9, 1e300]);
    let sum = 0;
    return () => (sum += random.whole(3) * step);
  },
];
