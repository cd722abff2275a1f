import { DamagedChunk } from '../../src/monitoring/chunks/damaged-chunk';
import type { DayEnds, Rollup, StepColumns } from '../../src/monitoring/rollups/rollup';
import { decodeRollup, encodeRollup, kindOf } from '../../src/monitoring/rollups/rollup-codec';
import { hostileRollup } from '../support/hostile-rollups';
import { dayMicros, plainRollup, stepLengths, type Series } from '../support/plain-rollup';
import { createRandom, type Random } from '../support/random';
import { usualSeries } from '../support/usual-series';

const today = Date.UTC(2026, 10, 22) * 1000;
/** More with CHUNK_RUNS, and others with RANDOM_SEED. */
const runs = Number(process.env['CHUNK_RUNS'] || 400);
jest.setTimeout(30_000 + runs * 50);

const names = Object.keys(usualSeries);
const columns = ['places', 'counts', 'sums', 'lows', 'highs', 'lasts', 'spans', 'lowSpans', 'highSpans'] as const;

const bitsOf = (column: Float64Array): Buffer => Buffer.from(column.buffer, column.byteOffset, column.byteLength);
const each = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const minutely = (count: number): number[] => each(count, (i) => i * 60_000_000);

function expectRoundTrip(rollup: Rollup, dayStart = today): Uint8Array {
  const bytes = encodeRollup(rollup, dayStart);
  expectEqual(decodeRollup(bytes, dayStart), rollup);
  expect(kindOf(bytes)).toBe(rollup.kind);
  return bytes;
}

/** To the bit: toEqual takes one NaN for another. */
function expectEqual(found: Rollup, expected: Rollup): void {
  expect(found.kind).toBe(expected.kind);
  for (const name of columns) {
    if (bitsOf(found.steps[name]).equals(bitsOf(expected.steps[name]))) continue;
    expect({ [name]: [...found.steps[name]] }).toStrictEqual({ [name]: [...expected.steps[name]] });
    throw new Error(`${name} differ in their bits`);
  }
  if (found.ends === null || expected.ends === null) expect(found.ends).toBe(expected.ends);
  else expect(bitsOf(endsOf(found.ends)).equals(bitsOf(endsOf(expected.ends)))).toBe(true);
}

const endsOf = ({ firstAt, firstValue, lastAt, lastValue }: DayEnds): Float64Array =>
  Float64Array.of(firstAt, firstValue, lastAt, lastValue);

const stepsOf = (steps: Partial<StepColumns>): StepColumns => {
  const zeros = new Float64Array(steps.lasts?.length ?? 0);
  const none = new Float64Array(0);
  const values = { counts: zeros, sums: zeros, lows: zeros, highs: zeros, lasts: zeros };
  const times = { spans: none, lowSpans: none, highSpans: none };
  return { places: zeros.map((_, i) => i), ...values, ...times, ...steps };
};

describe('A rollup gives back what it was given, to the bit', () => {
  test.each(names)('a day of %s, at every level', (name) => {
    const series = usualSeries[name]!(createRandom());
    for (const length of stepLengths) expectRoundTrip(plainRollup(series, length, today));
  });

  test('a day without a number', () => {
    for (const kind of ['GAUGE', 'COUNTER'] as const) {
      const bytes = expectRoundTrip({ kind, steps: stepsOf({}), ends: null });
      expect(bytes.length).toBeLessThan(8);
    }
  });

  test('a single number, at any instant of the day', () => {
    for (const kind of ['GAUGE', 'COUNTER'] as const)
      for (const at of [0, 1, 43_200_000_000, dayMicros - 1])
        for (const value of [0, -0, 12.5, Math.PI, Number.MAX_VALUE, 5e-324, 2 ** 53 + 2])
          for (const length of stepLengths)
            expectRoundTrip(plainRollup({ kind, at: [at], values: [value] }, length, today));
  });

  test('a day before 1970', () => {
    const series: Series = { kind: 'COUNTER', at: [5, 10, dayMicros - 1], values: [1, 2, 3] };
    expectRoundTrip(plainRollup(series, stepLengths[0], -dayMicros), -dayMicros);
  });

  test('sums beyond all numbers', () => {
    const at = minutely(100);
    for (const most of [Number.MAX_VALUE, -Number.MAX_VALUE]) {
      const values = at.map((_, i) => (i < 50 ? most : i));
      const rollup = plainRollup({ kind: 'GAUGE', at, values }, stepLengths[0], today);
      expect(rollup.steps.sums[0]).toBe(most * 2);
      expectRoundTrip(rollup);
    }
  });

  test('counters that begin anew, more than once a step', () => {
    const at = minutely(1440);
    const values = at.map((_, i) => (i % 7) * 1000 + (i % 3));
    for (const length of stepLengths) expectRoundTrip(plainRollup({ kind: 'COUNTER', at, values }, length, today));
  });

  test('a step that differs from its neighbours in one number only', () => {
    const counter = plainRollup(usualSeries[names[0]!]!(createRandom()), stepLengths[0], today);
    const gauge = plainRollup(usualSeries[names[1]!]!(createRandom()), stepLengths[0], today);
    for (const rollup of [counter, gauge]) {
      for (const name of columns.slice(1)) {
        const column = rollup.steps[name];
        for (const place of [0, 1, 100, 287]) {
          for (const number of [0, 1, column[place]! + 1, 2 ** 50]) {
            const [changed] = [column.slice()];
            changed[place] = number;
            if (column.length > 0) expectRoundTrip({ ...rollup, steps: { ...rollup.steps, [name]: changed } });
          }
        }
      }
    }
  });

  test('columns that are parts of larger ones', () => {
    const { steps } = plainRollup(usualSeries[names[1]!]!(createRandom()), stepLengths[0], today);
    const part = Object.fromEntries(Object.entries(steps).map(([name, column]) => [name, column.subarray(7, 99)]));
    expectRoundTrip({ kind: 'GAUGE', steps: part as unknown as StepColumns, ends: null });
  });

  test(`${runs} hostile rollups`, () => {
    const random = createRandom();
    for (let run = 0; run < runs; run += 1) {
      try {
        expectRoundTrip(hostileRollup(random, today));
      } catch (error) {
        throw new Error(`seed ${random.seed}, run ${run}`, { cause: error });
      }
    }
  });
});

