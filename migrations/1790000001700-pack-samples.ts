import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples of closed hours lie packed, one chunk a series and day; the program packs and unpacks them. */
export class PackSamples1790000001700 implements MigrationInterface {
  name = 'PackSamples1790000001700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- Samples of one series and one day in UTC, as the program packs them: count of them, the last one up to last_at. An instant stands here
-- or as a row of private.sample, never in both.
CREATE TABLE private.sample_chunk (
  series_number bigint      NOT NULL,
  day           date        NOT NULL,
  count         int         NOT NULL CHECK (count > 0),
  last_at       timestamptz NOT NULL,
  data          bytea       NOT NULL,
  PRIMARY KEY (series_number, day)
) PARTITION BY RANGE (day);

-- What is packed is smaller already: nothing is won by compressing it again. Partitions of a month keep their columns as their parent does.
ALTER TABLE private.sample_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
DO $$
DECLARE
  was text := pg_get_functiondef('private.ensure_month(text, timestamptz)'::regprocedure);
BEGIN
  IF position('INCLUDING CONSTRAINTS)' IN was) = 0 THEN RAISE 'private.ensure_month is not as it was made'; END IF;
  EXECUTE replace(was, 'INCLUDING CONSTRAINTS)', 'INCLUDING CONSTRAINTS INCLUDING STORAGE)');
END $$;

-- Series whose rows are packed together; who packs them holds the lock, who adds to what may be packed shares it.
CREATE FUNCTION private.slice_of(series_number bigint) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (series_number / 1024 % 128)::int $$;

-- Takes samples of series that the viewer may write: columns of one length. The first value of an instant stays; the same value again
-- changes nothing, another value is a conflict; of what is no number the flag is its value. Tells per row what became of it, and writes one change an owner, with series and ranges.
-- Rows go in by the order of their key, so that two calls with the same instants wait for each other and never in a ring. Where samples
-- lie packed, nothing is taken and the outcome is packed: who has looked into them (checked) sends again what is new.
-- Nothing of the last hour is ever packed.
DROP FUNCTION hub.take_samples(uuid[], timestamptz[], float8[], smallint[]);
CREATE FUNCTION hub.take_samples(ids uuid[], ats timestamptz[], vals float8[], flags smallint[], checked boolean DEFAULT false)
RETURNS TABLE (n int, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  months CURSOR FOR SELECT DISTINCT date_trunc('month', a) AS month FROM unnest(ats) a ORDER BY 1;
  open_since    timestamptz := now() - interval '1 hour';
  taken_numbers bigint[];
  taken_ats     timestamptz[];
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT i FROM unnest(ids) i) asked WHERE NOT EXISTS (
       SELECT FROM series s WHERE s.id = asked.i AND s.writer_id = ANY ((SELECT hub.writers())::uuid[]))) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR m IN months LOOP PERFORM ensure_month('sample', m.month); END LOOP;
  PERFORM pg_advisory_xact_lock_shared('private.sample_chunk'::regclass::oid::int, slice)
     FROM (SELECT DISTINCT slice_of(s.number) AS slice FROM unnest(ids, ats) AS u(id, at) JOIN series s ON s.id = u.id
            WHERE u.at < open_since ORDER BY 1) l;
  WITH taken AS (
    INSERT INTO sample AS t (series_number, at, value, flag)
    SELECT DISTINCT ON (s.number, u.at) s.number, u.at, u.value, u.flag
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
     WHERE checked OR u.at >= open_since
        OR NOT EXISTS (SELECT FROM sample_chunk c WHERE c.series_number = s.number AND c.day = u.at::date AND c.last_at >= u.at)
     ORDER BY s.number, u.at, u.n
    ON CONFLICT DO NOTHING RETURNING t.series_number, t.at, t.value, t.flag
  ), newest AS (
    INSERT INTO latest_sample AS l (series_number, at, value, flag)
    SELECT DISTINCT ON (t.series_number) t.series_number, t.at, t.value, t.flag FROM taken t ORDER BY t.series_number, t.at DESC
    ON CONFLICT (series_number) DO UPDATE SET at = EXCLUDED.at, value = EXCLUDED.value, flag = EXCLUDED.flag WHERE l.at < EXCLUDED.at
  ), ranges AS (
    SELECT s.id, s.owner_id, s.writer_id, s.region_id, min(t.at) AS since, max(t.at) AS until, count(*) AS count
      FROM taken t JOIN series s ON s.number = t.series_number GROUP BY s.id
  ), told AS (
    INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
    SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(r.owner_id, r.writer_id), 'SAMPLES', r.owner_id, r.writer_id, r.region_id,
           jsonb_agg(jsonb_build_object('series', r.id, 'from', r.since, 'to', r.until, 'count', r.count) ORDER BY r.id)
      FROM ranges r GROUP BY r.owner_id, r.writer_id, r.region_id
  )
  SELECT array_agg(t.series_number), array_agg(t.at) INTO taken_numbers, taken_ats FROM taken t;
  -- A statement of its own, so that it sees what another call kept while this one waited for it. Membership is asked by a hashed IN: a
  -- join of the two would be planned for few rows, and be quadratic.
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT u.n::int AS n, s.number, u.at, u.value, u.flag, row_number() OVER (PARTITION BY s.number, u.at ORDER BY u.n) AS turn
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
  )
  SELECT g.n,
         CASE WHEN g.turn = 1 AND (g.number, g.at) IN (SELECT t.number, t.at FROM unnest(taken_numbers, taken_ats) AS t(number, at)) THEN 'taken'
              WHEN x.flag IS NULL THEN 'packed'
              WHEN g.flag = x.flag AND (g.flag <> 0 OR g.value = x.value) THEN 'repeated'
              ELSE 'conflict' END
    FROM given g LEFT JOIN LATERAL (SELECT y.value, y.flag FROM sample y WHERE y.series_number = g.number AND y.at = g.at) x ON true;
