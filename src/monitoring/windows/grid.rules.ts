import { microsOf } from '../../kernel/instant';
import { levels, type Level } from '../rollups/levels';

/** The whole steps since 1970 that a range touches; instants in microseconds since 1970. */
export interface Grid {
  level: Level;
  start: number;
  end: number;
  /** Its steps. */
  length: number;
}

export interface GridRange {
  from: string;
  to: string;
}

export function gridOver({ from, to }: GridRange, level: Level): Grid {
  const { micros } = levels[level];
  const start = Math.floor(microsOf(from) / micros) * micros;
  const end = Math.ceil(microsOf(to) / micros) * micros;
  return { level, start, end, length: (end - start) / micros };
}
