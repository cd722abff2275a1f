import {
  expectedCount,
  expectedSpan,
  isBackfilling,
  isOverdue,
  shareOf,
  type Presence,
  type Span,
} from './share.rules';

/** A series, and what of a range it should have. */
export interface Judged extends Presence {
  span: Span;
  expected: number;
  /** Of those expected; what it has beyond them makes up for no other series. */
  present: number;
}

export interface Summary {
  seriesCount: number;
  judgedCount: number;
  expected: number;
  present: number;
  share: number | null;
  /** Microseconds since 1970, of the newest sample and of the last time that one came. */
  latestAt: number | null;
  arrivedAt: number | null;
  overdueCount: number;
  backfillingCount: number;
}

export function judge(range: Span, presence: Presence): Judged {
  const span = expectedSpan(range, presence);
  const expected = expectedCount(span, presence.interval);
  return { ...presence, span, expected, present: Math.min(presence.count, expected) };
}

export function summarize(series: readonly Judged[]): Summary {
  const sum = (value: (one: Judged) => number) => series.reduce((total, one) => total + value(one), 0);
  const newest = (value: (one: Judged) => number | null) =>
    series.reduce<number | null>((most, one) => greatest(most, value(one)), null);
  const [expected, present] = [sum((one) => one.expected), sum((one) => one.present)];
  return {
    ...{ seriesCount: series.length, judgedCount: sum((one) => Number(one.expected > 0)) },
    ...{ expected, present, share: shareOf(present, expected) },
    ...{ latestAt: newest(({ lastAt }) => lastAt), arrivedAt: newest(({ arrivedAt }) => arrivedAt) },
    overdueCount: sum((one) => Number(isOverdue(one))),
    backfillingCount: sum((one) => Number(isBackfilling(one))),
  };
}

const greatest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
