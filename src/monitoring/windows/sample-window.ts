import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { batch } from '../../kernel/reading/edges';
import { refuseBackward } from '../instants.rules';
import { mostPoints, type Resolution } from '../monitoring.values';
import type { Level } from '../rollups/levels';
import { InstantList, NumberList } from '../../kernel/json-columns';
import { findGrid } from './find-grid';
import { gridSteps } from './grid-steps';
import type { Steps } from './sample-grid';
import type { SampleColumns } from '../chunks/sample-columns';
import { readPoints } from './sample-points.store';

export interface WindowArgs {
  from: string;
  to: string;
  resolution: Resolution;
  maxPoints: number;
}

type GridArgs = Omit<WindowArgs, 'resolution'> & { resolution: Exclude<Resolution, 'RAW'> };

/** Columns of one length, each made when it is asked for. */
interface WindowColumns {
  seriesId: string;
  resolution: Exclude<Resolution, 'AUTO'>;
  length: number;
  timestamps: InstantList;
  values: NumberList;
  min: NumberList;
  max: NumberList;
  count: NumberList;
  sum: NumberList;
  last: NumberList;
  flags: NumberList;
  truncated: boolean;
}

/** So many samples are held at once while a grid is made of them. */
const samplesAtOnce = 100_000;

/**
 * Samples of series over one range, on one grid; null of what the viewer does not see. One statement for all of them, or some where a grid is
 * made of many samples.
 */
export const seriesWindows = batch<WindowColumns | null, WindowArgs>('Series.window', async (db, seriesIds, args) => {
  refuse(args, seriesIds.length);
  const { resolution } = args;
  const found =
    resolution === 'RAW'
      ? await rawWindows(db, seriesIds, args)
      : await gridWindows(db, seriesIds, { ...args, resolution });
  return seriesIds.map((id) => found.get(id) ?? null);
});

function refuse({ from, to, maxPoints }: WindowArgs, count: number): void {
  refuseBackward({ from, to });
  if (maxPoints < 1 || maxPoints > mostPoints)
    throw new HubError('PAGE_TOO_LARGE', `maxPoints can be 1 to ${mostPoints}.`);
  if (count * maxPoints > mostPoints) {
    throw new HubError(
      'PAGE_TOO_LARGE',
      `An answer holds ${mostPoints} points at most, ${count} series of ${maxPoints} were asked: lower maxPoints or ask for fewer series.`,
    );
  }
}

async function rawWindows(
  db: Db,
  ids: readonly string[],
  { from, to, maxPoints }: WindowArgs,
): Promise<Map<string, WindowColumns>> {
  const found = await readPoints(db, { ids, from, to, most: maxPoints + 1 });
  return new Map(found.map(([id, points]) => [id, rawWindow(id, points, maxPoints)]));
}

function rawWindow(seriesId: string, points: SampleColumns, maxPoints: number): WindowColumns {
  const length = Math.min(points.at.length, maxPoints);
  const { at, values, flags } = points;
  const numbers = () => new NumberList(column(length, (i) => (flags[i] === 0 ? values[i]! : NaN)));
  return {
    seriesId,
    resolution: 'RAW',
    length,
    get timestamps() {
      return new InstantList(column(length, (i) => Math.round(at[i]! / 1000)));
    },
    get values() {
      return numbers();
    },
    get min() {
      return numbers();
    },
    get max() {
      return numbers();
    },
    get count() {
      return new NumberList(column(length, () => 1));
    },
    get sum() {
      return numbers();
    },
    get last() {
      return numbers();
    },
    get flags() {
      return new NumberList(column(length, (i) => flags[i]!));
    },
    truncated: at.length > maxPoints,
  };
}

function column(length: number, value: (i: number) => number): Float64Array {
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i += 1) numbers[i] = value(i);
  return numbers;
}

export async function gridWindows(
  db: Db,
  ids: readonly string[],
  { from, to, resolution, maxPoints }: GridArgs,
  atOnce = samplesAtOnce,
): Promise<Map<string, WindowColumns>> {
  const grid = await findGrid(db, { from, to }, resolution, maxPoints);
  const found = await gridSteps(db, ids, grid, { most: maxPoints, atOnce });
  return new Map([...found].map(([id, steps]) => [id, gridWindow(id, steps, grid.level, maxPoints)]));
}

function gridWindow(seriesId: string, steps: Steps, resolution: Level, most: number): WindowColumns {
  const found = steps.starts.length;
  const length = Math.min(found, most);
  const numbers = (all: number[]) => new NumberList(all.slice(0, length));
  return {
    seriesId,
    resolution,
    length,
    get timestamps() {
      return new InstantList(steps.starts.slice(0, length));
    },
    get values() {
      return numbers(steps.means);
    },
    get min() {
      return numbers(steps.least);
    },
    get max() {
      return numbers(steps.greatest);
    },
    get count() {
      return numbers(steps.counts);
    },
    get sum() {
      return numbers(steps.sums);
    },
    get last() {
      return numbers(steps.lasts);
    },
    get flags() {
      return new NumberList(new Float64Array(length));
    },
    truncated: found > most,
  };
}
