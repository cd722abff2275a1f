import { DamagedChunk } from '../../../src/monitoring/chunks/damaged-chunk';
import type { DayEnds, Rollup, StepColumns } from '../../../src/monitoring/rollups/rollup';
import { decodeRollup, encodeRollup } from '../../../src/monitoring/rollups/codec/rollup-codec';
import { hostileRollup } from '../../support/hostile-rollups';
import { dayMicros, plainRollup, stepLengths, type Series } from '../../support/plain-rollup';
import { createRandom, type Random } from '../../support/random';
import { usualSeries } from '../../support/usual-series';

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
      expect(bytes.length).toBeLessThan(10);
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
          for (const number of [0, 1, column[place]! + 1, 2 ** 47]) {
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

describe('A rollup that was written once is read for ever', () => {
  test('of a gauge', () => {
    const at = [0, 60, 240, 300, 360, 86_399].map((second) => second * 1_000_000);
    const rollup = plainRollup(
      { kind: 'GAUGE', at, values: [20.5, 20.75, 0.1 + 0.2, -0, 1e300, 21] },
      stepLengths[0],
      today,
    );
    expectEqual(
      decodeRollup(
        Buffer.from(
          '011ed00100bc2ea1510e195c08c079022205f5c5437ee307c659078090c009b90c40405250600000000048417df190dff88171d60120026a09',
          'hex',
        ),
        today,
      ),
      rollup,
    );
  });

  test('of a counter', () => {
    const at = [1, 61, 122, 600, 660, 720, 780, 86_399].map((second) => second * 1_000_000);
    const values = [100.25, 100.5, 101, 0.75, 1, 1.5, 3.75, Math.PI * 1e5];
    const rollup = plainRollup({ kind: 'COUNTER', at, values }, stepLengths[0], today);
    expectEqual(
      decodeRollup(
        Buffer.from(
          '011fd001103c2ea1a39a780b2934281a7c5221958646946895820a90d02040be40a513000000007000f4b0282b00000000200590809a966ef00d92d0be7a592682b84e87740f02030b1251404207',
          'hex',
        ),
        today,
      ),
      rollup,
    );
  });
});

describe('A rollup is small', () => {
  const mixed = names.slice(0, 2);
  const bytesPerStep = (of: readonly string[], length: number): number => {
    const random = createRandom();
    const rollups = of.flatMap((name) => each(10, () => plainRollup(usualSeries[name]!(random), length, today)));
    const steps = rollups.reduce((sum, rollup) => sum + rollup.steps.places.length, 0);
    return rollups.reduce((sum, rollup) => sum + encodeRollup(rollup, today).length, 0) / steps;
  };

  test('counters and two-decimal gauges by the minute: 5.2 bytes for 5 minutes, 6.7 for an hour, 24 for a day', () => {
    expect(bytesPerStep(mixed, stepLengths[0])).toBeLessThan(5.2);
    expect(bytesPerStep(mixed, stepLengths[1])).toBeLessThan(6.7);
    expect(bytesPerStep(mixed, stepLengths[2])).toBeLessThan(24);
  });

  test('where nothing changes, and where all grows evenly', () => {
    for (const length of stepLengths) {
      for (const name of ['constant gauge', 'counter that does not grow', 'uptime']) {
        const rollup = plainRollup(usualSeries[name]!(createRandom()), length, today);
        expect(encodeRollup(rollup, today).length).toBeLessThan(24);
      }
    }
  });

  test('where a step has one sample: as small as its last values', () => {
    const rollup = plainRollup(usualSeries['gauge, one in five minutes']!(createRandom()), stepLengths[0], today);
    expect(rollup.steps.counts.every((count) => count === 1)).toBe(true);
    expect(encodeRollup(rollup, today).length).toBeLessThan(288);
  });

  test('in spite of a reset, of gaps, and of values that are no decimals among them', () => {
    const { kind, at, values } = usualSeries[names[0]!]!(createRandom());
    const sizeOf = (of: readonly number[], kept: (i: number) => boolean) => {
      const series = { kind, at: at.filter((_, i) => kept(i)), values: of.filter((_, i) => kept(i)) };
      return expectRoundTrip(plainRollup(series, stepLengths[0], today)).length;
    };
    const size = sizeOf(values, () => true);
    expect(
      sizeOf(
        values.map((value, i) => (i < 700 ? value : value - values[700]!)),
        () => true,
      ),
    ).toBeLessThan(size + 24);
    expect(sizeOf(values, (i) => i < 500 || i > 520)).toBeLessThan(size + 24);
    expect(
      sizeOf(
        values.map((value, i) => (i === 333 ? value + 1 / 3 : value)),
        () => true,
      ),
    ).toBeLessThan(size + 40);
  });

  test('never much more than its bits', () => {
    const random = createRandom();
    const noise = () =>
      Float64Array.from({ length: 288 }, () => (random.whole(2 ** 32) + 0.1) * 2 ** random.whole(300));
    const counts = new Float64Array(288).fill(5);
    const steps = stepsOf({ counts, sums: noise(), lows: noise(), highs: noise(), lasts: noise() });
    expect(expectRoundTrip({ kind: 'GAUGE', steps, ends: null }).length).toBeLessThan(4 * 288 * 8.5);
  });
});

describe('A rollup is refused', () => {
  const encoded = (random: Random): Uint8Array => encodeRollup(hostileRollup(random, today), today);
  const hours = (): Uint8Array[] =>
    names.map((name) => encodeRollup(plainRollup(usualSeries[name]!(createRandom()), stepLengths[1], today), today));

  test('where it ends too early, at any byte', () => {
    const random = createRandom();
    for (const bytes of [...hours(), encoded(random), encoded(random), encoded(random)]) {
      for (let end = 0; end < bytes.length; end += 1) {
        if (tryDecode(bytes.subarray(0, end)) !== undefined)
          throw new Error(`${end} of ${bytes.length} bytes were read`);
      }
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
    }
    expect(() => decodeRollup(new Uint8Array(0), today)).toThrow(DamagedChunk);
  });

  test('where any byte was changed, unless it is a rollup of other numbers now', () => {
    const random = createRandom();
    for (const bytes of [...hours(), encoded(random), encoded(random), encoded(random)]) {
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

describe('Steps are refused', () => {
  const one = (steps: Partial<StepColumns>) => stepsOf({ lasts: Float64Array.of(1), ...steps });
  const gauge = (steps: StepColumns): Rollup => ({ kind: 'GAUGE', steps, ends: null });

  test('where the columns differ in length, or a gauge has spans', () => {
    expect(() => encodeRollup(gauge(one({ sums: new Float64Array(2) })), today)).toThrow(/differ in length/);
    expect(() => encodeRollup(gauge(one({ spans: new Float64Array(1) })), today)).toThrow(/differ in length/);
    expect(() => encodeRollup({ ...gauge(one({})), kind: 'COUNTER' }, today)).toThrow(/differ in length/);
  });

  test('where their places leave the day, or do not rise', () => {
    for (const places of [[-1], [288], [0.5], [NaN], [1, 1], [2, 1]]) {
      const steps = stepsOf({ lasts: new Float64Array(places.length), places: Float64Array.from(places) });
      expect(() => encodeRollup(gauge(steps), today)).toThrow(/give places from 0 to 287/);
    }
  });

  test('where a count, or a time, is none', () => {
    for (const count of [-1, 0.5, NaN, Infinity, 2 ** 48]) {
      const counts = Float64Array.of(count);
      expect(() => encodeRollup(gauge(one({ counts })), today)).toThrow(/counts nothing/);
      const steps = one({ spans: counts, lowSpans: counts, highSpans: counts });
      expect(() => encodeRollup({ kind: 'COUNTER', steps, ends: null }, today)).toThrow(/counts nothing/);
    }
  });

  test('where a gauge has ends, or those of a counter leave the day', () => {
    const ends = { firstAt: today, firstValue: 1, lastAt: today, lastValue: 1 };
    const counter: Rollup = { ...plainRollup({ kind: 'COUNTER', at: [0], values: [1] }, stepLengths[0], today), ends };
    expectRoundTrip(counter);
    expect(() => encodeRollup({ ...gauge(one({})), ends }, today)).toThrow(/has ends/);
    for (const [firstAt, lastAt] of [
      [today - 1, today],
      [today, today + dayMicros],
      [today + 2, today + 1],
      [today + 0.5, today + 1],
    ] as const)
      expect(() => encodeRollup({ ...counter, ends: { ...ends, firstAt, lastAt } }, today)).toThrow(/has ends/);
    expect(() => encodeRollup(counter, NaN)).toThrow(/no start of a day/);
  });

  test('and the next ones are none the worse for it', () => {
    const rollup = plainRollup(usualSeries[names[1]!]!(createRandom()), stepLengths[0], today);
    const before = encodeRollup(rollup, today);
    expect(() => encodeRollup({ ...rollup, kind: 'COUNTER' }, today)).toThrow(RangeError);
    expect(() => decodeRollup(before.subarray(0, 99), today)).toThrow(DamagedChunk);
    const decoded = decodeRollup(before, today);
    decodeRollup(
      encodeRollup(plainRollup(usualSeries[names[0]!]!(createRandom()), stepLengths[1], today), today),
      today,
    );
    expectEqual(decoded, rollup);
    expect(encodeRollup(rollup, today)).toEqual(before);
  });
});

function expectDamaged(bytes: Uint8Array): void {
  expect(() => decodeRollup(bytes, today)).toThrow(DamagedChunk);
}

/** Asked without `expect`, which would take longer than all the rest. */
function expectDamagedOrWellFormed(bytes: Uint8Array): void {
  const decoded = tryDecode(bytes);
  if (decoded !== undefined && !isWellFormed(decoded))
    throw new Error(`not well formed: ${Buffer.from(bytes).toString('hex')}`);
}

function isWellFormed({ kind, steps, ends }: Rollup): boolean {
  const { places, counts, sums, lows, highs, lasts, spans, lowSpans, highSpans } = steps;
  const isLong = (length: number) => (column: Float64Array) => column.length === length;
  const isWhole = (column: Float64Array) => column.every((number) => number >= 0 && Number.isSafeInteger(number));
  return (
    [counts, sums, lows, highs, lasts].every(isLong(places.length)) &&
    [spans, lowSpans, highSpans].every(isLong(kind === 'COUNTER' ? places.length : 0)) &&
    [counts, spans, lowSpans, highSpans].every(isWhole) &&
    places.every((place, i) => place > (places[i - 1] ?? -1) && place < 288 && Number.isInteger(place)) &&
    (ends === null || (kind === 'COUNTER' && isOfToday(ends)))
  );
}

const isOfToday = ({ firstAt, lastAt }: DayEnds): boolean =>
  today <= firstAt && firstAt <= lastAt && lastAt < today + dayMicros;

function tryDecode(bytes: Uint8Array): Rollup | undefined {
  try {
    return decodeRollup(bytes, today);
  } catch (error) {
    if (error instanceof DamagedChunk) return undefined;
    throw error;
  }
}
