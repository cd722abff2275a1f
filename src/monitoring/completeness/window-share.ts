import { HubError } from '../../kernel/errors';
import { dayMicros, microsOf } from '../../kernel/instant';
import { batch } from '../../kernel/reading/edges';
import { mostSeriesDays } from '../monitoring.values';
import { keptSpan } from './kept-span';
import { readPresence } from './presence.store';
import { shareOf } from './share.rules';
import { judge } from './summary.rules';

interface RangeAsked {
  from: string;
  to: string;
}

/** The share of the expected samples of a range that the hub holds, of each series; null where none is expected, or no interval known. */
export const windowShare = batch<number | null, RangeAsked>('SampleWindow.completeness', async (db, ids, asked) => {
  const range = await keptSpan(db, { from: microsOf(asked.from), to: microsOf(asked.to) });
  const days = Math.ceil((range.to - range.from) / dayMicros);
  if (ids.length * days > mostSeriesDays)
    throw new HubError(
      'TOO_COMPLEX',
      `Completeness looks at ${mostSeriesDays} days of series at most, ${ids.length} series over ${days} days were asked: ask for a shorter range, or without it.`,
    );
  const found = await readPresence(db, ids, range);
  const judged = found.map((presence) => judge(range, presence));
  const shares = new Map(judged.map(({ id, present, expected }) => [id, shareOf(present, expected)]));
  return ids.map((id) => shares.get(id) ?? null);
});
