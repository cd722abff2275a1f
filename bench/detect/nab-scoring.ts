import type { NabSeries, Profile } from './nab-series';

/** The scores of a detector over one series, a number for each of its rows. */
export interface Scored {
  series: NabSeries;
  scores: ArrayLike<number>;
}

/** What a row is worth where it is told: a true positive within the window named, a false positive where it is -1. */
interface Worth {
  window: number;
  value: number;
}

export interface Counts {
  found: number;
  missed: number;
  falsePositives: number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Near 1 at the beginning of a window, 0 at its end, -1 far behind it. */
export const scaledSigmoid = (position: number): number => (position >= 3 ? -1 : 2 * sigmoid(-5 * position) - 1);

/** Of each row, as NAB's sweeper has it: a window is worth 1 at its first row, less towards its end; what is false costs less close behind a window. */
export function worths({ timestamps, windows }: NabSeries): Worth[] {
  let [next, open, before]: [number, number, number] = [0, -1, -1];
  return timestamps.map((timestamp, row) => {
    if (open < 0 && timestamp === timestamps[windows[next]?.[0] ?? -1]) open = next++;
    const window = open;
    const value = window >= 0 ? inside(windows[window]!, row) : behind(windows[before], row);
    if (window >= 0 && timestamp === timestamps[windows[window]![1]]) [before, open] = [window, -1];
    return { window, value };
  });
}

const inside = ([first, last]: readonly [number, number], row: number): number =>
  scaledSigmoid(-(last - row + 1) / (last - first + 1)) / scaledSigmoid(-1);

const behind = (window: readonly [number, number] | undefined, row: number): number =>
  window === undefined ? -1 : scaledSigmoid((row - window[1]) / (window[1] - window[0]));

/** What a series is worth at a threshold: what is told of each of its windows, and what is told falsely. */
export function scoreSeries({ series, scores }: Scored, threshold: number, profile: Profile): number {
  return rowsOf({ series, scores }, threshold, profile).reduce((sum, value) => sum + value, 0);
}

/** The column S(t) of NAB's result files: a false positive at its own row, a window at its first. */
export function rowsOf({ series, scores }: Scored, threshold: number, profile: Profile): number[] {
  const rows = series.timestamps.map(() => 0);
  const best = series.windows.map(() => -profile.fnWeight);
  worths(series).forEach(({ window, value }, row) => {
    if (row < series.probation || scores[row]! < threshold) return;
    if (window < 0) rows[row] = value * profile.fpWeight;
    else best[window] = Math.max(best[window]!, value * profile.tpWeight);
  });
  series.windows.forEach(([first], window) => (rows[first] = best[window]!));
  return rows;
}

export function countsOf({ series, scores }: Scored, threshold: number): Counts {
  const found = new Set<number>();
  let falsePositives = 0;
  worths(series).forEach(({ window }, row) => {
    if (row < series.probation || scores[row]! < threshold) return;
    if (window < 0) falsePositives += 1;
    else found.add(window);
  });
  return { found: found.size, missed: series.windows.length - found.size, falsePositives };
}

const windowsIn = (corpus: readonly Scored[]): number =>
  corpus.reduce((sum, { series }) => sum + series.windows.length, 0);

/** 0 for a detector that tells nothing, 100 for one that tells every window at its first row and nothing else; not a number where there are no windows. */
export function normalized(corpus: readonly Scored[], threshold: number, profile: Profile): number {
  const windows = windowsIn(corpus);
  const raw = corpus.reduce((sum, scored) => sum + scoreSeries(scored, threshold, profile), 0);
  return (100 * (raw + windows * profile.fnWeight)) / (windows * (profile.tpWeight + profile.fnWeight));
}

/** The one threshold for the whole corpus that is worth most, tried at each score that occurs, from the highest down; 1.1 tells nothing. */
export function bestThreshold(corpus: readonly Scored[], profile: Profile): number {
  const told = corpus.flatMap(({ series, scores }, file) =>
    worths(series).flatMap((worth, row) => (row < series.probation ? [] : [{ ...worth, file, score: scores[row]! }])),
  );
  told.sort((a, b) => b.score - a.score);
  const best = corpus.map(({ series }) => series.windows.map(() => -profile.fnWeight));
  let [sum, most, threshold] = [0, 0, 1.1];
  told.forEach(({ file, window, value, score }, i) => {
    if (window < 0) sum += value * profile.fpWeight;
    else {
      const gain = Math.max(0, value * profile.tpWeight - best[file]![window]!);
      best[file]![window]! += gain;
      sum += gain;
    }
    if (told[i + 1]?.score !== score && sum > most) [most, threshold] = [sum, score];
  });
  return threshold;
}
