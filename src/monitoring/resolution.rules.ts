import type { Resolution } from './monitoring.values';

export type GridResolution = Exclude<Resolution, 'AUTO' | 'RAW'>;

export const stepSeconds: Record<GridResolution, number> = { FIVE_MINUTES: 300, HOUR: 3600, DAY: 86_400 };

/** The level that answers: AUTO is the finest grid on which the range needs no more than maxPoints, or days. */
export function resolve(asked: Resolution, from: string, to: string, maxPoints: number): Exclude<Resolution, 'AUTO'> {
  if (asked !== 'AUTO') return asked;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  const fits = (['FIVE_MINUTES', 'HOUR'] as const).find((level) => seconds / stepSeconds[level] <= maxPoints);
  return fits ?? 'DAY';
}
