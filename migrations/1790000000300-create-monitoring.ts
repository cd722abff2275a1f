import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Metrics and series behind policies; their samples in the private schema, reached through definer functions alone. */
export class CreateMonitoring1790000000300 implements MigrationInterface {
  name = 'CreateMonitoring1790000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
CREATE TABLE hub.metric (
  id          uuid PRIMARY KEY,
  name        text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$'),
  unit        text NOT NULL DEFAULT '' CHECK (length(unit) <= 40),
  kind        text NOT NULL DEFAULT 'GAUGE' CHECK (kind IN ('GAUGE', 'COUNTER')),
  description text CHECK (length(description) <= 1000),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now()
);

-- A series has a writer (whose key sends it) and, once bound to the inventory, a subject with its owner: either sees it.
-- number stands for the series in the sample tables; external_id is the SHA-256 of metric and labels.
CREATE TABLE hub.series (
  id                uuid PRIMARY KEY,
  number            bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
  metric_id         uuid NOT NULL REFERENCES hub.metric,
  writer_id         uuid NOT NULL REFERENCES hub.organization,
  owner_id          uuid REFERENCES hub.organization,
  region_id         uuid REFERENCES hub.region,
  source            text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id       text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  labels            jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(labels) = 'object'),
  organization_id   uuid REFERENCES hub.organization,
  site_id           uuid REFERENCES hub.site,
  device_id         uuid REFERENCES hub.device,
  interface_id      uuid REFERENCES hub.interface,
  link_id           uuid REFERENCES hub.link,
  system_id         uuid REFERENCES hub.information_system,
  subject_id        uuid GENERATED ALWAYS AS (coalesce(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (writer_id, source, external_id),
  CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id) <= 1)
);
CREATE INDEX series_owner ON hub.series (owner_id, id);
CREATE INDEX series_writer ON hub.series (writer_id, id);
CREATE INDEX series_metric ON hub.series (metric_id, id);
CREATE INDEX series_subject ON hub.series (subject_id, id);
-- The device or link of a series moves with its foreign key's row: each far end is indexed.
CREATE INDEX series_device ON hub.series (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX series_interface ON hub.series (interface_id) WHERE interface_id IS NOT NULL;

-- flag: 0 a number, 1 NaN, 2 +Inf, 3 -Inf, 4 stale. The index covers a range read.
CREATE TABLE private.sample (
  series_number bigint      NOT NULL,
  at            timestamptz NOT NULL,
  value         float8      NOT NULL,
  flag          smallint    NOT NULL DEFAULT 0 CHECK (flag BETWEEN 0 AND 4),
  PRIMARY KEY (series_number, at) INCLUDE (value, flag)
) PARTITION BY RANGE (at);
CREATE TABLE private.latest_sample (
  series_number bigint PRIMARY KEY,
  at            timestamptz NOT NULL,
  value         float8      NOT NULL,
  flag          smallint    NOT NULL
) WITH (fillfactor = 70);

-- A bound series has the owner and the region of its subject.
CREATE FUNCTION private.place_series() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT s.owner_id, s.region_id INTO NEW.owner_id, NEW.region_id FROM (
    SELECT o.id AS owner_id, o.region_id FROM organization o WHERE o.id = NEW.organization_id
    UNION ALL SELECT x.owner_id, x.region_id FROM site x WHERE x.id = NEW.site_id
    UNION ALL SELECT x.owner_id, x.region_id FROM device x WHERE x.id = NEW.device_id
    UNION ALL SELECT x.owner_id, x.region_id FROM interface x WHERE x.id = NEW.interface_id
    UNION ALL SELECT x.owner_id, x.region_id FROM link x WHERE x.id = NEW.link_id
    UNION ALL SELECT x.owner_id, x.region_id FROM information_system x WHERE x.id = NEW.system_id) s;
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.series FOR EACH ROW EXECUTE FUNCTION private.place_series();
CREATE FUNCTION private.move_series() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE series s SET owner_id = NULL WHERE s.subject_id = NEW.id;
  RETURN NULL;
END $$;
DO $$
DECLARE
  tbl text;
BEGIN
  FOREACH tbl IN ARRAY '{site,device,interface,link,information_system}'::text[] LOOP
    EXECUTE format('CREATE TRIGGER series_moved AFTER UPDATE ON hub.%I FOR EACH ROW
                    WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.region_id IS DISTINCT FROM NEW.region_id)
                    EXECUTE FUNCTION private.move_series()', tbl);
  END LOOP;
END $$;
CREATE TRIGGER series_moved AFTER UPDATE ON hub.organization FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id) EXECUTE FUNCTION private.move_series();

