import { microsOf } from '../kernel/instant';
import type { Resolution } from './monitoring.values';
import { levels, type Level } from './rollups/levels';

/** The whole steps since 1970 that a range touches; instants in microseconds since 1970. */
export interface Grid {
  level: Level;
  start: number;
  end: number;
  /** Its steps. */
  length: number;
}

/** The grid that answers: AUTO is the finest of which the range touches no more than `most` steps, or days. */
export function gridOver(range: { from: string; to: string }, asked: Exclude<Resolution, 'RAW'>, most: number): Grid {
  if (asked !== 'AUTO') return gridOf(range, asked);
  const grids = (Object.keys(levels) as Level[]).map((level) => gridOf(range, level));
  return grids.find(({ length }) => length <= most) ?? grids.at(-1)!;
}

function gridOf({ from, to }: { from: string; to: string }, level: Level): Grid {
  const { micros } = levels[level];
  const start = Math.floor(microsOf(from) / micros) * micros;
  const end = Math.ceil(microsOf(to) / micros) * micros;
  return { level, start, end, length: (end - start) / micros };
}
