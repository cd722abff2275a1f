import { Detector, type Finding } from '../../../src/warnings/detector/detector.rules';

const FIVE_MINUTES = 300_000;
const DAY = 288;
const WEEK = 7 * DAY;
const begin = Date.UTC(2026, 0, 5);

/** Always the same numbers, between -1 and 1. */
function noise(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1;
}

const valuesOf = (count: number, value: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => value(i));

function run(values: readonly number[], detector = Detector.begin(), from = 0): (Finding | undefined)[] {
  return values.map((value, i) => detector.take(begin + (from + i) * FIVE_MINUTES, value));
}

const scoresIn = (findings: readonly (Finding | undefined)[]): number[] =>
  findings.map((finding) => finding?.score ?? 0);
const most = (scores: readonly number[]): number => Math.max(...scores);
const told = (scores: readonly number[]): number => scores.filter((score) => score >= 0.5).length;

/** Busy by day, calm at night, a little noise. */
const daily = (i: number, random: () => number): number => 100 + 50 * Math.sin((2 * Math.PI * i) / DAY) + 2 * random();

describe('A series with a season', () => {
  const random = noise();
  const values = valuesOf(4 * WEEK, (i) => daily(i, random));

  test('is calm once its days are known', () => {
    expect(told(scoresIn(run(values)).slice(2 * DAY))).toBeLessThanOrEqual(3);
  });

  test('surprises by a value of the day that comes at night', () => {
    const at = 3 * WEEK + 200;
    const scores = scoresIn(run(values.map((value, i) => (i >= at && i < at + 20 ? 140 : value))));
    expect(most(scores.slice(at, at + 20))).toBeGreaterThan(0.6);
    expect(scores.indexOf(most(scores))).toBeGreaterThanOrEqual(at);
  });

  test('surprises where the day does not come at all', () => {
    const at = 3 * WEEK + 10;
    const scores = scoresIn(run(values.map((value, i) => (i >= at && i < at + 120 ? 100 : value))));
    expect(most(scores.slice(at, at + 120))).toBeGreaterThan(0.6);
  });

  test('tells what was to be expected', () => {
    const at = 3 * WEEK + 72;
    const { low, high } = run(values.slice(0, at + 1)).at(-1)!;
    expect(low).toBeGreaterThan(135);
    expect(high).toBeLessThan(165);
    expect(low).toBeLessThan(150);
    expect(high).toBeGreaterThan(150);
  });
});

describe('What happens once', () => {
  test('a spike in noise is the most surprising of all, and told at once', () => {
    const random = noise(7);
    const values = valuesOf(2000, (i) => (i === 1500 ? 40 : 10 + random()));
    const scores = scoresIn(run(values));
    expect(scores[1500]).toBe(most(scores));
    expect(scores[1500]).toBeGreaterThan(0.6);
  });

  test('a new level is told, then learned: it is no news for days', () => {
    const random = noise(11);
    const scores = scoresIn(run(valuesOf(3 * WEEK, (i) => (i < WEEK ? 10 : 30) + random())));
    expect(most(scores.slice(WEEK, WEEK + 12))).toBeGreaterThan(0.6);
    expect(told(scores.slice(WEEK, WEEK + DAY))).toBeLessThanOrEqual(4);
    expect(told(scores.slice(WEEK + DAY))).toBeLessThanOrEqual(6);
  });

  test('a series that is always the same surprises when it changes, never before', () => {
    const scores = scoresIn(run(valuesOf(3000, (i) => (i < 2500 ? 42 : 43))));
    expect(most(scores.slice(0, 2500))).toBe(0);
    expect(most(scores.slice(2500, 2600))).toBeGreaterThan(0.5);
  });

  test('what comes again and again is told less and less', () => {
    const random = noise(5);
    const spike = (i: number) => i > 1000 && i % 450 < 3;
    const scores = scoresIn(run(valuesOf(9000, (i) => (spike(i) ? 60 : 10) + random())));
    expect(most(scores.slice(8000))).toBeLessThan(most(scores.slice(1000, 2000)) - 0.15);
  });
});

