import type { Context } from '../../context';
import { latestOfSeries } from '../../monitoring/latest.store';
import type { Step } from '../engine/change';

/** The newest samples of those among the series that got some. What came late is not the newest: then the newest is told once more. */
export async function newestSamples(
  context: Context,
  series: ReadonlySet<string>,
  { changes }: Step,
): Promise<object[]> {
  const touched = changes.flatMap(({ ranges }) => ranges ?? []).map((range) => range.series);
  const asked = [...new Set(touched)].filter((uuid) => series.has(uuid));
  const rows = await Promise.all(asked.map((uuid) => context.batch(latestOfSeries, uuid, undefined)));
  return rows.flatMap((row) => (row ? [{ ...row }] : []));
}
