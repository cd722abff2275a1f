import type { Evaluator, State } from '../../../src/warnings/rules/conditions/evaluator.rules';
import { forecast } from '../../../src/warnings/rules/conditions/forecast.rules';
import { second, type Clock, type Point } from '../../../src/warnings/rules/conditions/point.rules';
import { rate, type RateOf } from '../../../src/warnings/rules/conditions/rate.rules';
import { turnOf } from '../../../src/warnings/rules/conditions/silence.rules';
import { threshold } from '../../../src/warnings/rules/conditions/threshold.rules';
import { timeUntil, trendOf } from '../../../src/warnings/rules/conditions/trend.rules';
import type { AbsenceTerms, ForecastTerms, ThresholdTerms } from '../../../src/warnings/rules/warning-rule.values';

const start = Date.UTC(2026, 10, 1) * 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A value, or what came in place of one. */
type Came = number | 'NaN' | 'stale' | 'Inf' | '-Inf';
/** Minutes after the beginning, and what came then. */
type Sample = readonly [minutes: number, came: Came];

function pointOf([minutes, came]: Sample): Point {
  const at = start + minutes * minute;
  if (typeof came === 'number') return { at, value: came, flag: 0 };
  return { at, value: NaN, flag: { NaN: 1, Inf: 2, '-Inf': 3, stale: 4 }[came] };
}

/** A minute apart from the first on. */
const everyMinute = (...values: readonly Came[]): Sample[] => values.map((came, i) => [i, came]);

/** What turned, at which minute, where the hub sees each sample as it comes. The state is packed and unpacked after every step. */
function turns<T, S extends State>(
  { begin, take, toNumbers, ofNumbers }: Evaluator<T, S>,
  terms: T,
  samples: readonly Sample[],
  clockOf: (point: Point) => Clock = ({ at }) => ({ now: at, since: 0 }),
): string[] {
  const told: string[] = [];
  let state = begin(false);
  for (const sample of samples) {
    const point = pointOf(sample);
    const next = take(state, point, terms, clockOf(point));
    if (next.breach.firing !== state.breach.firing)
      told.push(`${next.breach.firing ? 'raised' : 'cleared'} ${(point.at - start) / minute}`);
    state = ofNumbers(Float64Array.from(toNumbers(next)));
    expect(state).toEqual(next);
  }
  return told;
}