CALL private.protect('hub.metric', 'OPEN', 'cardinality((SELECT hub.writers())::uuid[]) > 0');
CALL private.protect('hub.series', 'WRITTEN', 'writer_id = ANY ((SELECT hub.writers())::uuid[])');
CREATE TRIGGER touch BEFORE UPDATE ON hub.metric FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.series FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.metric', 'Metric', 'DIRECTORY');
CALL private.record_changes_of('hub.series', 'Series', 'SAMPLES');

-- The same rule as the policy of hub.series, for the functions below: they read without one.
CREATE FUNCTION hub.sees_series(owner_id uuid, writer_id uuid, owners uuid[], owners_again uuid[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT owner_id = ANY (owners) OR writer_id = ANY (owners_again) $$;

-- Newest sample of each series named, of those the viewer sees.
CREATE FUNCTION hub.latest_samples(ids uuid[]) RETURNS TABLE (series_id uuid, at timestamptz, value float8, flag smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT s.id, l.at, l.value, l.flag
    FROM series s JOIN latest_sample l ON l.series_number = s.number
   WHERE s.id = ANY (ids) AND hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))
$$;

-- Raw samples of each series named, oldest first, at most "most" of each: instants as int64 milliseconds and values as float8,
-- both big-endian and side by side, flags one byte each. One row past the limit says that there are more.
CREATE FUNCTION hub.raw_samples(ids uuid[], since timestamptz, until timestamptz, most int)
RETURNS TABLE (series_id uuid, points bytea, flags bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
  SELECT s.id,
         string_agg(int8send((extract(epoch FROM p.at) * 1000)::bigint) || float8send(p.value), ''::bytea ORDER BY p.at),
         string_agg(set_byte('\x00'::bytea, 0, p.flag), ''::bytea ORDER BY p.at)
    FROM series s
   CROSS JOIN LATERAL (SELECT x.at, x.value, x.flag FROM sample x
                        WHERE x.series_number = s.number AND x.at >= since AND x.at < until
                        ORDER BY x.at LIMIT most + 1) p
   WHERE s.id = ANY (ids) AND hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))
   GROUP BY s.id
$$;

-- The same on a grid of whole steps since 1970: average, least, greatest, number of samples. A counter's value is its increase per
-- second, corrected for resets, each increase counted where its later sample lies. Only numbers enter (flag 0).
CREATE FUNCTION hub.bucketed_samples(ids uuid[], since timestamptz, until timestamptz, step interval, most int)
RETURNS TABLE (series_id uuid, points bytea, low bytea, high bytea, counts int[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
  SELECT b.id,
         string_agg(int8send((extract(epoch FROM b.bucket) * 1000)::bigint) || float8send(b.value), ''::bytea ORDER BY b.bucket),
         string_agg(float8send(b.low), ''::bytea ORDER BY b.bucket),
         string_agg(float8send(b.high), ''::bytea ORDER BY b.bucket),
         array_agg(b.count ORDER BY b.bucket)
    FROM (SELECT s.id, g.*
            FROM series s JOIN metric m ON m.id = s.metric_id
           CROSS JOIN LATERAL (
             SELECT date_bin(step, p.at, 'epoch') AS bucket, avg(p.value) AS value, min(p.value) AS low, max(p.value) AS high,
                    count(*)::int AS count
               FROM (SELECT x.at, CASE WHEN m.kind = 'GAUGE' THEN x.value
                                       ELSE (x.value - CASE WHEN x.value >= x.was THEN x.was ELSE 0 END) / extract(epoch FROM x.at - x.was_at) END AS value
                       FROM (SELECT y.at, y.value, lag(y.value) OVER w AS was, lag(y.at) OVER w AS was_at
                               FROM sample y
                              WHERE y.series_number = s.number AND y.at < until AND y.flag = 0
                                AND y.at >= CASE WHEN m.kind = 'GAUGE' THEN since
                                                 ELSE coalesce((SELECT max(z.at) FROM sample z WHERE z.series_number = s.number AND z.at < since
                                                                   AND z.at >= since - interval '1 day'), since) END
                             WINDOW w AS (ORDER BY y.at)) x
                      WHERE x.at >= since AND (m.kind = 'GAUGE' OR x.was IS NOT NULL)) p
              GROUP BY 1 ORDER BY 1 LIMIT most + 1) g
           WHERE s.id = ANY (ids) AND hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))) b
   GROUP BY b.id
