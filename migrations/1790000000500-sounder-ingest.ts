import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples that several callers send at once are told apart rightly; texts of a list have a length. */
export class SounderIngest1790000000500 implements MigrationInterface {
  name = 'SounderIngest1790000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- Takes samples of series that the viewer may write: columns of one length. The first value of an instant stays; the same value again
-- changes nothing, another value is a conflict. Tells per row what became of it, and writes one change an owner, with series and ranges.
-- Rows go in by the order of their key, so that two calls with the same instants wait for each other and never in a ring.
CREATE OR REPLACE FUNCTION hub.take_samples(ids uuid[], ats timestamptz[], vals float8[], flags smallint[])
RETURNS TABLE (n int, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  months CURSOR FOR SELECT DISTINCT date_trunc('month', a) AS month FROM unnest(ats) a ORDER BY 1;
  taken_numbers bigint[];
  taken_ats     timestamptz[];
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT i FROM unnest(ids) i) asked WHERE NOT EXISTS (
       SELECT FROM series s WHERE s.id = asked.i AND s.writer_id = ANY ((SELECT hub.writers())::uuid[]))) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR m IN months LOOP PERFORM ensure_month('sample', m.month); END LOOP;
  WITH taken AS (
    INSERT INTO sample AS t (series_number, at, value, flag)
    SELECT DISTINCT ON (s.number, u.at) s.number, u.at, u.value, u.flag
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
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
    INSERT INTO change (actor_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
    SELECT setting_id('hub.client'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
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
              WHEN (g.value, g.flag) = (x.value, x.flag) THEN 'repeated'
              ELSE 'conflict' END
    FROM given g CROSS JOIN LATERAL (SELECT y.value, y.flag FROM sample y WHERE y.series_number = g.number AND y.at = g.at) x;
END $$;

-- Whether somebody has said how the metric behaves: until then it is a gauge, and the first who says is heard. What is said stays; the keeper of
-- the directory mends it.
ALTER TABLE hub.metric ADD COLUMN kind_is_said boolean NOT NULL DEFAULT true;
ALTER POLICY updatable ON hub.metric
  USING ((SELECT hub.keeps_directory()) OR cardinality((SELECT hub.writers())::uuid[]) > 0 AND (unit = '' OR NOT kind_is_said))
  WITH CHECK (cardinality((SELECT hub.writers())::uuid[]) > 0);

CREATE FUNCTION hub.texts_within(texts text[], most int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(bool_and(length(t) BETWEEN 1 AND most), true) FROM unnest(texts) t
$$;
GRANT EXECUTE ON FUNCTION hub.texts_within(text[], int) TO hub_api;
-- What stands and does not fit is cut to fit, and the change log tells it as it was.
UPDATE hub.device d SET tags = ARRAY(SELECT left(t, 100) FROM unnest(d.tags) t WHERE t <> '') WHERE NOT hub.texts_within(d.tags, 100);
UPDATE hub.incident i SET labels = ARRAY(SELECT left(t, 200) FROM unnest(i.labels) t WHERE t <> '') WHERE NOT hub.texts_within(i.labels, 200);
ALTER TABLE hub.device ADD CONSTRAINT device_tags_length_check CHECK (hub.texts_within(tags, 100));
ALTER TABLE hub.incident ADD CONSTRAINT incident_labels_length_check CHECK (hub.texts_within(labels, 200));
`;
