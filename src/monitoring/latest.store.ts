import type { RowSource } from '../kernel/reading/collection';
import { batch, toAll } from '../kernel/reading/edges';
import { selectList } from '../kernel/reading/projection';

interface LatestRow {
  seriesId: string;
  metricId: string;
  timestamp: string;
  value: number | null;
  stale: boolean;
}

/** Newest sample of each series that the viewer sees. */
const latestSamples: RowSource<LatestRow> = {
  typeName: 'LatestSample',
  columns: {
    seriesId: 't.series_id',
    metricId: 't.metric_id',
    timestamp: 't.at',
    value: 't.value',
    stale: 't.stale',
  },
};

/** Of each series whose subject is among the parents, by metric name. */
export const latestOfSubject = toAll<LatestRow, { metrics?: string[] | null }>('latest', latestSamples, {
  from: () => 'latest_sample t',
  parent: 't.subject_id',
  order: ['metric_name', 'series_id'],
  atMost: 1000,
  narrow: ({ metrics }, sql) => (metrics ? `t.metric_name = ANY (${sql.bind(metrics, 'text[]')})` : null),
});

export const latestOfSeries = batch<LatestRow | null>('Series.latest', async (db, seriesIds) => {
  const rows = await db.rows<LatestRow>(
    `SELECT ${selectList(latestSamples)} FROM latest_sample t WHERE t.series_id = ANY ($1::uuid[])`,
    [seriesIds],
  );
  const byId = new Map(rows.map((row) => [row.seriesId, row]));
  return seriesIds.map((id) => byId.get(id) ?? null);
});
