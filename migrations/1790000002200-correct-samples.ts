import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples can be corrected, also where they lie packed; whoever writes samples takes its locks in one order. */
export class CorrectSamples1790000002200 implements MigrationInterface {
  name = 'CorrectSamples1790000002200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- The order of locks of all who write samples: slices of what may be packed, shared and rising; then the latest sample of each series, by rising
-- number; then samples and chunks. Who has the latest sample of a series is the only one who writes samples of it.
CREATE FUNCTION private.share_slices(numbers bigint[]) RETURNS void LANGUAGE plpgsql SET search_path = private, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared('private.sample_chunk'::regclass::oid::int, l.slice)
     FROM (SELECT DISTINCT slice_of(n) AS slice FROM unnest(numbers) n ORDER BY 1) l;
END $$;

-- Samples older than this are not taken: a month of samples is a table of its own, and whoever reads or writes pays a little for each. In the
-- program: oldestTaken. Retention may say another.
CREATE FUNCTION private.oldest_taken() RETURNS timestamptz LANGUAGE sql STABLE SET timezone = 'UTC' AS $$
  SELECT date_trunc('month', now()) - interval '20 years'
$$;
-- Makes the months that samples lie in. The program's clock may be behind this one, in another month: none is refused for that.
CREATE FUNCTION private.make_sample_months(instants timestamptz[]) RETURNS void
LANGUAGE plpgsql SET search_path = private, pg_temp SET timezone = 'UTC' AS $$
BEGIN
  IF (SELECT min(i) FROM unnest(instants) i) < oldest_taken() - interval '1 month' THEN
    RAISE 'samples from before % are not taken', oldest_taken() USING ERRCODE = 'datetime_field_overflow';
  END IF;
  PERFORM ensure_month('sample', m) FROM (SELECT DISTINCT date_trunc('month', i) AS m FROM unnest(instants) i ORDER BY 1) x;
END $$;

CREATE FUNCTION private.refuse_unless_written(ids uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT i FROM unnest(ids) i) asked WHERE NOT EXISTS (
       SELECT FROM series s WHERE s.id = asked.i AND s.writer_id = ANY ((SELECT hub.writers())::uuid[]))) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- As before, but for the order of its locks.
