import type { MetricKind } from '../../src/monitoring/monitoring.values';
import { SampleGrid, type Steps } from '../../src/monitoring/sample-grid';
import type { SampleColumns } from '../../src/monitoring/chunks/sample-columns';
import { createRandom } from '../support/random';

/** Microseconds since 1970, and what was measured then. */
type Sample = readonly [at: number, value: number];

const second = 1_000_000;
const millennium = Date.UTC(2000, 0, 1) * 1000;
const noon = Date.UTC(2026, 10, 1, 12) * 1000;

function pointsOf(samples: readonly Sample[]): SampleColumns {
  const [at, values] = [0, 1].map((column) => Float64Array.from(samples, (sample) => sample[column]!));
  return { at: at!, values: values!, flags: new Uint8Array(samples.length) };
}

const after = (from: number, ...samples: (readonly [seconds: number, value: number])[]): Sample[] =>
  samples.map(([seconds, value]) => [from + seconds * second, value]);

function stepsOf(kind: MetricKind, stepSeconds: number, from: number, ...parts: Sample[][]): Steps {
  const grid = new SampleGrid(kind, stepSeconds, from);
  for (const part of parts) grid.take(pointsOf(part));
  expect(grid.length).toBe(grid.steps.starts.length);
  return grid.steps;
}

describe('A gauge', () => {
  test('comes as mean, least, greatest and count of each step that holds a sample', () => {
    const samples = after(noon, [0, 4], [100, -1], [299.999_999, 6], [300, 2.5], [1500, 7], [1501, 7]);
    expect(stepsOf('GAUGE', 300, noon, samples)).toEqual({
      starts: [0, 300, 1500].map((seconds) => noon / 1000 + seconds * 1000),
      means: [3, 2.5, 7],
      least: [-1, 2.5, 7],
      greatest: [6, 2.5, 7],
      counts: [3, 1, 2],
    });
  });

  test('has steps of whole multiples since 1970, also where the range begins within one', () => {
    const samples = after(noon, [70, 1], [89, 2], [90, 3], [200, 4]);
    expect(stepsOf('GAUGE', 300, noon + 90 * second, samples)).toMatchObject({
      starts: [noon / 1000],
      means: [3.5],
      counts: [2],
    });
  });

  test('of no samples has no steps', () => {
    expect(stepsOf('GAUGE', 300, noon, [])).toEqual({ starts: [], means: [], least: [], greatest: [], counts: [] });
  });
});

describe('A counter', () => {
  test('comes as its increase per second, after a reset as what it holds since', () => {
    expect(stepsOf('COUNTER', 10, noon, after(noon, [0, 10], [10, 20], [20, 5]))).toEqual({
      starts: [10, 20].map((seconds) => noon / 1000 + seconds * 1000),
      means: [1, 0.5],
      least: [1, 0.5],
      greatest: [1, 0.5],
      counts: [1, 1],
    });
  });

  test('that stands still increases by nothing', () => {
    expect(stepsOf('COUNTER', 10, noon, after(noon, [0, 10], [10, 10]))).toMatchObject({ means: [0], counts: [1] });
  });

  test('counts from the sample before the range, which makes no step of its own', () => {
    const samples = after(noon, [-40, 1], [-20, 10], [0, 30], [5, 35]);
    expect(stepsOf('COUNTER', 300, noon, samples)).toMatchObject({
      starts: [noon / 1000],
      means: [1],
      least: [1],
      greatest: [1],
      counts: [2],
    });
  });

  test('of one sample has no increase', () => {
    expect(stepsOf('COUNTER', 300, noon, after(noon, [0, 30])).starts).toEqual([]);
  });
});

test.each(['GAUGE', 'COUNTER'] as const)('A %s given the same samples again has the same steps', (kind) => {
  const samples = after(noon, [0, 10], [10, 20], [310, 5], [320, 25]);
  const once = stepsOf(kind, 300, noon, samples);
  expect(once.starts).toHaveLength(2);
  expect(stepsOf(kind, 300, noon, samples, samples)).toEqual(once);
  expect(stepsOf(kind, 300, noon, samples.slice(0, 3), samples.slice(1))).toEqual(once);
});

/** What the samples are on a grid, step by step from all of them. */
function oracle(kind: MetricKind, stepSeconds: number, from: number, samples: readonly Sample[]): Steps {
  const entering = samples.flatMap(([at, value], i): Sample[] => {
    const before = samples[i - 1];
    if (at < from || (kind === 'COUNTER' && !before)) return [];
    return [[at, before && kind === 'COUNTER' ? increase(before, [at, value]) : value]];
  });
  const step = stepSeconds * 1000;
  const startOf = ([at]: Sample) => Math.floor(at / 1000 / step) * step;
  const starts = [...new Set(entering.map(startOf))];
  const held = starts.map((start) => entering.filter((one) => startOf(one) === start).map(([, value]) => value));
  return {
    starts,
    means: held.map((values) => values.reduce((sum, value) => sum + value) / values.length),
    least: held.map((values) => Math.min(...values)),
    greatest: held.map((values) => Math.max(...values)),
    counts: held.map(({ length }) => length),
  };
}

const increase = ([before, least]: Sample, [at, value]: Sample): number =>
  (value < least ? value : value - least) / ((at - before) / second);

test('Whatever is measured whenever, on either side of 2000, it comes as a plain reading of it says', () => {
  const random = createRandom();
  for (let run = 0; run < 200; run += 1) {
    const began = millennium - random.whole(40) * 60 * second;
    let at = began;
    const samples = Array.from({ length: random.whole(60) }, (): Sample => {
      at += 1 + random.whole(random.chance(0.1) ? 4000 * second : 200 * second);
      return [at, (random.whole(400) - 100) / 4];
    });
    const from = began + random.whole(1000) * second;
    const cut = random.whole(samples.length + 1);
    const parts = [samples.slice(0, cut), samples.slice(Math.max(0, cut - random.whole(3)))];
    const kind = random.pick(['GAUGE', 'COUNTER'] as const);
    const stepSeconds = random.pick([1, 300, 3600]);
    const told = { seed: random.seed, run, kind, stepSeconds };
    const steps = stepsOf(kind, stepSeconds, from, ...parts);
    expect({ ...told, steps }).toEqual({ ...told, steps: oracle(kind, stepSeconds, from, samples) });
  }
});