describe('A rollup is refused', () => {
  const encoded = (random: Random): Uint8Array => encodeRollup(hostileRollup(random, today), today);

  test('where it ends too early, at any byte', () => {
    const random = createRandom();
    for (let run = 0; run < 8; run += 1) {
      const bytes = encoded(random);
      for (let end = 0; end < bytes.length; end += 1) expectDamaged(bytes.subarray(0, end));
    }
  });

  test('where something follows', () => {
    const random = createRandom();
    for (let run = 0; run < 20; run += 1) expectDamaged(Buffer.concat([encoded(random), Buffer.of(0)]));
  });

  test('where its version is not known', () => {
    const bytes = encoded(createRandom());
    for (const version of [0, 2, 255]) {
      bytes[0] = version;
      expect(() => decodeRollup(bytes, today)).toThrow(new RegExp(`version ${version}`));
      expect(() => kindOf(bytes)).toThrow(DamagedChunk);
    }
    expect(() => kindOf(new Uint8Array(0))).toThrow(DamagedChunk);
  });

  test('where any byte was changed, unless it is a rollup of other numbers now', () => {
    const random = createRandom();
    for (let run = 0; run < runs / 20; run += 1) {
      const bytes = encoded(random);
      for (let at = 0; at < bytes.length; at += 1) {
        const before = bytes[at]!;
        bytes[at] = random.pick([before ^ (1 << random.whole(8)), 0, 0xff]);
        expectDamagedOrWellFormed(bytes);
        bytes[at] = before;
      }
    }
  });

  test('where it is made of noise', () => {
    const random = createRandom();
    for (let run = 0; run < runs * 10; run += 1) {
      const noise = each(1 + random.whole(90), () => random.pick([random.whole(256), random.whole(4), 0xff]));
      expectDamagedOrWellFormed(Uint8Array.of(1, ...noise));
    }
  });
});

function expectDamaged(bytes: Uint8Array): void {
  expect(() => decodeRollup(bytes, today)).toThrow(DamagedChunk);
}

function expectDamagedOrWellFormed(bytes: Uint8Array): void {
  const decoded = tryDecode(bytes);
  if (decoded === undefined) return;
  const { kind, steps, ends } = decoded;
  const count = steps.places.length;
  expect(kind).toBe(kindOf(bytes));
  const lengths = columns.map((name) => steps[name].length);
  expect(lengths).toEqual(
    columns.map((name) => (name.toLowerCase().endsWith('spans') && kind === 'GAUGE' ? 0 : count)),
  );
  const whole = [steps.counts, steps.spans, steps.lowSpans, steps.highSpans];
  expect(whole.every((column) => column.every((number) => number >= 0 && Number.isSafeInteger(number)))).toBe(true);
  expect(steps.places.every((place, i) => place > (steps.places[i - 1] ?? -1) && place < 288)).toBe(true);
  if (ends !== null)
    expect(today <= ends.firstAt && ends.firstAt <= ends.lastAt && ends.lastAt < today + dayMicros).toBe(true);
}

function tryDecode(bytes: Uint8Array): Rollup | undefined {
  try {
    return decodeRollup(bytes, today);
  } catch (error) {
    expect(error).toBeInstanceOf(DamagedChunk);
    return undefined;
  }
}
