import { readdirSync, readFileSync } from 'node:fs';
import { parentOf } from '../servers/process';

/** What a process holds now, in MB. */
export const residentOf = (pid: number): number => fieldOf(statusOf(pid), 'VmRSS');

/** What Postgres holds now, in MB: of each of its processes what is its own, and what they share once. */
export function residentOfPostgres(postmaster: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid === postmaster || parentOf(pid) === postmaster)
    .map(statusOf);
  const own = all.reduce((sum, status) => sum + fieldOf(status, 'RssAnon'), 0);
  return own + Math.max(...all.map((status) => fieldOf(status, 'RssShmem')));
}

/** Empty of a process that has ended. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

const fieldOf = (status: string, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;

export interface Point {
  /** Hours since the first. */
  at: number;
  value: number;
}

/** The line through points by least squares: its slope an hour, and the error of that. */
export function slopeOf(points: readonly Point[]): { slope: number; error: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, value] = [mean(points.map((point) => point.at)), mean(points.map((point) => point.value))];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0) / spread;
  const rest = points.reduce((sum, point) => sum + (point.value - value - slope * (point.at - at)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / Math.max(1, points.length - 2) / spread) };
}
