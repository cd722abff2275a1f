import type { Resolution } from '../monitoring.values';

/** A resolution whose steps are kept, each made of those of the one before it. */
export type Level = Exclude<Resolution, 'AUTO' | 'RAW'>;

const second = 1_000_000;

interface LevelShape {
  seconds: number;
  micros: number;
  /** Steps of a UTC day. */
  ofDay: number;
  /** The table where they are kept, and the function that reads it. */
  table: string;
  reader: string;
}

const level = (seconds: number, short: string): LevelShape => ({
  ...{ seconds, table: `rollup_${short}`, reader: `sample_steps_${short}` },
  micros: seconds * second,
  ofDay: 86_400 / seconds,
});

/** The finest first. */
export const levels: Record<Level, LevelShape> = {
  FIVE_MINUTES: level(300, '5m'),
  HOUR: level(3600, '1h'),
  DAY: level(86_400, '1d'),
};
