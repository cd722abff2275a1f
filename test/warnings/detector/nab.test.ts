import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  bestThreshold,
  countsOf,
  normalized,
  rowsOf,
  scaledSigmoid,
  scoreSeries,
} from '../../../bench/detect/nab-scoring';
import {
  profileNames,
  readNab,
  readProfiles,
  readRows,
  readThresholds,
  type NabSeries,
} from '../../../bench/detect/nab-series';
import { Detector } from '../../../src/warnings/detector/detector.rules';

const standard = { tpWeight: 1, fnWeight: 1, fpWeight: 0.11 };

/** A hundred rows with a window from the 50th to the 59th, the first 15 for learning. */
const made: NabSeries = {
  name: 'made/series.csv',
  category: 'made',
  timestamps: Array.from({ length: 100 }, (_, i) => `row ${i}`),
  instants: Array.from({ length: 100 }, (_, i) => i * 1000),
  values: Array.from({ length: 100 }, () => 0),
  windows: [[50, 59]],
  probation: 15,
};
const telling = (...rows: number[]) => ({
  series: made,
  scores: made.values.map((_, i) => (rows.includes(i) ? 1 : 0)),
});

describe('The rules of the benchmark', () => {
  test('the first row of a window is worth 1, its last nearly nothing, none at all costs 1', () => {
    expect(scoreSeries(telling(50), 1, standard)).toBeCloseTo(1, 12);
    expect(scoreSeries(telling(59), 1, standard)).toBeCloseTo(scaledSigmoid(-0.1) / scaledSigmoid(-1), 12);
    expect(scoreSeries(telling(50, 51, 59), 1, standard)).toBeCloseTo(1, 12);
    expect(scoreSeries(telling(), 1, standard)).toBe(-1);
  });

  test('what is false costs all its weight before a window, less close behind it, and nothing in the beginning', () => {
    expect(scoreSeries(telling(20, 50), 1, standard)).toBeCloseTo(1 - 0.11, 12);
    expect(scoreSeries(telling(50, 60), 1, standard)).toBeCloseTo(1 + 0.11 * scaledSigmoid(1 / 9), 12);
    expect(scoreSeries(telling(50, 99), 1, standard)).toBeCloseTo(1 - 0.11, 12);
    expect(scoreSeries(telling(0, 14, 50), 1, standard)).toBeCloseTo(1, 12);
  });

  test('one threshold is found for all, the one that is worth most', () => {
    const scores = made.values.map((_, i) => (i === 30 ? 0.9 : i === 52 ? 0.6 : i === 80 ? 0.3 : 0));
    const threshold = bestThreshold([{ series: made, scores }], standard);
    expect(threshold).toBe(0.6);
    expect(countsOf({ series: made, scores }, threshold)).toEqual({ found: 1, missed: 0, falsePositives: 1 });
  });

  test('a constant score is worth 0, whatever it is', () => {
    for (const constant of [0, 0.5, 1]) {
      const corpus = [{ series: made, scores: made.values.map(() => constant) }];
      expect(normalized(corpus, bestThreshold(corpus, standard), standard)).toBe(0);
    }
  });
});

const shared = join(process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data'), 'nab');
const maybe = existsSync(shared) ? describe : describe.skip;
const note = existsSync(shared) ? '' : ' (skipped: set SHARED_DATA to the folder that holds nab/)';

maybe(`The benchmark as published${note}`, () => {
  let series: NabSeries[];
  beforeAll(() => {
    series = readNab(shared);
  });

  test('38 series, 78 windows, every window within its series and behind the beginning', () => {
    expect(series).toHaveLength(38);
    expect(series.flatMap(({ windows }) => windows)).toHaveLength(78);
    for (const { windows, probation, timestamps } of series)
      for (const [first, last] of windows)
        expect(first >= probation && first < last && last < timestamps.length).toBe(true);
  });

  test.each(['numentaTM', 'windowedGaussian'])(
    'every row of %s has the S(t) that its files tell, in each profile',
    (name) => {
      const profiles = readProfiles(shared);
      const thresholds = readThresholds(shared, name);
      let files = 0;
      for (const one of series) {
        const path = join(shared, 'results', name, one.category, `${name}_${one.name.split('/')[1]}`);
        if (!existsSync(path)) continue;
        files += 1;
        const [header, ...rows] = readRows(path);
        const column = (title: string) => rows.map((row) => Number(row[header!.indexOf(title)]));
        const scores = column('anomaly_score');
        for (const profile of profileNames) {
          const ours = rowsOf({ series: one, scores }, thresholds[profile], profiles[profile]);
          const theirs = column(`S(t)_${profile}`);
          const apart = ours.map((value, i) => Math.abs(value - theirs[i]!));
          expect({ file: one.name, profile, apart: Math.max(...apart) < 1e-9 }).toEqual({
            file: one.name,
            profile,
            apart: true,
          });
        }
      }
      expect(files).toBe(16);
    },
  );

  test('telling nothing has the score published for it: 0', () => {
    const results = JSON.parse(readFileSync(join(shared, 'results/final_results.json'), 'utf8')) as {
      null: Record<string, number>;
    };
    const profiles = readProfiles(shared);
    const corpus = series.map((one) => ({ series: one, scores: one.values.map(() => 0.5) }));
    for (const profile of profileNames)
      expect(normalized(corpus, bestThreshold(corpus, profiles[profile]), profiles[profile])).toBe(
        results.null[profile],
      );
  });

  test('the detector holds what is published of Numenta HTM, 65.63, in two kilobytes', () => {
    const corpus = series.map((one) => {
      const detector = Detector.begin();
      return { series: one, scores: one.values.map((value, i) => detector.take(one.instants[i]!, value)?.score ?? 0) };
    });
    const score = normalized(corpus, bestThreshold(corpus, standard), standard);
    expect(score).toBeGreaterThan(65.63);
  });
});
