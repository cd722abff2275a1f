import { dayMicros } from '../../kernel/instant';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { eachInstants, type InstantsAsked } from './instants.store';
import { cutGaps, isMissed, spansOf, type Silence } from './missing.rules';
import type { Span } from './share.rules';
import type { Judged } from './summary.rules';

/** Samples that are gone through for one answer. */
export const mostLookedAt = 50_000_000;
/** So many series of each group at first, then each time so many times more: the densest one leaves little to look for. */
const growth = 8;

interface Search {
  silence: Silence;
  gaps: readonly Span[];
  refused: boolean;
}

interface AskedOf extends InstantsAsked {
  search: Search;
}

/**
 * What remains of the gaps of each group when all samples of its series are looked at: only where gaps are left, and all groups at once, so that it takes
 * a handful of statements for any number of them. A group that is too much beside the others is an error, and they are answered.
 */
export async function findMissing(
  db: Db,
  silences: readonly Silence[],
  most = mostLookedAt,
): Promise<(readonly Span[] | Error)[]> {
  const searches = silences.map((silence): Search => ({ silence, gaps: silence.gaps, refused: false }));
  const longest = silences.reduce((length, { series }) => Math.max(length, series.length), 0);
  let left = most;
  for (let from = 0, size = 1; from < longest; from += size, size *= growth) {
    const asked = searches.flatMap((search) => {
      const of = askedOf(search, from, size);
      const weight = of.reduce((sum, one) => sum + one.weight, 0);
      search.refused ||= weight > left;
      left -= search.refused ? 0 : weight;
      return search.refused ? [] : of;
    });
    await eachInstants(db, asked, false, (n, at) => {
      const { search } = asked[n]!;
      search.gaps = cutGaps(search.gaps, at, search.silence.pause);
    });
  }
  return searches.map(({ silence, gaps, refused }) =>
    refused ? tooMany(most) : gaps.filter((gap) => isMissed(gap, silence.series)),
  );
}

function askedOf(search: Search, from: number, size: number): AskedOf[] {
  if (search.refused) return [];
  const spans = spansOf(search.gaps);
  return search.silence.series
    .slice(from, from + size)
    .flatMap((series) =>
      spans.map((span) => ({ id: series.id, search, ...span, weight: 1 + samplesIn(span, series) })),
    );
}

/** About: of the days that it touches, since those are packed as a whole; as many as there are, where that is more than its interval says. */
const samplesIn = ({ from, to }: Span, { interval, count }: Judged): number =>
  Math.max(
    count,
    interval === null ? 0 : ((Math.ceil(to / dayMicros) - Math.floor(from / dayMicros)) * 86_400) / interval,
  );

const tooMany = (most: number) =>
  new HubError(
    'TOO_COMPLEX',
    `Stretches that are missing are looked for among ${most} samples at most: ask for a shorter range, or for fewer records.`,
  );
