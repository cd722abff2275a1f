import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who reported, how late, and what is missing: when each series began, when the hub last got something of it, and how often it is to come. */
export class KeepPaces1790000002300 implements MigrationInterface {
  name = 'KeepPaces1790000002300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- The first instant that a series has a sample of; when the hub last got a new one, whatever its instant; and when it last got one that was older
-- than what the series had already, and than five minutes. Of what came before this migration it is not known when it did.
ALTER TABLE private.latest_sample ADD COLUMN first_at timestamptz, ADD COLUMN arrived_at timestamptz, ADD COLUMN late_at timestamptz;
ALTER TABLE private.latest_sample ALTER COLUMN arrived_at SET DEFAULT now();

-- Where a chunk begins, as its first bytes say: a version, how many it holds, and the first instant as microseconds of its day, each number seven
-- bits a byte, the lowest first, the last one doubled. Of bytes that say something else the day's beginning.
CREATE FUNCTION private.first_in_chunk(data bytea, day date) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE SET timezone = 'UTC' AS $$
DECLARE
  place  int := 1;
  micros bigint := 0;
  scale  int := 0;
BEGIN
  IF octet_length(data) < 4 OR get_byte(data, 0) <> 1 THEN RETURN day; END IF;
  WHILE place < least(9, octet_length(data) - 1) AND get_byte(data, place) >= 128 LOOP place := place + 1; END LOOP;
  LOOP
    place := place + 1;
    IF place >= octet_length(data) OR scale > 35 THEN RETURN day; END IF;
    micros := micros + ((get_byte(data, place) & 127)::bigint << scale);
    scale := scale + 7;
    EXIT WHEN get_byte(data, place) < 128;
  END LOOP;
  RETURN day + micros / 2 % 86400000000 * interval '1 microsecond';
END $$;
UPDATE private.latest_sample l SET first_at = coalesce(
  least((SELECT min(x.at) FROM private.sample x WHERE x.series_number = l.series_number),
        (SELECT private.first_in_chunk(c.data, c.day) FROM private.sample_chunk c WHERE c.series_number = l.series_number ORDER BY c.day LIMIT 1)), l.at);
DROP FUNCTION private.first_in_chunk(bytea, date);

-- The usual distance between samples of a series, as the program learned it from a packed day; null where they come at no regular distance.
CREATE TABLE private.series_pace (
  series_number    bigint PRIMARY KEY,
  interval_seconds float8 CHECK (interval_seconds > 0),
  learned_from     date NOT NULL
);

-- How often samples are to come, as their writer says, of one metric of a source or of all of them. It counts before what is learned; null takes it back.
CREATE TABLE hub.expected_interval (
  id               uuid PRIMARY KEY,
  writer_id        uuid NOT NULL REFERENCES hub.organization,
  source           text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  metric_id        uuid REFERENCES hub.metric,
  interval_seconds int CHECK (interval_seconds BETWEEN 1 AND 2678400),
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (writer_id, source, metric_id)
);
CREATE INDEX expected_interval_metric ON hub.expected_interval (metric_id);
ALTER TABLE hub.expected_interval ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON hub.expected_interval TO hub_api;
CREATE POLICY readable ON hub.expected_interval FOR SELECT TO hub_api USING (writer_id = ANY ((SELECT hub.owners())::uuid[]));
CREATE POLICY creatable ON hub.expected_interval FOR INSERT TO hub_api WITH CHECK (writer_id = ANY ((SELECT hub.writers())::uuid[]));
CREATE POLICY updatable ON hub.expected_interval FOR UPDATE TO hub_api
  USING (writer_id = ANY ((SELECT hub.writers())::uuid[])) WITH CHECK (writer_id = ANY ((SELECT hub.writers())::uuid[]));
CREATE TRIGGER touch BEFORE UPDATE ON hub.expected_interval FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.expected_interval', 'ExpectedInterval', 'SAMPLES');

-- Both roads of samples keep when they came.
DO $$
DECLARE
  mends CONSTANT text[] := ARRAY[
    ['hub.advance_series(bigint[],float8[],float8[],float8[],smallint[],timestamptz[])',
     'before_at = l.at' || E'\n', 'before_at = l.at,
                               arrived_at = CASE WHEN l.at < to_timestamp(u.at) THEN now() ELSE l.arrived_at END' || E'\n'],
    ['hub.advance_series(bigint[],float8[],float8[],float8[],smallint[],timestamptz[])',
     'INSERT INTO latest_sample AS l (series_number, at, value, flag)
    SELECT u.number, to_timestamp(u.at), u.value, u.flag FROM unnest(numbers, ats, vals, flags) AS u(number, at, value, flag)',
     'INSERT INTO latest_sample AS l (series_number, at, value, flag, first_at)
    SELECT u.number, to_timestamp(u.at), u.value, u.flag, to_timestamp(u.since) FROM unnest(numbers, sinces, ats, vals, flags) AS u(number, since, at, value, flag)'],
    ['hub.take_samples(uuid[],timestamptz[],float8[],smallint[],boolean)',
     'INSERT INTO latest_sample AS l (series_number, at, value, flag)
  SELECT DISTINCT ON (s.number) s.number, u.at, u.value, u.flag
',
     'INSERT INTO latest_sample AS l (series_number, at, value, flag, first_at)
  SELECT DISTINCT ON (s.number) s.number, u.at, u.value, u.flag, min(u.at) OVER (PARTITION BY s.number)
'],
    ['hub.take_samples(uuid[],timestamptz[],float8[],smallint[],boolean)',
     'UPDATE latest_sample l SET at = n.at, value = n.value, flag = n.flag
      FROM (SELECT DISTINCT ON (t.series_number) t.* FROM taken t ORDER BY t.series_number, t.at DESC) n
     WHERE l.series_number = n.series_number AND l.at < n.at',
     'UPDATE latest_sample l
       SET at = greatest(l.at, n.at), value = CASE WHEN l.at < n.at THEN n.value ELSE l.value END, flag = CASE WHEN l.at < n.at THEN n.flag ELSE l.flag END,
           first_at = least(l.first_at, n.first_at), arrived_at = now(),
           -- What a series begins with is not late: there it stands as its first already.
           late_at = CASE WHEN n.first_at < least(l.at, now() - interval ''5 minutes'') AND n.first_at IS DISTINCT FROM l.first_at THEN now() ELSE l.late_at END
      FROM (SELECT DISTINCT ON (t.series_number) t.*, min(t.at) OVER (PARTITION BY t.series_number) AS first_at FROM taken t ORDER BY t.series_number, t.at DESC) n
     WHERE l.series_number = n.series_number']];
  mend text[];
  was  text;
BEGIN
  FOREACH mend SLICE 1 IN ARRAY mends LOOP
    was := pg_get_functiondef(mend[1]::regprocedure);
    IF position(mend[2] IN was) = 0 THEN RAISE '% is not as it was made', mend[1]; END IF;
    EXECUTE replace(was, mend[2], mend[3]);
  END LOOP;
END $$;

-- What is known of each series asked for, of those the viewer sees, and how many samples it has in a range: rows, and packed days that lie in it as
-- a whole. Of the first or last day that does not, the program has to look into the chunk. The instants of its newest rows, of 8 bytes
-- each in microseconds since 2000, for a series whose pace nobody has learned or said.
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION hub.series_presence(asked uuid[], since timestamptz, until timestamptz)
    RETURNS TABLE (series_id uuid, interval_seconds float8, is_stated boolean, newest bytea, first_at timestamptz, last_at timestamptz,
                   has_ended boolean, arrived_at timestamptz, late_at timestamptz, count bigint, cuts_first boolean, cuts_last boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
    #variable_conflict use_column
    DECLARE
      -- A pace is learned of what came lately: older months are not opened for it.
      lately timestamptz := now() - interval '31 days';
    BEGIN
      RETURN QUERY
      SELECT s.id, coalesce(e.interval_seconds, p.interval_seconds), e.interval_seconds IS NOT NULL, y.newest, l.first_at, l.at, l.flag = 4, l.arrived_at, l.late_at,
             o.count + c.count, c.cuts_first, c.cuts_last
        FROM unnest(asked) AS a(id) JOIN series s ON s.id = a.id
        LEFT JOIN latest_sample l ON l.series_number = s.number
        LEFT JOIN series_pace p ON p.series_number = s.number
        LEFT JOIN LATERAL (SELECT x.interval_seconds FROM expected_interval x
                            WHERE x.writer_id = s.writer_id AND x.source = s.source AND (x.metric_id = s.metric_id OR x.metric_id IS NULL)
                              AND x.interval_seconds IS NOT NULL ORDER BY x.metric_id NULLS LAST LIMIT 1) e ON true
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(x.at), ''::bytea ORDER BY x.at) AS newest
                             FROM (SELECT n.at FROM sample n WHERE p.series_number IS NULL AND e.interval_seconds IS NULL
                                      AND n.series_number = s.number AND n.at >= lately ORDER BY n.at DESC LIMIT 21) x) y
       CROSS JOIN LATERAL (SELECT count(*) AS count FROM sample x WHERE x.series_number = s.number AND x.at >= since AND x.at < until) o
       CROSS JOIN LATERAL (SELECT coalesce(sum(d.count) FILTER (WHERE d.day >= since AND d.last_at < until), 0) AS count,
                                  coalesce(bool_or(d.day < since), false) AS cuts_first,
                                  coalesce(bool_or(d.day >= since AND d.last_at >= until), false) AS cuts_last
                             FROM sample_chunk d
                            WHERE d.series_number = s.number AND d.day >= since::date AND d.day < until AND d.last_at >= since) c
       WHERE %s;
    END $$ $f$, private.rule('WRITTEN'));
  -- Instants of series that the viewer sees, each in a range of its own: (asked[n], since[n], until[n]). Of rows side by side in microseconds since 2000, of 8
  -- bytes each, unless only chunks are asked for; and chunks of the days that the range touches: the day so, the length of 4 bytes, then so many bytes.
  EXECUTE format($f$
    CREATE FUNCTION hub.sample_instants(asked uuid[], since timestamptz[], until timestamptz[], only_chunks boolean)
    RETURNS TABLE (n int, instants bytea, chunks bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT a.n::int, o.instants, c.chunks
        FROM unnest(asked, since, until) WITH ORDINALITY AS a(id, since, until, n) JOIN series s ON s.id = a.id
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(x.at), ''::bytea ORDER BY x.at) AS instants
                             FROM sample x WHERE NOT only_chunks AND x.series_number = s.number AND x.at >= a.since AND x.at < a.until) o
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(d.day) || int4send(octet_length(d.data)) || d.data, ''::bytea ORDER BY d.day) AS chunks
                             FROM sample_chunk d
                            WHERE d.series_number = s.number AND d.day >= a.since::date AND d.day < a.until AND d.last_at >= a.since) c
       WHERE %s;
    END $$ $f$, private.rule('WRITTEN'));
END $do$;
REVOKE EXECUTE ON FUNCTION hub.series_presence(uuid[], timestamptz, timestamptz), hub.sample_instants(uuid[], timestamptz[], timestamptz[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.series_presence(uuid[], timestamptz, timestamptz), hub.sample_instants(uuid[], timestamptz[], timestamptz[], boolean) TO hub_api;
`;