describe('What is no sample', () => {
  test('is refused, and teaches nothing: NaN, the infinite, an instant again, an instant before', () => {
    const [plain, disturbed] = [Detector.begin(), Detector.begin()];
    const random = noise(3);
    for (let i = 0; i < 500; i += 1) {
      const [at, value] = [begin + i * FIVE_MINUTES, random()];
      expect(disturbed.take(at, value)).toEqual(plain.take(at, value));
      for (const [when, what] of [
        [at + 1, NaN],
        [at + 1, Infinity],
        [at + 1, -Infinity],
        [NaN, 5],
        [at, 1e9],
        [at - FIVE_MINUTES, 1e9],
      ] as const)
        expect(disturbed.take(when, what)).toBeUndefined();
    }
    expect(Buffer.from(disturbed.save())).toEqual(Buffer.from(plain.save()));
  });
});

describe('Any numbers', () => {
  const random = noise(17);
  const kinds: Record<string, (i: number) => number> = {
    huge: (i) => (i % 2 ? 1 : -1) * 1e308 * random(),
    tiny: () => 1e-300 * random(),
    'huge but for a little': () => 1e15 + random(),
    'a counter': (i) => i * 1e9,
    zeros: () => 0,
    'zeros with one huge value': (i) => (i === 700 ? Number.MAX_VALUE : 0),
    steps: (i) => Math.floor(i / 300) % 2,
    noise: () => random(),
  };

  test.each(Object.keys(kinds))('%s: every score is from 0 to 1, every expectation a number', (kind) => {
    const detector = Detector.begin();
    let at = begin;
    for (let i = 0; i < 3000; i += 1) {
      at += 1 + Math.floor(1e7 * (random() + 1) ** 8);
      const { score, low, high } = detector.take(at, kinds[kind]!(i))!;
      expect(score >= 0 && score <= 1).toBe(true);
      expect(low <= high).toBe(true);
    }
  });

  test('gaps and an irregular beat do no harm: what is usual stays usual', () => {
    const detector = Detector.begin();
    const beat = noise(23);
    let at = begin;
    const scores: number[] = [];
    for (let i = 0; i < 8000; i += 1) {
      at += i % 1000 === 0 ? 3 * 86_400_000 : FIVE_MINUTES * (1 + 0.9 * beat());
      const phase = (2 * Math.PI * (at % 86_400_000)) / 86_400_000;
      scores.push(detector.take(at, 100 + 50 * Math.sin(phase) + 2 * beat())!.score);
    }
    expect(told(scores.slice(1500))).toBeLessThanOrEqual(8);
  });
});

describe('What is kept', () => {
  const random = noise(29);
  const values = valuesOf(6000, (i) => daily(i, random) + (i % 1700 === 1600 ? 90 : 0));

  test('has 2 KB, whatever was seen', () => {
    const detector = Detector.begin();
    run(values, detector);
    expect(detector.save().byteLength).toBeLessThanOrEqual(2048);
  });

  test('goes on to the very same scores, wherever it was saved', () => {
    const whole = run(values);
    for (const cut of [0, 1, 19, 71, 72, 500, 4321]) {
      const before = Detector.begin();
      run(values.slice(0, cut), before);
      const after = Detector.restore(Buffer.from(before.save()));
      expect(run(values.slice(cut), after, cut)).toEqual(whole.slice(cut));
    }
  });

  test('is a copy: what is learned after it was saved is not in it', () => {
    const detector = Detector.begin();
    run(values.slice(0, 100), detector);
    const saved = detector.save();
    const asSaved = Buffer.from(saved);
    run(values.slice(100), detector, 100);
    expect(Buffer.from(saved)).toEqual(asSaved);
  });

  test('and is of another make, or cut off: it begins anew', () => {
    const anew = Buffer.from(Detector.begin().save());
    const other = Buffer.from(anew);
    other.writeDoubleLE(99, 0);
    for (const saved of [other, anew.subarray(0, 100), Buffer.alloc(0), Buffer.alloc(2048)])
      expect(Buffer.from(Detector.restore(saved).save())).toEqual(anew);
  });

  test('knows nothing of what comes: a longer series has the same scores as far as the shorter goes', () => {
    expect(run(values).slice(0, 3000)).toEqual(run(values.slice(0, 3000)));
  });
});