describe('A threshold', () => {
  const above = (terms: Partial<ThresholdTerms> = {}): ThresholdTerms => ({
    ...{ side: 'ABOVE', limit: 90, clearAt: terms.limit ?? 90, forSeconds: 0, ...terms },
  });
  const hold5 = above({ forSeconds: 300 });

  test.each<[string, ThresholdTerms, Sample[], string[]]>([
    ['is raised by the first value beyond it', above(), everyMinute(90, 91, 92), ['raised 1']],
    ['clears at the limit itself', above(), everyMinute(91, 90), ['raised 0', 'cleared 1']],
    ['from below', above({ side: 'BELOW', limit: 10, clearAt: 10 }), everyMinute(10, 9, 10), ['raised 1', 'cleared 2']],
    [
      'does not clear between limit and hysteresis',
      above({ clearAt: 80 }),
      everyMinute(91, 85, 91, 81, 80, 85),
      ['raised 0', 'cleared 4'],
    ],
    [
      'holds: all values of five minutes lie beyond it',
      hold5,
      everyMinute(91, 91, 91, 91, 91, 91, 50),
      ['raised 5', 'cleared 6'],
    ],
    [
      'one value within begins the hold anew',
      hold5,
      everyMinute(91, 91, 91, 91, 50, 91, 91, 91, 91, 91, 91),
      ['raised 10'],
    ],
    ['an infinite value lies beyond every limit', above(), everyMinute('Inf', '-Inf'), ['raised 0', 'cleared 1']],
    [
      'NaN raises nothing, clears nothing',
      above(),
      everyMinute('NaN', 91, 'NaN', 50, 'NaN'),
      ['raised 1', 'cleared 3'],
    ],
    ['a hold goes on over NaN', hold5, everyMinute(91, 'NaN', 'NaN', 91, 'NaN', 91), ['raised 5']],
    ['a stale marker clears: the series ended', above(), everyMinute(91, 'stale'), ['raised 0', 'cleared 1']],
    ['a stale marker ends a hold', hold5, everyMinute(91, 91, 'stale', 91, 91, 91, 91, 91), []],
    [
      'what came already, or before, is passed over',
      above(),
      [
        [0, 50],
        [2, 91],
        [1, 50],
        [2, 50],
        [0, 99],
      ],
      ['raised 2'],
    ],
    [
      'a hold does not go on over a gap',
      hold5,
      [
        [0, 91],
        [30, 91],
        [31, 91],
      ],
      [],
    ],
    [
      'unless samples come that far apart',
      above({ forSeconds: 1500 }),
      [
        [0, 50],
        [10, 91],
        [20, 91],
        [30, 91],
        [40, 91],
      ],
      ['raised 40'],
    ],
    [
      'a gap while it fires changes nothing',
      above(),
      [
        [0, 91],
        [600, 92],
        [601, 50],
      ],
      ['raised 0', 'cleared 601'],
    ],
  ])('%s', (_, terms, samples, expected) => {
    expect(turns(threshold, terms, samples)).toEqual(expected);
  });

  test('a sender whose clock is wrong is judged by its own instants', () => {
    for (const offset of [-9, 9])
      expect(
        turns(threshold, hold5, everyMinute(91, 91, 91, 91, 91, 91), ({ at }) => ({
          now: at + offset * minute,
          since: 0,
        })),
      ).toEqual(['raised 5']);
  });

  describe('and the clock', () => {
    const seen = (minutes: number) =>
      threshold.take(threshold.begin(false), pointOf([minutes, 91]), hold5, { now: start, since: 0 });
    const at = (minutes: number, since = 0): Clock => ({
      now: start + minutes * minute,
      since: start + since * minute,
    });

    test('a hold ends by the clock while its last value lasts', () => {
      const state = seen(0);
      expect(threshold.wakesAt(state, hold5, at(0))).toBe(start + 5 * minute);
      expect(threshold.seeTime(state, hold5, at(4.9)).breach.firing).toBe(false);
      expect(threshold.seeTime(state, hold5, at(5)).breach.firing).toBe(true);
      expect(threshold.seeTime(state, hold5, at(6)).breach.firing).toBe(false);
    });

    test('what lasts shorter than its hold never wakes', () => {
      expect(threshold.wakesAt(seen(0), { ...hold5, forSeconds: 3600 }, at(0))).toBe(Infinity);
    });

    test('a jump ahead, or a hub that was away, raises nothing; one back neither', () => {
      expect(threshold.seeTime(seen(0), hold5, at(5, 4.9)).breach.firing).toBe(false);
      const back = threshold.seeTime(seen(0), hold5, at(-60));
      expect(back.breach.firing).toBe(false);
      expect(threshold.seeTime(back, hold5, at(-55, -60)).breach.firing).toBe(true);
    });

    test('how late or early the sender says it was does not count', () => {
      expect(threshold.seeTime(seen(-9), hold5, at(4)).breach.firing).toBe(false);
    });

    test('asked twice it says the same', () => {
      const once = threshold.seeTime(seen(0), hold5, at(5));
      expect(threshold.seeTime(once, hold5, at(5))).toEqual(once);
    });
  });
});