CREATE OR REPLACE FUNCTION hub.take_samples(ids uuid[], ats timestamptz[], vals float8[], flags smallint[], checked boolean DEFAULT false)
RETURNS TABLE (n int, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  -- Said once more as these, the months that are not asked for are left out before the statement begins.
  first         timestamptz := (SELECT min(a) FROM unnest(ats) a);
  last          timestamptz := (SELECT max(a) FROM unnest(ats) a);
  first_day     date := first::date;
  last_day      date := last::date;
  open_since    timestamptz := now() - interval '1 hour';
  taken_numbers bigint[];
  taken_ats     timestamptz[];
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM make_sample_months(ats);
  PERFORM share_slices((SELECT array_agg(s.number) FROM unnest(ids, ats) AS u(id, at) JOIN series s ON s.id = u.id WHERE u.at < open_since));
  -- Of a series without one nothing stands: the newest that is sent becomes its latest. One that has one keeps it, locked.
  INSERT INTO latest_sample AS l (series_number, at, value, flag)
  SELECT DISTINCT ON (s.number) s.number, u.at, u.value, u.flag
    FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
   ORDER BY s.number, u.at DESC, u.n
  ON CONFLICT (series_number) DO UPDATE SET at = l.at WHERE false;
  WITH taken AS (
    INSERT INTO sample AS t (series_number, at, value, flag)
    SELECT DISTINCT ON (s.number, u.at) s.number, u.at, u.value, u.flag
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
     WHERE checked OR u.at >= open_since
        OR NOT EXISTS (SELECT FROM sample_chunk c WHERE c.series_number = s.number AND c.day = u.at::date AND c.last_at >= u.at
                        AND c.day BETWEEN first_day AND last_day)
     ORDER BY s.number, u.at, u.n
    ON CONFLICT DO NOTHING RETURNING t.series_number, t.at, t.value, t.flag
  ), newest AS (
    UPDATE latest_sample l SET at = n.at, value = n.value, flag = n.flag
      FROM (SELECT DISTINCT ON (t.series_number) t.* FROM taken t ORDER BY t.series_number, t.at DESC) n
     WHERE l.series_number = n.series_number AND l.at < n.at
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
    FROM given g LEFT JOIN LATERAL (SELECT y.value, y.flag FROM sample y
                             WHERE y.series_number = g.number AND y.at = g.at AND y.at BETWEEN first AND last) x ON true;
END $$;

-- As before, but for the order of its locks: the latest sample of each series named is locked, whether it moves or not.
CREATE OR REPLACE FUNCTION hub.advance_series(numbers bigint[], sinces float8[], ats float8[], vals float8[], flags smallint[], months timestamptz[])
RETURNS TABLE (moved bigint[], befores float8[])
-- Joined in the order of the numbers, not by hashes.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' SET enable_hashjoin = off AS $$
#variable_conflict use_column
DECLARE
  standing_count bigint;
BEGIN
  IF (SELECT count(*) FROM series s WHERE s.number = ANY (numbers) AND s.writer_id = ANY ((SELECT hub.writers())::uuid[])) < cardinality(numbers) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM make_sample_months(months);
  PERFORM share_slices((SELECT array_agg(u.number) FROM unnest(numbers, sinces) AS u(number, since) WHERE to_timestamp(u.since) < now() - interval '1 hour'));
  WITH standing AS (
    UPDATE latest_sample l SET at = greatest(l.at, to_timestamp(u.at)), value = CASE WHEN l.at < to_timestamp(u.at) THEN u.value ELSE l.value END,
                               flag = CASE WHEN l.at < to_timestamp(u.at) THEN u.flag ELSE l.flag END, before_at = l.at
      FROM unnest(numbers, ats, vals, flags) AS u(number, at, value, flag) WHERE l.series_number = u.number
    RETURNING l.series_number, l.before_at, l.before_at < l.at AS moves
  )
  SELECT array_agg(n.series_number) FILTER (WHERE n.moves), array_agg(extract(epoch FROM n.before_at)::float8) FILTER (WHERE n.moves), count(*)
    INTO moved, befores, standing_count FROM standing n;
  WITH new AS (
    INSERT INTO latest_sample AS l (series_number, at, value, flag)
    SELECT u.number, to_timestamp(u.at), u.value, u.flag FROM unnest(numbers, ats, vals, flags) AS u(number, at, value, flag)
     WHERE cardinality(numbers) > standing_count AND NOT EXISTS (SELECT FROM latest_sample x WHERE x.series_number = u.number)
     ORDER BY u.number
    ON CONFLICT DO NOTHING RETURNING l.series_number
  )
  SELECT moved || array_agg(n.series_number), befores || array_agg('-Infinity'::float8) INTO moved, befores FROM new n;
  INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
  SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
         coalesce(s.owner_id, s.writer_id), 'SAMPLES', s.owner_id, s.writer_id, s.region_id,
         jsonb_build_object('from', to_timestamp(min(u.since)), 'to', to_timestamp(max(u.at)), 'series', jsonb_agg(s.number))
    FROM unnest(numbers, sinces, ats) AS u(number, since, at) JOIN series s ON s.number = u.number
   WHERE s.number = ANY (moved) GROUP BY s.owner_id, s.writer_id, s.region_id;
  RETURN NEXT;
END $$;

-- All of it, for who reads what stands before he writes.
CREATE FUNCTION private.hold_series(ids uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  numbers bigint[] := ARRAY(SELECT DISTINCT s.number FROM unnest(ids) i JOIN series s ON s.id = i);
BEGIN
  PERFORM share_slices(numbers);
  PERFORM FROM latest_sample l WHERE l.series_number = ANY (numbers) ORDER BY l.series_number FOR NO KEY UPDATE;
END $$;

-- The first of them alone, of series that the viewer may write.
CREATE FUNCTION hub.hold_slices(ids uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM share_slices(ARRAY(SELECT DISTINCT s.number FROM unnest(ids) i JOIN series s ON s.id = i));
END $$;

-- Puts values in the place of others, for series that the viewer may write: columns of one length, no instant of a series twice. Tells of
-- those that stand as rows whether they were replaced or stood so already; those not told of lie packed, or nowhere. Writes one change an
-- owner: as a range that says how many were replaced, with the values before.
CREATE FUNCTION hub.correct_samples(ids uuid[], ats timestamptz[], vals float8[], flags smallint[]) RETURNS TABLE (n int, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  first   timestamptz := (SELECT min(a) FROM unnest(ats) a);
  last    timestamptz := (SELECT max(a) FROM unnest(ats) a);
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM hold_series(ids);
  RETURN QUERY
  WITH standing AS MATERIALIZED (
    SELECT u.n::int AS n, s.id, s.number, s.owner_id, s.writer_id, s.region_id, u.at, u.value, u.flag, x.value AS was, x.flag AS was_flag,
           NOT (u.flag = x.flag AND (u.flag <> 0 OR u.value = x.value)) AS differs
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
     CROSS JOIN LATERAL (SELECT y.value, y.flag FROM sample y
                          WHERE y.series_number = s.number AND y.at = u.at AND y.at BETWEEN first AND last) x
  ), corrected AS (
    UPDATE sample t SET value = d.value, flag = d.flag FROM standing d
     WHERE d.differs AND t.series_number = d.number AND t.at = d.at AND t.at BETWEEN first AND last
  ), newest AS (
    UPDATE latest_sample l SET value = d.value, flag = d.flag FROM standing d WHERE d.differs AND l.series_number = d.number AND l.at = d.at
  ), ranges AS (
    SELECT d.id, d.owner_id, d.writer_id, d.region_id, min(d.at) AS since, max(d.at) AS until, count(*) AS count,
           jsonb_agg(jsonb_build_array(d.at, CASE d.was_flag WHEN 0 THEN d.was END, d.was_flag) ORDER BY d.at) AS samples
      FROM standing d WHERE d.differs GROUP BY d.id, d.owner_id, d.writer_id, d.region_id
  ), told AS (
    INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, before, after)
    SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(r.owner_id, r.writer_id), 'SAMPLES', r.owner_id, r.writer_id, r.region_id,
           jsonb_agg(jsonb_build_object('series', r.id, 'samples', r.samples) ORDER BY r.id),
           jsonb_agg(jsonb_build_object('series', r.id, 'from', r.since, 'to', r.until, 'replaced', r.count) ORDER BY r.id)
      FROM ranges r GROUP BY r.owner_id, r.writer_id, r.region_id
  )
  SELECT d.n, CASE WHEN d.differs THEN 'replaced' ELSE 'repeated' END FROM standing d;
END $$;

CREATE FUNCTION private.rows_of_day(series bigint, day date) RETURNS int LANGUAGE sql STABLE SET search_path = private, pg_temp SET timezone = 'UTC' AS $$
  SELECT count(*)::int FROM sample x WHERE x.series_number = series AND x.at >= day AND x.at < day + 1
$$;

-- Chunks of series that the viewer may write, for who puts their samples back as rows: (ids[n], days[n]). Nobody else packs, unpacks or adds to
-- them until the transaction ends. open: rows that the day has beside its chunk.
CREATE FUNCTION hub.hold_packed(ids uuid[], days date[]) RETURNS TABLE (n int, number bigint, open int, count int, data bytea)
LANGUAGE plpgsql SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  first date := (SELECT min(d) FROM unnest(days) d);
  last  date := (SELECT max(d) FROM unnest(days) d);
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM hold_series(ids);
  RETURN QUERY
  SELECT u.n::int, s.number, rows_of_day(s.number, c.day), c.count, c.data
    FROM unnest(ids, days) WITH ORDINALITY AS u(id, day, n) JOIN series s ON s.id = u.id
    JOIN sample_chunk c ON c.series_number = s.number AND c.day = u.day AND c.day BETWEEN first AND last;
END $$;

-- Chunks that are held go, now that their samples stand as rows beside those that were open before: all of them, or this fails.
CREATE FUNCTION hub.drop_packed(ids uuid[], days date[], opens int[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  first   date := (SELECT min(d) FROM unnest(days) d);
  last    date := (SELECT max(d) FROM unnest(days) d);
  dropped bigint;
BEGIN
  PERFORM refuse_unless_written(ids);
  WITH gone AS (
    DELETE FROM sample_chunk c USING unnest(ids, days, opens) AS u(id, day, open), series s
     WHERE s.id = u.id AND c.series_number = s.number AND c.day = u.day AND c.day BETWEEN first AND last
       AND rows_of_day(s.number, u.day) = u.open + c.count
    RETURNING 1
  )
  SELECT count(*) INTO dropped FROM gone;
  IF dropped <> cardinality(ids) THEN
    RAISE 'a chunk would go while its samples do not stand as rows';
  END IF;
  -- What was told of them may be corrected: until they are packed again, their rows tell.
  DELETE FROM rollup_5m r USING unnest(ids, days) u(id, day), series s WHERE s.id = u.id AND r.series_number = s.number AND r.day = u.day AND r.day BETWEEN first AND last;
  DELETE FROM rollup_1h r USING unnest(ids, days) u(id, day), series s WHERE s.id = u.id AND r.series_number = s.number AND r.day = u.day AND r.day BETWEEN first AND last;
  DELETE FROM rollup_1d r USING unnest(ids, days) u(id, day), series s WHERE s.id = u.id AND r.series_number = s.number AND r.day = u.day AND r.day BETWEEN first AND last;
END $$;
GRANT EXECUTE ON FUNCTION hub.correct_samples(uuid[], timestamptz[], float8[], smallint[]), hub.hold_packed(uuid[], date[]),
  hub.hold_slices(uuid[]), hub.drop_packed(uuid[], date[], int[]) TO hub_api;
`;
