import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exports: what a key may see, written to a file in the background, piece by piece. */
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
CREATE FUNCTION hub.client() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.client', true), '')::uuid $$;
GRANT EXECUTE ON FUNCTION hub.client() TO hub_api;

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
`;
