import { batch } from '../kernel/reading/edges';
import { groupWithin, type UnderParent } from '../kernel/reading/group-under';

export interface LatestRow {
  seriesId: string;
  metricId: string;
  timestamp: string;
  value: number | null;
  stale: boolean;
}

const maxLatest = 1000;

/** Newest sample of each series whose subject is among the parents, by metric name; one statement for all of them. */
export const latestOfSubject = batch<LatestRow[], { metrics: string[] | null }>(
  'Subject.latest',
  async (db, subjectIds, { metrics }) => {
    const rows = await db.rows<LatestRow & UnderParent>(
      `WITH visible AS MATERIALIZED (
       SELECT s.id, s.subject_id, s.metric_id, m.name
         FROM series s JOIN metric m ON m.id = s.metric_id
        WHERE s.subject_id = ANY ($1::uuid[]) AND ($2::text[] IS NULL OR m.name = ANY ($2::text[]))
     )
     SELECT v.subject_id AS "$parent", v.id AS "seriesId", v.metric_id AS "metricId", l.at AS "timestamp",
            CASE WHEN l.flag = 0 THEN l.value END AS value, l.flag = 4 AS stale
       FROM hub.latest_samples((SELECT array_agg(v.id) FROM visible v)) l JOIN visible v ON v.id = l.series_id
      ORDER BY v.name, v.id`,
      [subjectIds, metrics],
    );
    return groupWithin(maxLatest, 'latest', subjectIds, rows);
  },
);

/** Newest sample of each series. */
export const latestOfSeries = batch<LatestRow | null>('Series.latest', async (db, seriesIds) => {
  const rows = await db.rows<LatestRow>(
    `SELECT l.series_id AS "seriesId", s.metric_id AS "metricId", l.at AS "timestamp", CASE WHEN l.flag = 0 THEN l.value END AS value, l.flag = 4 AS stale
       FROM hub.latest_samples($1) l JOIN series s ON s.id = l.series_id`,
    [seriesIds],
  );
  const byId = new Map(rows.map((row) => [row.seriesId, row]));
  return seriesIds.map((id) => byId.get(id) ?? null);
});
