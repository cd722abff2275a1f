import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { eachInstants, type InstantsAsked } from './instants.store';
import { cutGaps, isMissed, spansOf, type Silence } from './missing.rules';
import type { Span } from './share.rules';

/** Samples that are gone through for one answer. */
export const mostLookedAt = 20_000_000;
/** So many series of each group at first, then each time so many times more: the densest one leaves little to look for. */
const growth = 8;

/**
 * What remains of the gaps of each group when all samples of its series are looked at: only where gaps are left, and all groups at once, so that it takes
 * a handful of statements for any number of them.
 */
export async function findMissing(db: Db, silences: readonly Silence[], range: Span): Promise<(readonly Span[])[]> {
  const gaps = silences.map((silence) => silence.gaps);
  let looked = 0;
  const most = silences.reduce((length, { series }) => Math.max(length, series.length), 0);
  for (let from = 0, size = 1; from < most; from += size, size *= growth) {
    const asked = silences.flatMap((silence, group) => askedOf(silence, gaps[group]!, group, { from, size, range }));
    await eachInstants(db, asked, false, (n, at) => {
      const { group } = asked[n]!;
      looked += at.length;
      if (looked > mostLookedAt) throw tooMany();
      gaps[group] = cutGaps(gaps[group]!, at, silences[group]!.pause);
    });
  }
  return silences.map(({ series }, group) => gaps[group]!.filter((gap) => isMissed(gap, series)));
}

interface AskedOfGroup extends InstantsAsked {
  group: number;
}

function askedOf(
  { series }: Silence,
  gaps: readonly Span[],
  group: number,
  { from, size, range }: { from: number; size: number; range: Span },
): AskedOfGroup[] {
  const length = range.to - range.from;
  const spans = spansOf(gaps);
  return series
    .slice(from, from + size)
    .flatMap(({ id, count }) =>
      spans.map((span) => ({ id, group, ...span, weight: 1 + (count * (span.to - span.from)) / length })),
    );
}

const tooMany = () =>
  new HubError(
    'TOO_COMPLEX',
    `Stretches that are missing are looked for among ${mostLookedAt} samples at most: ask for a shorter range, or for fewer records.`,
  );
