import { instantText } from './completeness-report';
import type { Span } from './share.rules';

const mostShown = 100;

/** In the words of the API: the latest first, and how many and how long they are in all. */
export function shownStretches(gaps: readonly Span[] | null) {
  if (!gaps) return null;
  const latest = gaps.slice(-mostShown).reverse();
  return {
    stretches: latest.map(({ from, to }) => ({ from: instantText(from), to: instantText(to) })),
    totalCount: gaps.length,
    totalSeconds: gaps.reduce((sum, { from, to }) => sum + (to - from), 0) / 1_000_000,
    truncated: gaps.length > mostShown,
  };
}
