import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples newer than all of their series before come by COPY, in a role that may do nothing else. */
export class AppendSamples1790000001800 implements MigrationInterface {
  name = 'AppendSamples1790000001800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- COPY does not go with row-level security, and a function would read arrays at half its speed. Whose samples they are is asked by advance_series.
GRANT USAGE ON SCHEMA private TO hub_ingest;
GRANT INSERT ON private.sample TO hub_ingest;
-- What a series ended with before its newest sample came.
ALTER TABLE private.latest_sample ADD COLUMN before_at timestamptz;

-- Whose series are, of many at once, without their rows.
CREATE INDEX series_number_places ON hub.series (number) INCLUDE (writer_id, owner_id, region_id);

-- Makes the newest sample sent of each series its latest, for series that the viewer may write, each named once and in the order of their
-- numbers; instants in seconds since 1970, and the months that there are samples of. Tells which were moved, and where each ended before, which
-- nobody moves until the transaction ends: what is newer stands nowhere yet, and may be added as it is. Those that have as new a sample
-- already are not told. Writes one change an owner: its series, and the range from the earliest instant sent.
CREATE FUNCTION hub.advance_series(numbers bigint[], sinces float8[], ats float8[], vals float8[], flags smallint[], months timestamptz[])
RETURNS TABLE (moved bigint[], befores float8[])
-- Joined in the order of the numbers, not by hashes.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' SET enable_hashjoin = off AS $$
#variable_conflict use_column
BEGIN
  IF (SELECT count(*) FROM series s WHERE s.number = ANY (numbers) AND s.writer_id = ANY ((SELECT hub.writers())::uuid[])) < cardinality(numbers) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM ensure_month('sample', m) FROM unnest(months) m;
  WITH standing AS (
    UPDATE latest_sample l SET at = to_timestamp(u.at), value = u.value, flag = u.flag, before_at = l.at
      FROM unnest(numbers, ats, vals, flags) AS u(number, at, value, flag) WHERE l.series_number = u.number AND l.at < to_timestamp(u.at)
    RETURNING l.series_number, l.before_at
  )
  SELECT array_agg(n.series_number), array_agg(extract(epoch FROM n.before_at)::float8) INTO moved, befores FROM standing n;
  WITH new AS (
    INSERT INTO latest_sample AS l (series_number, at, value, flag)
    SELECT u.number, to_timestamp(u.at), u.value, u.flag FROM unnest(numbers, ats, vals, flags) AS u(number, at, value, flag)
     WHERE cardinality(numbers) > coalesce(cardinality(moved), 0) AND NOT EXISTS (SELECT FROM latest_sample x WHERE x.series_number = u.number)
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
GRANT EXECUTE ON FUNCTION hub.advance_series(bigint[], float8[], float8[], float8[], smallint[], timestamptz[]) TO hub_api;
`;
