import { dayMicros } from '../../../src/kernel/instant';
import { makeColumns, noSamples, placeOf, slice } from '../../../src/monitoring/chunks/column-parts';
import type { SampleColumns } from '../../../src/monitoring/chunks/sample-columns';
import type { MetricKind } from '../../../src/monitoring/monitoring.values';
import { levels, type Level } from '../../../src/monitoring/rollups/levels';
import { rollUp } from '../../../src/monitoring/rollups/roll-up';
import { decodeRollup, encodeRollup } from '../../../src/monitoring/rollups/codec/rollup-codec';
import { SampleGrid, type Steps } from '../../../src/monitoring/windows/sample-grid';
import type { Stretch } from '../../../src/monitoring/windows/sample-steps.store';
import { createRandom, type Random } from '../../support/random';

/** Microseconds since 1970, and what was measured then. */
type Sample = readonly [at: number, value: number];
type Part = Pick<Stretch, 'days' | 'samples'>;

const second = 1_000_000;
const millennium = Date.UTC(2000, 0, 1) * 1000;
const noon = Date.UTC(2026, 10, 1, 12) * 1000;

function pointsOf(samples: readonly Sample[]): SampleColumns {
  const columns = makeColumns(samples.length);
  samples.forEach(([at, value], i) => {
    columns.at[i] = at;
    columns.values[i] = value;
  });
  return columns;
}

const after = (from: number, ...samples: (readonly [seconds: number, value: number])[]): Sample[] =>
  samples.map(([seconds, value]) => [from + seconds * second, value]);

function stepsOf(kind: MetricKind, level: Level, from: number, ...parts: readonly Part[]): Steps {
  const grid = new SampleGrid(kind, level, from, Infinity);
  for (const part of parts) grid.take(part);
  const steps = grid.end();
  expect(grid.length).toBe(steps.starts.length);
  return steps;
}

const asSamples = (samples: readonly Sample[]): Part => ({ days: [], samples: pointsOf(samples) });
const dayOf = (at: number): number => Math.floor(at / dayMicros) * dayMicros;

describe('A gauge', () => {
  test('comes as mean, least, greatest, count, sum and last of each step that holds a sample', () => {
    const samples = after(noon, [0, 4], [100, -1], [299.999_999, 6], [300, 2.5], [1500, 7], [1501, 7]);
    expect(stepsOf('GAUGE', 'FIVE_MINUTES', noon, asSamples(samples))).toEqual({
      starts: [0, 300, 1500].map((seconds) => noon / 1000 + seconds * 1000),
      means: [3, 2.5, 7],
      least: [-1, 2.5, 7],
      greatest: [6, 2.5, 7],
      counts: [3, 1, 2],
      sums: [9, 2.5, 14],
      lasts: [6, 2.5, 7],
    });
  });

  test('of no samples has no steps', () => {
    expect(stepsOf('GAUGE', 'HOUR', noon, asSamples([])).starts).toEqual([]);
  });
});

describe('A counter', () => {
  test('comes as what it grew by over the time it took, after a reset as what it holds since', () => {
    const samples = after(noon, [0, 10], [10, 20], [20, 5], [400, 5]);
    expect(stepsOf('COUNTER', 'FIVE_MINUTES', noon, asSamples(samples))).toEqual({
      starts: [0, 300].map((seconds) => noon / 1000 + seconds * 1000),
      means: [15 / 20, 0],
      least: [0.5, 0],
      greatest: [1, 0],
      counts: [2, 1],
      sums: [15, 0],
      lasts: [5, 5],
    });
  });

  test('is weighed by time: a long silence counts as long as it was', () => {
    const samples = after(noon, [0, 0], [10, 100], [110, 200]);
    const { means, least, greatest } = stepsOf('COUNTER', 'FIVE_MINUTES', noon, asSamples(samples));
    expect([means, least, greatest]).toEqual([[200 / 110], [1], [10]]);
  });

  test('counts from the sample before the range, also across midnight, which makes no step of its own', () => {
    const midnight = dayOf(noon);
    const samples = after(midnight, [-40, 1], [-20, 10], [0, 30], [5, 35]);
    expect(stepsOf('COUNTER', 'HOUR', midnight, asSamples(samples))).toMatchObject({
      starts: [midnight / 1000],
      means: [1],
      counts: [2],
    });
  });

  test('counts nothing across more than a day, nor of one sample', () => {
    const apart = after(noon, [0, 30], [86_400, 40], [86_400 * 2 + 1, 50]);
    expect(stepsOf('COUNTER', 'DAY', dayOf(noon), asSamples(apart)).sums).toEqual([10]);
    expect(stepsOf('COUNTER', 'DAY', dayOf(noon), asSamples(apart.slice(0, 1))).starts).toEqual([]);
  });
});

