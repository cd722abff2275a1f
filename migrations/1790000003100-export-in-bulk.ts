import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exports: what a key may see, written to a file in the background, piece by piece. And how the consumers of feeds are served. */
export class ExportInBulk1790000003100 implements MigrationInterface {
  name = 'ExportInBulk1790000003100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`

-- What a client asked for and how far it has come. Of this hub, for some hours: no backup has it, and so nothing in it is a reference.
CREATE TABLE hub.export (
  id            uuid PRIMARY KEY,
  owner_id      uuid NOT NULL,
  client_id     uuid NOT NULL,
  content       text NOT NULL CHECK (content IN ('RECORDS', 'SAMPLES')),
  format        text NOT NULL CHECK (format IN ('NDJSON', 'CSV')),
  filter        jsonb NOT NULL,
  series_filter jsonb,
  since         timestamptz,
  until         timestamptz,
  state         text NOT NULL DEFAULT 'QUEUED' CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'EXPIRED')),
  -- Where the next range begins, and what the scope was to the records in the file: it is of one view as a whole.
  place         jsonb NOT NULL DEFAULT '{}',
  parts         jsonb,
  tries         int NOT NULL DEFAULT 0,
  progress      float8 NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  count         bigint NOT NULL DEFAULT 0,
  bytes         bigint NOT NULL DEFAULT 0,
  cursor        text,
  reason        text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  ended_at      timestamptz,
  expires_at    timestamptz,
  CHECK ((content = 'SAMPLES') = (since IS NOT NULL)), CHECK ((since IS NULL) = (until IS NULL)), CHECK (since < until)
);
CREATE INDEX export_client ON hub.export (client_id, created_at);
CREATE INDEX export_owner ON hub.export (owner_id, id);
CREATE INDEX export_running ON hub.export (created_at) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX export_expires ON hub.export (expires_at) WHERE state = 'DONE';
ALTER TABLE hub.export ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON hub.export TO hub_api;
-- Its own client's, and for who keeps the keys of its organization.
CREATE POLICY readable ON hub.export FOR SELECT TO hub_api
  USING (client_id = (SELECT hub.client()) OR owner_id = ANY ((SELECT hub.stewarded())::uuid[]));
CREATE TRIGGER touch BEFORE UPDATE ON hub.export FOR EACH ROW EXECUTE FUNCTION private.touch();

-- The file in pieces, each a member of a gzip stream, in the order of where they start. Here every process serves it, whichever wrote it.
CREATE TABLE private.export_piece (
  export_id uuid   NOT NULL,
  start     bigint NOT NULL,
  data      bytea  NOT NULL,
  PRIMARY KEY (export_id, start)
);
ALTER TABLE private.export_piece ALTER COLUMN data SET STORAGE EXTERNAL;

-- Whether it begins: a client has so many that are not done.
CREATE FUNCTION hub.start_export(id uuid, content text, format text, filter jsonb, series_filter jsonb, since timestamptz, until timestamptz, most int) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF hub.client() IS NULL THEN RAISE EXCEPTION 'exports are started by a key' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM pg_advisory_xact_lock('hub.export'::regclass::oid::int, hashtext(hub.client()::text));
  IF (SELECT count(*) FROM export e WHERE e.client_id = hub.client() AND e.state IN ('QUEUED', 'RUNNING')) >= most THEN RETURN false; END IF;
  INSERT INTO export (id, owner_id, client_id, content, format, filter, series_filter, since, until)
  VALUES (start_export.id, hub.viewer(), hub.client(), start_export.content, start_export.format, start_export.filter, start_export.series_filter,
          start_export.since, start_export.until);
  -- The jobs make their schema when they first run; without them it waits for their turn.
  IF to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') IS NOT NULL THEN
    EXECUTE $j$SELECT graphile_worker.add_job('run_exports', job_key => 'run_exports', max_attempts => 1)$j$;
  END IF;
  RETURN true;
END $$;