describe('A rate', () => {
  const terms = (of: Partial<RateOf> = {}): RateOf => ({
    ...{ side: 'ABOVE', limit: 1, clearAt: of.limit ?? 1, forSeconds: 0, windowSeconds: 300, isCounter: false, ...of },
  });
  const counting = terms({ isCounter: true });
  /** Grows by so much a minute. */
  const growing = (perMinute: number, from = 0) => Array.from({ length: 12 }, (_, i) => from + i * perMinute);

  test.each<[string, RateOf, Sample[], string[]]>([
    ['is told when values reach back over half the window', terms(), everyMinute(...growing(120)), ['raised 3']],
    ['is not told of less', terms({ windowSeconds: 3600 }), everyMinute(...growing(120)), []],
    [
      'falls when the window is past it',
      terms(),
      everyMinute(0, 300, 600, 900, 900, 900, 900, 900, 900),
      ['raised 3', 'cleared 7'],
    ],
    ['downwards', terms({ side: 'BELOW', limit: -1, clearAt: -1 }), everyMinute(...growing(-120)), ['raised 3']],
    [
      'a counter that begins anew has not fallen',
      terms({ side: 'BELOW', limit: 0, clearAt: 0, isCounter: true }),
      everyMinute(1000, 1060, 1120, 30, 90, 150, 210),
      [],
    ],
    [
      'a counter that begins anew twice goes on counting',
      counting,
      everyMinute(0, 120, 10, 130, 20, 140, 260, 380),
      ['raised 3'],
    ],
    [
      'a gauge that falls has fallen',
      terms({ side: 'BELOW', limit: 0, clearAt: 0 }),
      everyMinute(1000, 1060, 1120, 30, 90),
      ['raised 3'],
    ],
    ['NaN and infinities are passed over', terms(), everyMinute(0, 'NaN', 240, 'Inf', 480), ['raised 4']],
    [
      'a stale marker clears, and a new series begins',
      counting,
      everyMinute(0, 120, 240, 360, 'stale', 0, 0, 120),
      ['raised 3', 'cleared 4'],
    ],
    ['nothing is told over a gap', counting, [...everyMinute(0, 1, 2, 3), [60, 100_000], [61, 100_001]], []],
    [
      'repeated and late samples change nothing',
      terms(),
      [
        [0, 0],
        [1, 0],
        [3, 0],
        [2, 9000],
        [3, 9000],
        [4, 0],
      ],
      [],
    ],
    [
      'samples farther apart than the window',
      terms(),
      [
        [0, 0],
        [15, 1800],
        [30, 3600],
        [45, 3600],
      ],
      ['raised 30', 'cleared 45'],
    ],
  ])('%s', (_, of, samples, expected) => {
    expect(turns(rate, of, samples)).toEqual(expected);
  });

  test('keeps few values, however many come', () => {
    let state = rate.begin(false);
    for (let i = 0; i < 5000; i += 1)
      state = rate.take(state, { at: start + i * second, value: i, flag: 0 }, counting, { now: start, since: 0 });
    expect(rate.toNumbers(state).length).toBeLessThan(48);
  });
});