test.each(['GAUGE', 'COUNTER'] as const)('A %s given the same samples again has the same steps', (kind) => {
  const samples = after(noon, [0, 10], [10, 20], [310, 5], [320, 25]);
  const once = stepsOf(kind, 'FIVE_MINUTES', noon, asSamples(samples));
  expect(once.starts).toHaveLength(2);
  expect(stepsOf(kind, 'FIVE_MINUTES', noon, asSamples(samples), asSamples(samples))).toEqual(once);
  const parts = [asSamples(samples.slice(0, 3)), asSamples(samples.slice(1))];
  expect(stepsOf(kind, 'FIVE_MINUTES', noon, ...parts)).toEqual(once);
});

/** What the samples are on a grid, step by step from all of them; sums in the order of the levels. */
function oracle(kind: MetricKind, level: Level, from: number, samples: readonly Sample[]): Steps {
  const entering = samples.flatMap(([at, value], i) => {
    if (kind === 'GAUGE') return [{ at, grown: value, took: second, last: value }];
    const [beforeAt, before] = samples[i - 1] ?? [-Infinity, NaN];
    const grown = value < before ? value : value - before;
    return at - beforeAt > dayMicros ? [] : [{ at, grown, took: at - beforeAt, last: value }];
  });
  const startOf = (at: number) => Math.floor(at / levels[level].micros) * levels[level].micros;
  const starts = [...new Set(entering.map(({ at }) => startOf(at)))].filter((start) => start >= from);
  const held = starts.map((start) => entering.filter(({ at }) => startOf(at) === start));
  const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);
  const sums = held.map((all) => sum(all.map(({ grown }) => grown)));
  const rates = held.map((all) => all.map(({ grown, took }) => grown / (took / second)));
  return {
    starts: starts.map((start) => start / 1000),
    sums,
    means: held.map((all, i) => sums[i]! / (sum(all.map(({ took }) => took)) / second)),
    least: rates.map((all) => Math.min(...all)),
    greatest: rates.map((all) => Math.max(...all)),
    counts: held.map(({ length }) => length),
    lasts: held.map((all) => all.at(-1)!.last),
  };
}

/** Quarters: their sums are exact, whatever the order. */
function measured(random: Random, began: number): Sample[] {
  let at = began;
  return Array.from({ length: random.whole(80) }, (): Sample => {
    at += 1 + random.whole(random.chance(0.1) ? 50_000 * second : 2000 * second);
    return [at, (random.whole(400) - 100) / 4];
  });
}

/** Parts as a reader gets them: some days rolled up and read back, the rest as samples; what came before comes again. */
function inParts(random: Random, kind: MetricKind, level: Level, samples: readonly Sample[]): Part[] {
  const all = pointsOf(samples);
  const rolled = (start: number) => {
    const ofDay = slice(all, placeOf(all, start), placeOf(all, start + dayMicros));
    return { start, rollup: decodeRollup(encodeRollup(rollUp(kind, start, ofDay)[level], start), start) };
  };
  const cut = random.whole(samples.length + 1);
  const ofCut = samples[cut] && dayOf(samples[cut]![0]);
  return [samples.slice(0, cut), samples.slice(Math.max(0, cut - random.whole(3)))].map((part): Part => {
    const days = [...new Set(part.map(([at]) => dayOf(at)))].filter((day) => day !== ofCut && random.chance(0.5));
    return { days: days.map(rolled), samples: pointsOf(part.filter(([at]) => !days.includes(dayOf(at)))) };
  });
}

test('Whatever is measured whenever, and whichever of its days are rolled up, it comes as a plain reading of it says', () => {
  const random = createRandom();
  for (let run = 0; run < 300; run += 1) {
    const began = millennium - random.whole(40) * 3600 * second;
    const samples = measured(random, began);
    const kind = random.pick(['GAUGE', 'COUNTER'] as const);
    const level = random.pick(Object.keys(levels) as Level[]);
    const { micros } = levels[level];
    const from = Math.floor((began + random.whole(100_000) * second) / micros) * micros;
    const told = { seed: random.seed, run, kind, level };
    expect({ ...told, steps: stepsOf(kind, level, from, ...inParts(random, kind, level, samples)) }).toEqual({
      ...told,
      steps: oracle(kind, level, from, samples),
    });
  }
});

test('Nothing at all makes no steps', () => {
  expect(stepsOf('COUNTER', 'DAY', 0, { days: [], samples: noSamples }).starts).toEqual([]);
});