END $$;
GRANT EXECUTE ON FUNCTION hub.take_samples(uuid[], timestamptz[], float8[], smallint[], boolean) TO hub_api;

-- Chunks of series that the viewer may write, for who has samples of their days: (ids[n], days[n]).
CREATE FUNCTION hub.packed_samples(ids uuid[], days date[]) RETURNS TABLE (n int, data bytea)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $$
  SELECT u.n::int, c.data
    FROM unnest(ids, days) WITH ORDINALITY AS u(id, day, n) JOIN series s ON s.id = u.id
    JOIN sample_chunk c ON c.series_number = s.number AND c.day = u.day
   WHERE s.writer_id = ANY ((SELECT hub.writers())::uuid[])
$$;
GRANT EXECUTE ON FUNCTION hub.packed_samples(uuid[], date[]) TO hub_api;

-- Samples of each series asked for, of those the viewer sees, from an instant of its own up to one for all. Rows, oldest first, at most "most"
-- of each: side by side the instant in microseconds since 2000 and the value, both big-endian and of 8 bytes; what is no number comes once
-- more as its instant and flag, of 8 and 2 bytes. And chunks of the days in the range, oldest first, until those behind the first day hold
-- "most": the day in microseconds since 2000 and the length, of 8 and 4 bytes, then so many bytes; chunks_end is the first day not among them.
-- Or numbers only among the rows; then of a counter, rows from the one before the range and chunks from the day before, if that is not older
-- than a day: an increase belongs to its later sample.
DO $do$ BEGIN
  DROP FUNCTION hub.sample_points(uuid[], timestamptz[], timestamptz, int, boolean);
  EXECUTE format($f$
    CREATE FUNCTION hub.sample_points(asked uuid[], since timestamptz[], until timestamptz, most int, only_numbers boolean)
    RETURNS TABLE (series_id uuid, kind text, points bytea, flagged bytea, chunks bytea, chunks_end timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT s.id, m.kind, p.points, p.flagged, c.chunks, c.chunks_end
        FROM unnest(asked, since) AS a(id, since) JOIN series s ON s.id = a.id JOIN metric m ON m.id = s.metric_id
       CROSS JOIN LATERAL (SELECT a.since - CASE WHEN only_numbers AND m.kind = 'COUNTER' THEN interval '1 day' ELSE interval '0' END AS earliest) e
       CROSS JOIN LATERAL (
         SELECT CASE WHEN e.earliest < a.since
                     THEN coalesce((SELECT max(z.at) FROM sample z
                                     WHERE z.series_number = s.number AND z.flag = 0 AND z.at < a.since AND z.at >= e.earliest), a.since)
                     ELSE a.since END AS at) first
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                string_agg(timestamptz_send(x.at) || int2send(x.flag), ''::bytea) FILTER (WHERE x.flag <> 0) AS flagged
           FROM (SELECT y.at, y.value, y.flag FROM sample y
                  WHERE y.series_number = s.number AND y.at >= first.at AND y.at < until AND (y.flag = 0 OR NOT only_numbers)
                  ORDER BY y.at LIMIT most) x) p
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.before < most) AS chunks,
                min(x.day) FILTER (WHERE x.before >= most)::timestamptz AS chunks_end
           FROM (SELECT d.day, d.data, coalesce(sum(d.count) FILTER (WHERE d.day > a.since::date) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                   FROM sample_chunk d
                  WHERE d.series_number = s.number AND d.day >= e.earliest::date AND d.day < until AND d.last_at >= e.earliest) x) c
       WHERE %s;
    END $$ $f$, private.rule('WRITTEN'));
END $do$;
REVOKE EXECUTE ON FUNCTION hub.sample_points(uuid[], timestamptz[], timestamptz, int, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.sample_points(uuid[], timestamptz[], timestamptz, int, boolean) TO hub_api;
`;