describe('A forecast', () => {
  const terms = (of: Partial<ForecastTerms> = {}): ForecastTerms => ({
    ...{ side: 'ABOVE', limit: 100, withinSeconds: 7 * 86_400, windowSeconds: 86_400, ...of },
  });
  /** Two days, five minutes apart. */
  const course = (valueAt: (hours: number) => Came): Sample[] =>
    Array.from({ length: 576 }, (_, i) => [i * 5, valueAt(i / 12)] as const);
  const noise = (hours: number) => Math.sin(hours * 12345.678) * 3;

  test.each<[string, ForecastTerms, Sample[], RegExp | null]>([
    ['a disk that fills in three days', terms(), course((h) => 40 + h * 0.6 + noise(h)), /^raised/],
    ['one that fills in a month does not', terms(), course((h) => 40 + h * 0.05), null],
    ['one that empties does not', terms(), course((h) => 60 - h * 0.5), null],
    ['but it reaches a limit below', terms({ side: 'BELOW', limit: 10 }), course((h) => 60 - h * 0.5), /^raised/],
    ['noise is no trend', terms(), course((h) => 90 + 3 * noise(h)), null],
    ['a day is no trend', terms(), course((h) => 70 + 20 * Math.sin((h * Math.PI) / 12)), null],
    [
      'a fifth of the values gone wild change nothing',
      terms(),
      course((h) => (Math.floor(h * 4) % 5 === 0 ? 5000 * noise(h) ** 2 : 40)),
      null,
    ],
    ['what has reached it is due now', terms(), course(() => 101), /^raised/],
    ['infinities and NaN are passed over', terms(), course((h) => (h % 1 === 0 ? 'Inf' : 40)), null],
  ])('%s', (_, of, samples, expected) => {
    const [first] = turns(forecast, of, samples);
    if (expected === null) expect(first).toBeUndefined();
    else expect(first).toMatch(expected);
  });

  test('is told after half a window, tells the time that is left, and clears when the trend has turned', () => {
    const rising = course((h) => (h < 24 ? 40 + h : 64));
    const told = turns(forecast, terms(), rising);
    expect(told).toEqual([expect.stringMatching(/^raised (7|8)\d\d$/), expect.stringMatching(/^cleared 2\d\d\d$/)]);
    let state = forecast.begin(false);
    for (const sample of rising.slice(0, 280))
      state = forecast.take(state, pointOf(sample), terms(), { now: 0, since: 0 });
    expect(state.breach.value / 3600).toBeCloseTo(100 - 63, -1);
  });

  test('a trend is the median of the slopes', () => {
    const ats = [0, 1, 2, 3, 4, 5, 6, 7];
    expect(trendOf(ats, [0, 2, 4, 1000, 8, 10, 12, 14])).toEqual({
      slope: 2,
      level: 14,
      agreement: expect.closeTo(20 / 28, 2) as number,
    });
    expect(trendOf(ats, [0, 2, 4, 6, 6, 4, 2, 0]).agreement).toBe(0);
    expect(timeUntil({ slope: 2, level: 14, agreement: 1 }, 'ABOVE', 34)).toBe(10);
    expect(timeUntil({ slope: 2, level: 14, agreement: 1 }, 'BELOW', 10)).toBe(Infinity);
    expect(timeUntil({ slope: 2, level: 40, agreement: 1 }, 'ABOVE', 34)).toBe(0);
  });
});

describe('Silence', () => {
  const after10: AbsenceTerms = { scope: 'SERIES', forSeconds: 600, endedIsSilent: false };
  const at = (minutes: number, since = -60): Clock => ({
    now: start + minutes * minute,
    since: start + since * minute,
  });
  const heard = (hasEnded = false) => ({ heardAt: start, hasEnded });

  test.each<[string, ReturnType<typeof heard>, number | null, AbsenceTerms, Clock, string | null]>([
    ['after its time', heard(), null, after10, at(10), 'FELL_SILENT'],
    ['not before', heard(), null, after10, at(9.9), null],
    ['what ended by a stale marker is not silent', heard(true), null, after10, at(60), null],
    ['unless the rule says so', heard(true), null, { ...after10, endedIsSilent: true }, at(60), 'FELL_SILENT'],
    ['a hub that was away gives the whole time anew', heard(), null, after10, at(60, 51), null],
    ['and then it is told', heard(), null, after10, at(61, 51), 'FELL_SILENT'],
    ['a clock that was set back waits', heard(), null, after10, at(-60), null],
    ['what is silent stays so', heard(), start, after10, at(11), null],
    ['also when the clock jumps', heard(), start, after10, at(-60, -60), null],
    ['until something comes', heard(), start - hour, after10, at(11), 'IS_HEARD'],
    ['also where the clock was set back', heard(), start + hour, after10, at(1), 'IS_HEARD'],
    ['or it ends', heard(true), start - hour, after10, at(11), 'ENDED'],
    [
      'which does not matter where ends are silent',
      heard(true),
      start - hour,
      { ...after10, endedIsSilent: true },
      at(11),
      null,
    ],
  ])('%s', (_, hearing, silentFrom, terms, clock, expected) => {
    expect(turnOf(hearing, silentFrom, terms, clock)).toBe(expected);
  });
});