$$;

-- Takes samples of series that the viewer may write: columns of one length. The first value of an instant stays; the same value again
-- changes nothing, another value is a conflict. Tells per row what became of it, and writes one change an owner, with series and ranges.
CREATE FUNCTION hub.take_samples(ids uuid[], ats timestamptz[], vals float8[], flags smallint[])
RETURNS TABLE (n int, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  months CURSOR FOR SELECT DISTINCT date_trunc('month', a) AS month FROM unnest(ats) a ORDER BY 1;
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT i FROM unnest(ids) i) asked WHERE NOT EXISTS (
       SELECT FROM series s WHERE s.id = asked.i AND s.writer_id = ANY ((SELECT hub.writers())::uuid[]))) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR m IN months LOOP PERFORM ensure_month('sample', m.month); END LOOP;
  -- Membership is asked by a hashed IN and firsts are kept by windows: a join of these would be planned for few rows, and be quadratic.
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT u.n::int AS n, s.id, s.number, s.owner_id, s.writer_id, s.region_id, u.at, u.value, u.flag,
           row_number() OVER w AS turn, first_value(u.value) OVER w AS first_value, first_value(u.flag) OVER w AS first_flag
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
    WINDOW w AS (PARTITION BY s.number, u.at ORDER BY u.n)
  ), taken AS (
    INSERT INTO sample AS t (series_number, at, value, flag)
    SELECT g.number, g.at, g.value, g.flag FROM given g WHERE g.turn = 1
    ON CONFLICT DO NOTHING RETURNING t.series_number, t.at
  ), marked AS MATERIALIZED (
    SELECT g.*, (g.number, g.at) IN (SELECT t.series_number, t.at FROM taken t) AS is_new FROM given g
  ), newest AS (
    INSERT INTO latest_sample AS l (series_number, at, value, flag)
    SELECT DISTINCT ON (m.number) m.number, m.at, m.value, m.flag FROM marked m WHERE m.is_new AND m.turn = 1 ORDER BY m.number, m.at DESC
    ON CONFLICT (series_number) DO UPDATE SET at = EXCLUDED.at, value = EXCLUDED.value, flag = EXCLUDED.flag WHERE l.at < EXCLUDED.at
  ), ranges AS (
    SELECT m.id, m.owner_id, m.writer_id, m.region_id, min(m.at) AS since, max(m.at) AS until, count(*) AS count
      FROM marked m WHERE m.is_new AND m.turn = 1 GROUP BY m.id, m.owner_id, m.writer_id, m.region_id
  ), told AS (
    INSERT INTO change (actor_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
    SELECT setting_id('hub.client'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(r.owner_id, r.writer_id), 'SAMPLES', r.owner_id, r.writer_id, r.region_id,
           jsonb_agg(jsonb_build_object('series', r.id, 'from', r.since, 'to', r.until, 'count', r.count) ORDER BY r.id)
      FROM ranges r GROUP BY r.owner_id, r.writer_id, r.region_id
  )
  SELECT m.n,
         CASE WHEN m.is_new AND m.turn = 1 THEN 'taken'
              WHEN (m.value, m.flag) = (CASE WHEN m.is_new THEN m.first_value ELSE x.value END, CASE WHEN m.is_new THEN m.first_flag ELSE x.flag END)
              THEN 'repeated' ELSE 'conflict' END
    FROM marked m LEFT JOIN LATERAL (SELECT y.value, y.flag FROM sample y WHERE NOT m.is_new AND y.series_number = m.number AND y.at = m.at) x ON true;
END $$;
GRANT EXECUTE ON FUNCTION hub.latest_samples(uuid[]), hub.raw_samples(uuid[], timestamptz, timestamptz, int),
  hub.bucketed_samples(uuid[], timestamptz, timestamptz, interval, int),
  hub.take_samples(uuid[], timestamptz[], float8[], smallint[]) TO hub_api;
`;
