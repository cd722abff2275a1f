import type { Resolution } from './monitoring.values';
import { levels } from './rollups/levels';

/** The level that answers: AUTO is the finest grid on which the range needs no more than maxPoints, or days. */
export function resolve(asked: Resolution, from: string, to: string, maxPoints: number): Exclude<Resolution, 'AUTO'> {
  if (asked !== 'AUTO') return asked;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  const fits = (['FIVE_MINUTES', 'HOUR'] as const).find((level) => seconds / levels[level].seconds <= maxPoints);
  return fits ?? 'DAY';
}
