import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long samples and their steps are kept, what was let go, and how background work stands. */
export class LetSamplesGo1790000002400 implements MigrationInterface {
  name = 'LetSamplesGo1790000002400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- How many whole days of each level are kept; without an end until somebody says so, since what is let go does not come back.
CREATE TABLE hub.retention (
  id           uuid PRIMARY KEY,
  level        text COLLATE "C" NOT NULL UNIQUE CHECK (level IN ('RAW', 'FIVE_MINUTES', 'HOUR', 'DAY')),
  step_seconds int  NOT NULL UNIQUE,
  days         int  CHECK (days BETWEEN 1 AND 36500),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now()
);
-- The same in every hub.
INSERT INTO hub.retention (id, level, step_seconds, created_at, updated_at)
SELECT ('01900000-0000-7000-8000-00000000000' || n)::uuid, l, s, '2026-11-22 00:00:00+00', '2026-11-22 00:00:00+00'
  FROM unnest('{RAW,FIVE_MINUTES,HOUR,DAY}'::text[], '{0,300,3600,86400}'::int[]) WITH ORDINALITY AS u(l, s, n);
ALTER TABLE hub.retention ENABLE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE ON hub.retention TO hub_api;
DO $$ BEGIN
  EXECUTE format('CREATE POLICY readable ON hub.retention FOR SELECT TO hub_api USING (%s)', private.rule('OPEN'));
END $$;
CREATE POLICY updatable ON hub.retention FOR UPDATE TO hub_api USING ((SELECT hub.keeps_directory())) WITH CHECK ((SELECT hub.keeps_directory()));
CREATE TRIGGER touch BEFORE UPDATE ON hub.retention FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.retention', 'Retention', 'DIRECTORY');

-- Months, or years, of a level that are no more.
CREATE TABLE private.let_go (
  level text        NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  bytes bigint      NOT NULL,
  at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (level, since, at)
);

-- From when on all of a level is kept; null where nothing ends. Never before what was let go, and a day behind it: the first increase of a
-- counter counts from the day before. Of RAW it is the oldest instant that is taken, so that where only steps are left they stay what they are.
CREATE FUNCTION hub.kept_since(level text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
BEGIN
  RETURN greatest((SELECT date_trunc('day', now()) - make_interval(days => r.days) FROM retention r WHERE r.level = kept_since.level),
                  (SELECT max(g.until) + interval '1 day' FROM let_go g WHERE g.level = kept_since.level));
END $$;
-- Where parts of a level end that were let go.
CREATE FUNCTION hub.let_go_until(level text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT max(g.until) FROM let_go g WHERE g.level = let_go_until.level);
END $$;
GRANT EXECUTE ON FUNCTION hub.kept_since(text), hub.let_go_until(text) TO hub_api;

-- Samples are taken as long as they are kept, and 20 years at most.
CREATE OR REPLACE FUNCTION private.oldest_taken() RETURNS timestamptz LANGUAGE sql STABLE SET timezone = 'UTC' AS $$
  SELECT greatest(date_trunc('month', now()) - interval '20 years', hub.kept_since('RAW'))
$$;

-- The months, or years, that each level is kept in: the catalogue tells, no table is read.
CREATE FUNCTION private.kept_parts() RETURNS TABLE (level text, since timestamptz, until timestamptz, tables text[])
LANGUAGE sql STABLE SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
  SELECT l.level, b.ends[1]::timestamptz, b.ends[2]::timestamptz, array_agg(c.relname::text ORDER BY l.parent)
    FROM (VALUES ('RAW', 'sample'), ('RAW', 'sample_chunk'), ('FIVE_MINUTES', 'rollup_5m'), ('HOUR', 'rollup_1h'), ('DAY', 'rollup_1d')) l(level, parent)
    JOIN pg_inherits i ON i.inhparent = format('private.%I', l.parent)::regclass JOIN pg_class c ON c.oid = i.inhrelid
   CROSS JOIN LATERAL (SELECT regexp_match(pg_get_expr(c.relpartbound, c.oid), $r$FROM \('([^']+)'\) TO \('([^']+)'\)$r$) AS ends) b
   GROUP BY l.level, b.ends[1]::timestamptz, b.ends[2]::timestamptz
$$;
-- Those that may go: a day behind what kept_since says, so that nobody who asked it is still under way there, and what is kept has the day before
-- it. What was said less than a day ago can be taken back.
CREATE FUNCTION private.parts_beyond(at timestamptz) RETURNS TABLE (level text, since timestamptz, until timestamptz, tables text[])
LANGUAGE sql STABLE SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
  SELECT p.level, p.since, p.until, p.tables FROM kept_parts() p JOIN retention r ON r.level = p.level
   WHERE r.updated_at <= at - interval '1 day' AND p.until <= date_trunc('day', at - interval '1 hour') - make_interval(days => r.days + 1)
   ORDER BY r.step_seconds, p.since
$$;

-- Lets one part go, if it still may, and tells its bytes; null where it may not. Others wait as long as this waits for its locks: it is called
-- with a lock_timeout. Steps that are to be made anew of what it holds come first.
CREATE FUNCTION private.let_part_go(level text, since timestamptz, at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  part  record;
  bytes bigint;
BEGIN
  PERFORM FROM retention r WHERE r.level = let_part_go.level FOR UPDATE;
  IF level = 'RAW' THEN
    -- In the order in which readers and writers ask for them.
    LOCK TABLE ONLY sample IN ACCESS EXCLUSIVE MODE;
    LOCK TABLE ONLY sample_chunk IN ACCESS EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM rollup_due) THEN RETURN NULL; END IF;
  END IF;
  SELECT p.* INTO part FROM parts_beyond(let_part_go.at) p WHERE p.level = let_part_go.level AND p.since = let_part_go.since;
  IF NOT FOUND THEN RETURN NULL; END IF;
  bytes := (SELECT sum(pg_relation_size(format('private.%I', t)::regclass)) FROM unnest(part.tables) t);
  IF bytes > 0 THEN INSERT INTO let_go (level, since, until, bytes) VALUES (part.level, part.since, part.until, bytes); END IF;
  EXECUTE (SELECT 'DROP TABLE ' || string_agg(format('private.%I', t), ', ') FROM unnest(part.tables) t);
  RETURN bytes;
END $$;

-- Steps of the other kind can not be made of samples that are gone: of a metric that had some, the keeper of the directory alone says another.
CREATE FUNCTION private.keep_kind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF setting_id('hub.client') IS NOT NULL AND NOT hub.keeps_directory() AND hub.let_go_until('RAW') > OLD.created_at THEN
    NEW.kind := OLD.kind;
    NEW.kind_is_said := OLD.kind_is_said;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_kind BEFORE UPDATE OF kind ON hub.metric FOR EACH ROW WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION private.keep_kind();

-- When each job last ended well, what it took and, where it says so, up to when its work is done; and when it last failed. Of this hub, not of
-- its records: no backup has it.
CREATE TABLE private.job_run (
  name       text PRIMARY KEY,
  ended_at   timestamptz,
  seconds    float8,
  done_until timestamptz,
  failed_at  timestamptz
);
-- How background work stands, for /metrics: of small tables and the catalogue alone. Instants in seconds since 1970.
CREATE FUNCTION hub.background_state() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object(
    'jobs', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', j.name, 'endedAt', extract(epoch FROM j.ended_at), 'seconds', j.seconds,
                                                          'isFailing', j.failed_at IS NOT NULL AND (j.ended_at IS NULL OR j.failed_at > j.ended_at))), '[]') FROM job_run j),
    'packedUntil', (SELECT extract(epoch FROM j.done_until) FROM job_run j WHERE j.name = 'pack_samples'),
    'rollupsDue', (SELECT count(*) FROM rollup_due),
    'levels', (SELECT coalesce(jsonb_agg(jsonb_build_object('level', l.level, 'oldest', extract(epoch FROM l.oldest), 'overdue', l.overdue)), '[]')
                 FROM (SELECT k.level, min(k.since) AS oldest, count(b.since) AS overdue
                         FROM kept_parts() k LEFT JOIN parts_beyond(now()) b ON (b.level, b.since) = (k.level, k.since) GROUP BY k.level) l));
END $$;
GRANT EXECUTE ON FUNCTION hub.background_state() TO hub_api;
`;