-- Ends an export of the client, or lets its file go; false where it has none like this.
CREATE FUNCTION hub.cancel_export(export uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  PERFORM FROM hub.export e WHERE e.id = cancel_export.export AND e.client_id = hub.client() FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE hub.export e SET state = 'CANCELLED', ended_at = now(), expires_at = NULL, bytes = 0
   WHERE e.id = cancel_export.export AND e.state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED');
  DELETE FROM export_piece p WHERE p.export_id = cancel_export.export;
  RETURN true;
END $$;

-- The piece of a file in which a byte stands, for the client that it was made for.
CREATE FUNCTION hub.export_piece(export uuid, place bigint) RETURNS TABLE (start bigint, data bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT p.start, p.data FROM hub.export e JOIN export_piece p ON p.export_id = e.id
   WHERE e.id = export_piece.export AND e.client_id = hub.client() AND e.state = 'DONE' AND e.expires_at > now() AND p.start <= export_piece.place
   ORDER BY p.start DESC LIMIT 1;
END $$;

-- Sets the scope of the client that an export is made for, as it is now; false where no key of its is in force. Not for the API's role.
CREATE FUNCTION private.enter_export(export uuid) RETURNS boolean LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.owner_id, c.role, c.writes_for, c.label INTO caller
    FROM hub.export e JOIN api_client c ON c.id = e.client_id
   WHERE e.id = enter_export.export AND c.revoked_at IS NULL
     AND EXISTS (SELECT FROM api_key k WHERE k.client_id = c.id AND k.revoked_at IS NULL AND k.expires_at > now());
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM scope_as(caller.owner_id, caller.role, caller.writes_for, caller.id, caller.label);
  RETURN true;
END $$;

REVOKE EXECUTE ON FUNCTION hub.start_export(uuid, text, text, jsonb, jsonb, timestamptz, timestamptz, int), hub.cancel_export(uuid), hub.export_piece(uuid, bigint),
  private.enter_export(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.start_export(uuid, text, text, jsonb, jsonb, timestamptz, timestamptz, int), hub.cancel_export(uuid), hub.export_piece(uuid, bigint) TO hub_api;

-- How the consumers of feeds are served: one row a client and feed (none: by a filter of its own), written now and then. Of this hub, not of its
-- records: no backup has it, and so nothing in it is a reference.
CREATE TABLE hub.feed_consumer (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner_id          uuid NOT NULL,
  client_id         uuid NOT NULL,
  feed_id           uuid,
  road              text NOT NULL CHECK (road IN ('PAGES', 'SOCKET', 'WEBHOOK')),
  -- Up to when all has been told; until when the cursor behind that can be followed.
  told_until        timestamptz,
  followable_until  timestamptz,
  last_read_at      timestamptz,
  last_delivered_at timestamptz,
  delivered         bigint NOT NULL DEFAULT 0,
  failures          bigint NOT NULL DEFAULT 0,
  last_failed_at    timestamptz,
  last_failure      text,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (client_id, feed_id, road)
);
CREATE INDEX feed_consumer_owner ON hub.feed_consumer (owner_id, id);
CREATE INDEX feed_consumer_last_read ON hub.feed_consumer (last_read_at);
ALTER TABLE hub.feed_consumer ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON hub.feed_consumer TO hub_api;
-- An organization's own; the national center's stewards operate the hub, and see all.
CREATE POLICY readable ON hub.feed_consumer FOR SELECT TO hub_api USING (owner_id = (SELECT hub.viewer()) OR (SELECT hub.keeps_directory()));
CREATE TRIGGER touch BEFORE UPDATE ON hub.feed_consumer FOR EACH ROW EXECUTE FUNCTION private.touch();

-- Notes what a consumer was told, or why not. A client has at most so many rows: who has more feeds than that is not counted.
CREATE FUNCTION hub.note_feed_read(feed uuid, road text, told_until timestamptz, followable_until timestamptz, delivered bigint, failures bigint, failure text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  UPDATE feed_consumer c SET
         told_until = coalesce(note_feed_read.told_until, c.told_until), followable_until = coalesce(note_feed_read.followable_until, c.followable_until),
         last_read_at = now(), last_delivered_at = CASE WHEN note_feed_read.delivered > 0 THEN now() ELSE c.last_delivered_at END,
         delivered = c.delivered + note_feed_read.delivered, failures = c.failures + note_feed_read.failures,
         last_failed_at = CASE WHEN failure IS NULL THEN c.last_failed_at ELSE now() END, last_failure = coalesce(failure, c.last_failure)
   WHERE c.client_id = hub.client() AND c.feed_id IS NOT DISTINCT FROM note_feed_read.feed AND c.road = note_feed_read.road;
  IF FOUND OR hub.client() IS NULL OR (SELECT count(*) FROM feed_consumer c WHERE c.client_id = hub.client()) >= 100 THEN RETURN; END IF;
  INSERT INTO feed_consumer (owner_id, client_id, feed_id, road, told_until, followable_until, last_read_at, last_delivered_at, delivered, failures, last_failed_at, last_failure)
  VALUES (hub.viewer(), hub.client(), feed, note_feed_read.road, note_feed_read.told_until, note_feed_read.followable_until, now(),
          CASE WHEN note_feed_read.delivered > 0 THEN now() END, note_feed_read.delivered, note_feed_read.failures, CASE WHEN failure IS NOT NULL THEN now() END, failure)
  ON CONFLICT DO NOTHING;
END $$;

-- How feeds are served as a whole, for /metrics: of consumers that read within a day.
CREATE FUNCTION hub.feed_state() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('consumers', count(*), 'lag', extract(epoch FROM now() - min(c.told_until)), 'headroom', extract(epoch FROM min(c.followable_until) - now()))
            FROM feed_consumer c WHERE c.last_read_at > now() - interval '1 day');
END $$;
REVOKE EXECUTE ON FUNCTION hub.note_feed_read(uuid, text, timestamptz, timestamptz, bigint, bigint, text), hub.feed_state() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.note_feed_read(uuid, text, timestamptz, timestamptz, bigint, bigint, text), hub.feed_state() TO hub_api;
`;
