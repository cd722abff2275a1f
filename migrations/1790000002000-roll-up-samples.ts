import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Steps of 5 minutes, hours and days are kept beside the samples that lie packed; the program makes and reads them. */
export class RollUpSamples1790000002000 implements MigrationInterface {
  name = 'RollUpSamples1790000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- The steps of one series and one day in UTC, at one level, of the numbers that lie packed then; written with their chunk, and kept longer.
-- Of a day that has rows beside its chunk they do not tell, nor where the metric was of the other kind.
CREATE TABLE private.rollup_5m (
  series_number bigint  NOT NULL,
  day           date    NOT NULL,
  is_counter    boolean NOT NULL,
  data          bytea   NOT NULL,
  PRIMARY KEY (series_number, day)
) PARTITION BY RANGE (day);
ALTER TABLE private.rollup_5m ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE TABLE private.rollup_1h (LIKE private.rollup_5m INCLUDING STORAGE, PRIMARY KEY (series_number, day)) PARTITION BY RANGE (day);
CREATE TABLE private.rollup_1d (LIKE private.rollup_5m INCLUDING STORAGE, PRIMARY KEY (series_number, day)) PARTITION BY RANGE (day);

-- Series whose packed days are to be rolled up anew.
CREATE TABLE private.rollup_due (series_number bigint PRIMARY KEY);
DO $$ DECLARE part regclass; BEGIN
  FOR part IN SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = 'private.sample_chunk'::regclass LOOP
    EXECUTE format('INSERT INTO private.rollup_due SELECT DISTINCT c.series_number FROM %s c ON CONFLICT DO NOTHING', part);
  END LOOP;
END $$;
CREATE FUNCTION private.roll_up_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  INSERT INTO rollup_due SELECT s.number FROM series s WHERE s.metric_id = NEW.id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER roll_up_again AFTER UPDATE OF kind ON hub.metric FOR EACH ROW WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION private.roll_up_again();

-- Tables of which there is little are parted by years, so that a query asks fewer parts; the function that makes months makes those too.
CREATE FUNCTION private.part_of(parent text) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN parent IN ('rollup_1h', 'rollup_1d') THEN interval '1 year' ELSE interval '1 month' END
$$;
DO $$
DECLARE
  was  text := pg_get_functiondef('private.ensure_month(text, timestamptz)'::regprocedure);
  made text := replace(was, $a$date_trunc('month', instant)$a$, $a$date_trunc(CASE private.part_of(parent) WHEN interval '1 year' THEN 'year' ELSE 'month' END, instant)$a$);
BEGIN
  made := replace(made, $a$month + interval '1 month'$a$, 'month + private.part_of(parent)');
  IF length(made) - length(was) <> 73 + 2 * 5 THEN RAISE 'private.ensure_month is not as it was made: %', made; END IF;
  EXECUTE made;
END $$;

-- Samples of each series asked for, of those the viewer sees, from one instant up to another. Rows, oldest first, at most "most" of each: side
-- by side the instant in microseconds since 2000 and the value, both big-endian and of 8 bytes; what is no number comes once more as its
-- instant and flag, of 8 and 2 bytes. And chunks of the days in the range, oldest first, until those behind the first day hold "most": the
-- day in microseconds since 2000 and the length, of 8 and 4 bytes, then so many bytes.
DROP FUNCTION hub.sample_points(uuid[], timestamptz[], timestamptz, int, boolean);
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION hub.sample_points(asked uuid[], since timestamptz, until timestamptz, most int)
    RETURNS TABLE (series_id uuid, points bytea, flagged bytea, chunks bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
    #variable_conflict use_column
    DECLARE
      first_day date := since::date;
      last_day  date := until::date;
    BEGIN
      RETURN QUERY
      SELECT s.id, p.points, p.flagged, c.chunks
        FROM unnest(asked) AS a(id) JOIN series s ON s.id = a.id
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                string_agg(timestamptz_send(x.at) || int2send(x.flag), ''::bytea) FILTER (WHERE x.flag <> 0) AS flagged
           FROM (SELECT y.at, y.value, y.flag FROM sample y
                  WHERE y.series_number = s.number AND y.at >= since AND y.at < until ORDER BY y.at LIMIT most) x) p
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) AS chunks
           FROM (SELECT d.day, d.data, coalesce(sum(d.count) FILTER (WHERE d.day > first_day) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                   FROM sample_chunk d
                  WHERE d.series_number = s.number AND d.day BETWEEN first_day AND last_day AND d.day < until AND d.last_at >= since) x
          WHERE x.before < most) c
       WHERE %s;
    END $$ $f$, private.rule('WRITTEN'));
