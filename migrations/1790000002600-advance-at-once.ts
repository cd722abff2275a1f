import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The latest samples of a batch are moved, placed and told of in one statement. */
export class AdvanceAtOnce1790000002600 implements MigrationInterface {
  name = 'AdvanceAtOnce1790000002600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- A batch moves all rows of a page: with as much room as they take, each new version stays on its page, and no index is touched.
ALTER TABLE private.latest_sample SET (fillfactor = 45);

-- Makes the newest sample sent of each series its latest, for series that the viewer may write, each named once and in the order of their
-- numbers, and the months that there are samples of. The latest sample of each series named is locked, whether it moves or not, in the order of
-- private.share_slices: what is newer than it stands nowhere yet, and may be added as it is. Tells of series that had a sample as new as the
-- earliest one sent which they are, and where each ended, in microseconds since 1970: of the others, all that is sent is newer.
-- Writes one change an owner: the range from the earliest instant sent, and the numbers of its series: a list of them, or [[first, last]] where
-- they are all from the first to the last.
DROP FUNCTION hub.advance_series(bigint[], float8[], float8[], float8[], smallint[], timestamptz[]);
CREATE FUNCTION hub.advance_series(numbers bigint[], sinces timestamptz[], ats timestamptz[], vals float8[], flags smallint[], months timestamptz[])
RETURNS TABLE (behind bigint[], ends float8[])
-- Rows are joined as they lie in their indexes, in the order of the numbers; and planned once, not for each batch of the first ones.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC'
SET enable_hashjoin = off SET enable_nestloop = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  known   bigint;
  written bigint;
BEGIN
  PERFORM make_sample_months(months);
  -- Of each slice one number is enough.
  PERFORM share_slices(ARRAY(SELECT DISTINCT u.number / 1024 * 1024 FROM unnest(numbers, sinces) AS u(number, since) WHERE u.since < now() - interval '1 hour'));
  WITH standing AS (
    UPDATE latest_sample l SET at = greatest(l.at, u.at), value = CASE WHEN l.at < u.at THEN u.value ELSE l.value END,
                               flag = CASE WHEN l.at < u.at THEN u.flag ELSE l.flag END, before_at = l.at,
                               arrived_at = CASE WHEN l.at < u.at THEN now() ELSE l.arrived_at END
      FROM unnest(numbers, sinces, ats, vals, flags) AS u(number, since, at, value, flag)
     WHERE l.series_number = u.number AND l.series_number = ANY (numbers)
    RETURNING l.series_number AS number, u.since, l.at, l.before_at
  ), new AS (
    INSERT INTO latest_sample AS l (series_number, at, value, flag, first_at)
    SELECT u.number, u.at, u.value, u.flag, u.since FROM unnest(numbers, sinces, ats, vals, flags) AS u(number, since, at, value, flag)
     WHERE cardinality(numbers) > (SELECT count(*) FROM standing) AND NOT EXISTS (SELECT FROM standing n WHERE n.number = u.number)
     ORDER BY u.number
    ON CONFLICT DO NOTHING RETURNING l.series_number AS number, l.first_at AS since, l.at
  ), placed AS MATERIALIZED (
    SELECT k.number, k.since, k.at, k.before_at, s.owner_id, s.writer_id, s.region_id
      FROM (SELECT n.number, n.since, n.at, n.before_at FROM standing n UNION ALL SELECT n.number, n.since, n.at, NULL FROM new n) k
      JOIN series s ON s.number = k.number WHERE s.number = ANY (numbers)
  ), told AS (
    INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
    SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(p.owner_id, p.writer_id), 'SAMPLES', p.owner_id, p.writer_id, p.region_id,
           jsonb_build_object('from', min(p.since), 'to', max(p.at), 'series',
             CASE WHEN max(p.number) - min(p.number) < count(*) THEN jsonb_build_array(jsonb_build_array(min(p.number), max(p.number)))
                  ELSE to_jsonb(array_agg(p.number)) END)
      FROM placed p WHERE p.before_at IS NULL OR p.before_at < p.at GROUP BY p.owner_id, p.writer_id, p.region_id
  )
  SELECT count(*), count(*) FILTER (WHERE p.writer_id = ANY ((SELECT hub.writers())::uuid[])),
         array_agg(p.number) FILTER (WHERE p.before_at >= p.since),
         array_agg(extract(epoch FROM p.before_at)::float8 * 1e6) FILTER (WHERE p.before_at >= p.since)
    INTO known, written, behind, ends FROM placed p;
  IF written < known THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Series that another call began meanwhile: their latest samples are none that this transaction wrote.
  IF known < cardinality(numbers) THEN
    SELECT behind || array_agg(u.number), ends || array_agg('Infinity'::float8) INTO behind, ends FROM unnest(numbers) AS u(number)
     WHERE NOT EXISTS (SELECT FROM latest_sample l WHERE l.series_number = u.number AND l.xmin = pg_current_xact_id()::xid);
  END IF;
  RETURN NEXT;
END $$;
GRANT EXECUTE ON FUNCTION hub.advance_series(bigint[], timestamptz[], timestamptz[], float8[], smallint[], timestamptz[]) TO hub_api;
`;
