import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schemas, text keys, and the change log that every later table writes to by trigger. */
export class CreateKernel1790000000000 implements MigrationInterface {
  name = 'CreateKernel1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- hub: shared tables, each behind a policy. private: tables without any grant to the API's role.
CREATE SCHEMA IF NOT EXISTS hub;
CREATE SCHEMA private;
GRANT USAGE ON SCHEMA hub TO hub_api;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Ignores case and diacritics, Vietnamese đ included: 'Đà Nẵng' -> 'da nang'.
CREATE FUNCTION hub.fold(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(translate(regexp_replace(normalize(input, NFD), U&'[\0300-\036F]', '', 'g'), U&'\0110\0111', 'dd'))
$$;

-- Natural order: each run of digits is padded, so that eth2 comes before eth10.
CREATE FUNCTION hub.sort_key(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(hub.fold(input), '(\d+)', '00000000000000000000\1', 'g'), '\d*(\d{20})', '\1', 'g')
$$;
GRANT EXECUTE ON FUNCTION hub.fold(text), hub.sort_key(text) TO hub_api;

-- Every change of every shared record, in the transaction that made it. History and feeds read it; nobody writes it by hand.
CREATE TABLE private.change (
  at            timestamptz NOT NULL DEFAULT now(),
  xid           xid8        NOT NULL DEFAULT pg_current_xact_id(),
  seq           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  actor_id      uuid,
  actor_label   text,
  operation     text        NOT NULL CHECK (operation IN ('CREATED', 'UPDATED', 'DELETED', 'APPENDED')),
  record_type   text        NOT NULL,
  record_id     uuid        NOT NULL,
  dataset       text        NOT NULL,
  owner_id      uuid,
  writer_id     uuid,
  region_id     uuid,
  tlp           text,
  party_ids     uuid[],
  was_owner_id  uuid,
  was_writer_id uuid,
  was_region_id uuid,
  was_tlp       text,
  was_party_ids uuid[],
  before        jsonb,
  after         jsonb
) PARTITION BY RANGE (at);
CREATE INDEX change_record ON private.change (record_id, seq);
CREATE INDEX change_position ON private.change (xid, seq);
-- Catches what falls outside the months made in advance, so that a write never fails for want of a partition.
CREATE TABLE private.change_other PARTITION OF private.change DEFAULT;

-- Makes the monthly partition of parent that holds an instant, unless it is there; attaching does not block readers or writers of the
-- other months. Rows of that month that the default partition caught meanwhile move into it.
CREATE FUNCTION private.ensure_month(parent text, instant timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = private, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz := date_trunc('month', instant);
  part  text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
  rest  text := format('%s_other', parent);
BEGIN
  IF to_regclass(format('private.%I', part)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('private.' || part));
  -- Asked of the table itself: to_regclass answers from a cache that waiting for this lock does not renew.
  IF EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = 'private'::regnamespace AND c.relname = part) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE private.%I (LIKE private.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
  IF to_regclass(format('private.%I', rest)) IS NOT NULL THEN
    EXECUTE format('LOCK TABLE private.%I IN ACCESS EXCLUSIVE MODE', rest);
    EXECUTE format('WITH moved AS (DELETE FROM private.%I o WHERE o.at >= %L AND o.at < %L RETURNING o.*)
                    INSERT INTO private.%I SELECT m.* FROM moved m', rest, month, month + interval '1 month', part);
  END IF;
  EXECUTE format('ALTER TABLE private.%I ATTACH PARTITION private.%I FOR VALUES FROM (%L) TO (%L)',
                 parent, part, month, month + interval '1 month');
END $$;

CREATE FUNCTION private.setting_id(setting text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting(setting, true), '')::uuid $$;

-- Arguments: record type, dataset. One statement, one insert, whatever the number of rows.
-- An update that only says again what stands (synced_at) is no change.
CREATE FUNCTION private.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  unrecorded CONSTANT text[] := '{sort_key,synced_at,updated_at}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO private.change (actor_id, actor_label, operation, record_type, record_id, dataset,
                                owner_id, writer_id, region_id, tlp, party_ids, after)
    SELECT private.setting_id('hub.client'), nullif(current_setting('hub.label', true), ''), 'CREATED', TG_ARGV[0], a.id, TG_ARGV[1],
           a.owner_id, a.writer_id, a.region_id, a.tlp, a.party_ids, n.image
      FROM (SELECT to_jsonb(r) - unrecorded AS image FROM new_rows r) n
     CROSS JOIN LATERAL jsonb_to_record(n.image)
           AS a(id uuid, owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[]);
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO private.change (actor_id, actor_label, operation, record_type, record_id, dataset,
                                owner_id, writer_id, region_id, tlp, party_ids,
                                was_owner_id, was_writer_id, was_region_id, was_tlp, was_party_ids, before, after)
    SELECT private.setting_id('hub.client'), nullif(current_setting('hub.label', true), ''), 'UPDATED', TG_ARGV[0], a.id, TG_ARGV[1],
           a.owner_id, a.writer_id, a.region_id, a.tlp, a.party_ids,
           b.owner_id, b.writer_id, b.region_id, b.tlp, b.party_ids, o.image, n.image
      FROM (SELECT r.id, to_jsonb(r) - unrecorded AS image FROM new_rows r) n
      JOIN (SELECT r.id, to_jsonb(r) - unrecorded AS image FROM old_rows r) o ON o.id = n.id AND o.image <> n.image
     CROSS JOIN LATERAL jsonb_to_record(n.image)
           AS a(id uuid, owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[])
     CROSS JOIN LATERAL jsonb_to_record(o.image)
           AS b(owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[]);
  ELSE
    INSERT INTO private.change (actor_id, actor_label, operation, record_type, record_id, dataset,
                                was_owner_id, was_writer_id, was_region_id, was_tlp, was_party_ids, before)
    SELECT private.setting_id('hub.client'), nullif(current_setting('hub.label', true), ''), 'DELETED', TG_ARGV[0], b.id, TG_ARGV[1],
           b.owner_id, b.writer_id, b.region_id, b.tlp, b.party_ids, o.image
      FROM (SELECT to_jsonb(r) - unrecorded AS image FROM old_rows r) o
     CROSS JOIN LATERAL jsonb_to_record(o.image)
           AS b(id uuid, owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[]);
  END IF;
  RETURN NULL;
END $$;

-- updated_at moves when the record's content does, whichever road the write came by.
CREATE FUNCTION private.touch() RETURNS trigger
LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  unwatched CONSTANT text[] := '{sort_key,synced_at,updated_at}';
BEGIN
  NEW.updated_at := CASE WHEN to_jsonb(NEW) - unwatched = to_jsonb(OLD) - unwatched THEN OLD.updated_at ELSE now() END;
  RETURN NEW;
END $$;

CREATE PROCEDURE private.record_changes_of(tbl regclass, record_type text, dataset text)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER change_created AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                  FOR EACH STATEMENT EXECUTE FUNCTION private.record_change(%L, %L)', tbl, record_type, dataset);
  EXECUTE format('CREATE TRIGGER change_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                  FOR EACH STATEMENT EXECUTE FUNCTION private.record_change(%L, %L)', tbl, record_type, dataset);
  EXECUTE format('CREATE TRIGGER change_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                  FOR EACH STATEMENT EXECUTE FUNCTION private.record_change(%L, %L)', tbl, record_type, dataset);
END $$;
`;