END $do$;
REVOKE EXECUTE ON FUNCTION hub.sample_points(uuid[], timestamptz, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.sample_points(uuid[], timestamptz, timestamptz, int) TO hub_api;

-- Numbers of each series asked for, of those the viewer sees, from an instant of its own up to one for all, so that steps of one level can be
-- made of them: days that are rolled up, at most "most_days" of each; of all other days rows, at most "most", and chunks, until those behind the
-- first day hold "most". Oldest first, and as hub.sample_points sends them, days of steps as chunks; where days or chunks are not all
-- there, the first day not among them. Of a counter from the day before on: an increase belongs to its later number.
DO $do$
DECLARE
  level text;
BEGIN
  FOREACH level IN ARRAY '{5m,1h,1d}'::text[] LOOP
    EXECUTE format($f$
      CREATE FUNCTION hub.%1$I(asked uuid[], since timestamptz[], until timestamptz, most int, most_days int)
      RETURNS TABLE (series_id uuid, kind text, rolled bytea, rolled_end timestamptz, points bytea, chunks bytea, chunks_end timestamptz)
      LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
      #variable_conflict use_column
      DECLARE
        -- Said once more as these, the months that are not asked for are left out before they are opened.
        low      timestamptz := (SELECT min(x) FROM unnest(since) x) - interval '1 day';
        low_day  date := low::date;
        high_day date := until::date;
      BEGIN
        RETURN QUERY
        SELECT s.id, m.kind, r.rolled, r.rolled_end, p.points, c.chunks, c.chunks_end
          FROM unnest(asked, since) AS a(id, since) JOIN series s ON s.id = a.id JOIN metric m ON m.id = s.metric_id
         CROSS JOIN LATERAL (SELECT a.since - CASE WHEN m.kind = 'COUNTER' THEN interval '1 day' ELSE interval '0' END AS at) earliest
         CROSS JOIN LATERAL (
           SELECT CASE WHEN earliest.at < a.since
                       THEN coalesce((SELECT max(z.at) FROM sample z
                                       WHERE z.series_number = s.number AND z.flag = 0 AND z.at >= low AND z.at < until AND z.at < a.since AND z.at >= earliest.at), a.since)
                       ELSE a.since END AS at) first
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                  coalesce(array_agg(x.at::date) FILTER (WHERE x.begins_day), '{}') AS days
             FROM (SELECT y.at, y.value, y.at::date IS DISTINCT FROM lag(y.at::date) OVER (ORDER BY y.at) AS begins_day FROM sample y
                    WHERE y.series_number = s.number AND y.at >= low AND y.at >= first.at AND y.at < until AND y.flag = 0 ORDER BY y.at LIMIT most) x) p
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.place <= most_days) AS rolled,
                  min(x.day) FILTER (WHERE x.place > most_days)::timestamptz AS rolled_end, coalesce(array_agg(x.day), '{}') AS days
             FROM (SELECT y.day, y.data, row_number() OVER (ORDER BY y.day) AS place FROM %2$I y
                    WHERE y.series_number = s.number AND y.day BETWEEN low_day AND high_day AND y.day >= earliest.at::date AND y.day < until AND y.is_counter = (m.kind = 'COUNTER')
                      AND y.day <> ALL (p.days) ORDER BY y.day LIMIT most_days + 1) x) r
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.before < most) AS chunks,
                  min(x.day) FILTER (WHERE x.before >= most)::timestamptz AS chunks_end
             FROM (SELECT d.day, d.data,
                          coalesce(sum(d.count) FILTER (WHERE d.day > a.since::date) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                     FROM sample_chunk d
                    WHERE d.series_number = s.number AND d.day BETWEEN low_day AND high_day AND d.day >= earliest.at::date AND d.day < until AND d.last_at >= earliest.at
                      AND d.day <> ALL (r.days) AND d.day < coalesce(r.rolled_end, until)) x) c
         WHERE %3$s;
      END $$ $f$, 'sample_steps_' || level, 'rollup_' || level, private.rule('WRITTEN'));
    EXECUTE format('REVOKE EXECUTE ON FUNCTION hub.%1$I(uuid[], timestamptz[], timestamptz, int, int) FROM PUBLIC', 'sample_steps_' || level);
    EXECUTE format('GRANT EXECUTE ON FUNCTION hub.%1$I(uuid[], timestamptz[], timestamptz, int, int) TO hub_api', 'sample_steps_' || level);
  END LOOP;
END $do$;
`;
