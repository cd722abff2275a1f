import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How samples are read: the newest as rows that can be joined, ranges as binary columns. Steps of a grid are the program's to make. */
export class ReadSamples1790000001400 implements MigrationInterface {
  name = 'ReadSamples1790000001400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- Samples lie where the API's role does not reach. The view reads them with its owner's rights, under the rule that the policy of their
-- series has; as a barrier, so that no condition of a query is tried on a row before the rule is.
DO $$ BEGIN
  EXECUTE format($s$
    CREATE VIEW shown.latest_sample WITH (security_barrier) AS
      SELECT s.id AS series_id, s.subject_id, s.metric_id, m.name AS metric_name, l.at,
             CASE WHEN l.flag = 0 THEN l.value END AS value, l.flag = 4 AS stale
        FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id JOIN private.latest_sample l ON l.series_number = s.number
       WHERE %s$s$, private.rule('WRITTEN'));
END $$;
GRANT SELECT ON shown.latest_sample TO hub_api;

-- Samples of each series asked for, of those the viewer sees, oldest first, from an instant of its own up to one for all, at most "most" of
-- each. Side by side: the instant in microseconds since 2000 and the value, both big-endian and of 8 bytes; what is no number comes once
-- more as its instant and flag, of 8 and 2 bytes. Or numbers only, then of a counter from the one before the range, if that is not older
-- than a day: an increase belongs to its later sample.
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION hub.sample_points(asked uuid[], since timestamptz[], until timestamptz, most int, only_numbers boolean)
    RETURNS TABLE (series_id uuid, kind text, points bytea, flagged bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT s.id, m.kind, p.points, p.flagged
        FROM unnest(asked, since) AS a(id, since) JOIN series s ON s.id = a.id JOIN metric m ON m.id = s.metric_id
       CROSS JOIN LATERAL (
         SELECT CASE WHEN only_numbers AND m.kind = 'COUNTER'
                     THEN coalesce((SELECT max(z.at) FROM sample z
                                     WHERE z.series_number = s.number AND z.flag = 0 AND z.at < a.since AND z.at >= a.since - interval '1 day'), a.since)
                     ELSE a.since END AS at) first
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                string_agg(timestamptz_send(x.at) || int2send(x.flag), ''::bytea) FILTER (WHERE x.flag <> 0) AS flagged
           FROM (SELECT y.at, y.value, y.flag FROM sample y
                  WHERE y.series_number = s.number AND y.at >= first.at AND y.at < until AND (y.flag = 0 OR NOT only_numbers)
                  ORDER BY y.at LIMIT most) x) p
       WHERE %s;
    END $$ $f$, private.rule('WRITTEN'));
END $do$;
REVOKE EXECUTE ON FUNCTION hub.sample_points(uuid[], timestamptz[], timestamptz, int, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.sample_points(uuid[], timestamptz[], timestamptz, int, boolean) TO hub_api;
DROP FUNCTION hub.latest_samples(uuid[]), hub.raw_samples(uuid[], timestamptz, timestamptz, int),
  hub.bucketed_samples(uuid[], timestamptz, timestamptz, interval, int);
`;
