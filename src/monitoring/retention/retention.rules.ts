import { sampleLevels, type SampleLevel } from '../monitoring.values';

/** A level and its days; null, or nothing, is without an end. */
export interface KeptLevel {
  level: SampleLevel;
  days?: number | null;
}

export const mostDays = 36_500;

/** Why levels can not be kept so; null where they can. */
export function whyNotKept(asked: readonly KeptLevel[], standing: readonly KeptLevel[]): string | null {
  if (asked.length === 0) return 'levels: name one that is to be kept otherwise.';
  const twice = asked.find(({ level }, i) => asked.findIndex((other) => other.level === level) < i);
  if (twice) return `levels: ${twice.level} is named twice: say its days once.`;
  const odd = asked.find(({ days }) => days != null && (days < 1 || days > mostDays));
  if (odd) return `levels: ${odd.level} can be kept 1 to ${mostDays} days, or without an end.`;
  return whyOutOfOrder(sampleLevels.map((level) => find(asked, level) ?? find(standing, level) ?? { level }));
}

const find = (kept: readonly KeptLevel[], wanted: SampleLevel) => kept.find(({ level }) => level === wanted);

/** What is coarser stands for what is finer when that is gone. */
function whyOutOfOrder(kept: readonly KeptLevel[]): string | null {
  for (const [i, coarser] of kept.entries()) {
    const finer = kept[i - 1];
    if (!finer || lengthOf(coarser) >= lengthOf(finer)) continue;
    return `levels: ${coarser.level} would be kept ${told(coarser)}, shorter than the finer ${finer.level}, which is kept ${told(finer)}: keep ${coarser.level} as long, or ${finer.level} shorter, in the same call.`;
  }
  return null;
}

const lengthOf = ({ days }: KeptLevel): number => days ?? Infinity;
const told = ({ days }: KeptLevel): string => (days == null ? 'without an end' : `${days} days`);
