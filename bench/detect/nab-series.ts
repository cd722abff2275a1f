import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One series of the Numenta Anomaly Benchmark, and where it is known to be out of the ordinary. */
export interface NabSeries {
  name: string;
  category: string;
  timestamps: readonly string[];
  instants: readonly number[];
  values: readonly number[];
  /** First and last row of each window, both in it. */
  windows: readonly (readonly [number, number])[];
  /** Rows at the beginning that nobody is judged by. */
  probation: number;
}

export interface Profile {
  tpWeight: number;
  fnWeight: number;
  fpWeight: number;
}

export const profileNames = ['standard', 'reward_low_FP_rate', 'reward_low_FN_rate'] as const;
export type ProfileName = (typeof profileNames)[number];

const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** The rows of a file, its header first. */
export const readRows = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => line.split(','));

export function readNab(folder: string): NabSeries[] {
  const windows = json<Record<string, [string, string][]>>(join(folder, 'labels/combined_windows.json'));
  return Object.keys(windows)
    .sort()
    .map((name) => seriesOf(name, readRows(join(folder, 'data', name)).slice(1), windows[name]!));
}

export function readProfiles(folder: string): Record<ProfileName, Profile> {
  const read = json<Record<ProfileName, { CostMatrix: Profile }>>(join(folder, 'config/profiles.json'));
  return Object.fromEntries(profileNames.map((name) => [name, read[name].CostMatrix])) as Record<ProfileName, Profile>;
}

/** The threshold of a published detector for each profile, as it was chosen over the whole of the corpus. */
export function readThresholds(folder: string, detector: string): Record<ProfileName, number> {
  const read = json<Record<string, Record<ProfileName, { threshold: number }>>>(join(folder, 'config/thresholds.json'));
  return Object.fromEntries(profileNames.map((name) => [name, read[detector]![name].threshold])) as Record<
    ProfileName,
    number
  >;
}

function seriesOf(name: string, rows: readonly string[][], windows: readonly (readonly [string, string])[]): NabSeries {
  const timestamps = rows.map(([timestamp]) => timestamp!);
  const rowAt = (instant: string): number => timestamps.indexOf(instant.slice(0, 19));
  return {
    name,
    category: name.split('/')[0]!,
    timestamps,
    instants: timestamps.map((text) => Date.parse(`${text.replace(' ', 'T')}Z`)),
    values: rows.map(([, value]) => Number(value)),
    windows: windows.map(([from, to]) => [rowAt(from), rowAt(to)] as const),
    probation: Math.min(Math.floor(0.15 * timestamps.length), 0.15 * 5000),
  };
}
