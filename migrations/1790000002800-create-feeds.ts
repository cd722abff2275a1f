import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feeds: the change log and all records under a scope of now or of before, the views that replicas were made under, and named filters. */
export class CreateFeeds1790000002800 implements MigrationInterface {
  name = 'CreateFeeds1790000002800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

/** What a filter asks of a record whose columns these are, and of the dataset it belongs to. */
const fits = (row: string, severity: string, rsitClass: string) => `
       (regions IS NULL OR ${row}region_id = ANY (regions) OR c.dataset IN ('DIRECTORY', 'SHARING', 'KEYS'))
   AND (severities IS NULL OR ${row}tlp IS NULL OR ${severity} = ANY (severities))
   AND (markings IS NULL OR ${row}tlp IS NULL OR ${row}tlp = ANY (markings))
   AND (classes IS NULL OR c.record_type <> 'Incident' OR ${rsitClass} = ANY (classes))`;

const sql = String.raw`
-- Transaction ids mean something in one history of one cluster alone. This row is made with the database and is in no backup: so is the secret
-- by which the hub knows the cursors that it gave.
CREATE TABLE private.feed_epoch (
  is_there boolean PRIMARY KEY DEFAULT true CHECK (is_there),
  id       uuid  NOT NULL DEFAULT gen_random_uuid(),
  secret   bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
INSERT INTO private.feed_epoch DEFAULT VALUES;
-- A scope and a filter under which somebody's replica was made, by what they hold; parts: what matters to each dataset, hashed.
CREATE TABLE private.feed_view (
  id              uuid PRIMARY KEY,
  -- refers to nothing: a restore empties the table of organizations, and this one is in no backup
  organization_id uuid NOT NULL,
  settings        jsonb NOT NULL,
  filter          jsonb NOT NULL,
  parts           jsonb NOT NULL,
  last_used       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX feed_view_last_used ON private.feed_view (last_used);
CREATE INDEX feed_view_organization ON private.feed_view (organization_id, last_used DESC, id);

-- What can be seen now, as far as the log is concerned. Behind its last entry nothing is: a transaction that was rolled back there may be forgotten
-- by a crash, and another one be given its id. Transactions of other databases of the cluster write nothing to it, and so they are over; one that
-- has ended since this statement began is of nobody known, and is waited for.
CREATE FUNCTION private.log_snapshot() RETURNS pg_snapshot LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
DECLARE
  here     CONSTANT oid := (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
  beyond   CONSTANT xid8 := coalesce((SELECT (c.xid::text::bigint + 1)::text::xid8 FROM change c ORDER BY c.xid DESC, c.seq DESC LIMIT 1), '3');
  underway xid8[] := ARRAY(SELECT x FROM pg_snapshot_xip(pg_current_snapshot()) x WHERE x < beyond ORDER BY x);
  strange  bigint[];
BEGIN
  IF cardinality(underway) > 0 AND EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid <> here) THEN
    strange := ARRAY(SELECT l.transactionid::text::bigint FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                      WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted AND a.datid <> here);
    -- Locks know transactions by their lower half.
    underway := ARRAY(SELECT x FROM unnest(underway) x WHERE (x::text::bigint & 4294967295) <> ALL (strange) ORDER BY x);
  END IF;
  RETURN format('%s:%s:%s', coalesce(underway[1], beyond), beyond, array_to_string(underway, ','));
END $$;

-- The settings that decide what a key reads.
CREATE FUNCTION private.view_settings() RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT jsonb_object_agg(name, coalesce(current_setting(name, true), ''))
            FROM unnest('{hub.viewer,hub.owners,hub.identities,hub.open_markings,hub.stewarded,hub.inventory_owners,hub.inventory_grants,hub.samples_owners,hub.samples_grants,hub.incident_grants}'::text[]) AS name);
END $$;
-- What view the scope and a filter are, as they stand.
CREATE FUNCTION private.view_of(filter jsonb) RETURNS TABLE (id uuid, settings jsonb, parts jsonb)
LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
DECLARE
  settings CONSTANT jsonb := view_settings();
  decisive CONSTANT jsonb := '{"DIRECTORY": [], "KEYS": ["hub.stewarded"], "SHARING": ["hub.owners", "hub.identities"],
    "INVENTORY": ["hub.inventory_owners", "hub.inventory_grants"], "SAMPLES": ["hub.samples_owners", "hub.samples_grants"],
    "INCIDENTS": ["hub.owners", "hub.identities", "hub.open_markings", "hub.incident_grants"]}';
BEGIN
  RETURN QUERY
  SELECT left(encode(sha256(convert_to(settings::text || filter::text, 'UTF8')), 'hex'), 32)::uuid, settings,
         (SELECT jsonb_object_agg(d.key, md5(filter::text || coalesce((SELECT string_agg(settings ->> n, '|' ORDER BY n) FROM jsonb_array_elements_text(d.value) n), '')))
            FROM jsonb_each(decisive) d);
END $$;
-- The present: which history this is, by what key the viewer's cursors are signed, what can be seen now, and the view.
CREATE FUNCTION hub.feed_present(filter jsonb)
RETURNS TABLE (epoch text, key bytea, snapshot pg_snapshot, at timestamptz, view uuid, is_kept boolean, parts jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT left(md5((SELECT s.system_identifier FROM pg_control_system() s) || left(pg_walfile_name(pg_current_wal_lsn()), 8) || e.id), 16),
         sha256(e.secret || uuid_send(hub.viewer())), log_snapshot(), now(), v.id,
         EXISTS (SELECT FROM feed_view k WHERE k.id = v.id AND k.last_used > now() - interval '1 day'), v.parts
    FROM feed_epoch e CROSS JOIN view_of(filter) v WHERE hub.viewer() IS NOT NULL;
END $$;
CREATE FUNCTION private.keep_view(filter jsonb) RETURNS uuid LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
DECLARE
  kept uuid;
BEGIN
  INSERT INTO feed_view AS k (id, organization_id, settings, filter, parts)
  SELECT v.id, hub.viewer(), v.settings, keep_view.filter, v.parts FROM view_of(keep_view.filter) v
  ON CONFLICT (id) DO UPDATE SET last_used = now() RETURNING k.id INTO kept;
  -- An organization has a thousand at most: by what it did not use for longest a cursor is expired where that was not its last.
  DELETE FROM feed_view v
   WHERE v.id IN (SELECT o.id FROM feed_view o WHERE o.organization_id = hub.viewer() AND o.id <> kept ORDER BY o.last_used DESC, o.id OFFSET 999);
  RETURN kept;
END $$;
CREATE FUNCTION hub.keep_feed_view(filter jsonb) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN keep_view(filter);
END $$;
-- Those of the views asked for that are the viewer's own organization's.
CREATE FUNCTION hub.feed_views(ids uuid[]) RETURNS TABLE (id uuid, parts jsonb) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT v.id, v.parts FROM feed_view v WHERE v.id = ANY (ids) AND v.organization_id = hub.viewer();
END $$;
-- Puts on a view of the viewer's own organization; gives its filter. Whoever calls this puts the scope back that he keeps.
CREATE FUNCTION private.put_on(view uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  worn record;
BEGIN
  SELECT v.settings, v.filter INTO worn FROM feed_view v WHERE v.id = view AND v.organization_id = hub.viewer();
  IF NOT FOUND THEN RAISE EXCEPTION 'there is no such view' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(worn.settings) s;
  RETURN worn.filter;
END $$;
CREATE FUNCTION private.texts_in(list jsonb) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE WHEN jsonb_typeof(list) = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(list)) END;
END $$;

-- Entries of the log behind one place and before another, which no transaction under way can write before any more, in order, that speak of records which the rule shows, as they left them or as they
-- found them: under the scope and a filter, or under a view of before. So many are looked at; the last of these comes in any case. An entry of
-- a part of a record names the record. Nothing of images goes out but whose samples came when.
CREATE FUNCTION hub.feed_entries(view uuid, filter jsonb, since_xid xid8, since_seq bigint, until_xid xid8, until_seq bigint, look int, most int)
RETURNS TABLE (xid text, seq text, n bigint, at timestamptz, operation text, record_type text, record_id uuid, whole_id uuid, seen boolean, was_seen boolean, ranges jsonb)
LANGUAGE plpgsql SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
#variable_conflict use_variable
DECLARE
  caller     CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN scope() END;
  asked      CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN put_on(view) ELSE filter END;
  types      CONSTANT text[] := texts_in(asked -> 'entries');
  regions    CONSTANT uuid[] := texts_in(asked -> 'regions');
  severities CONSTANT text[] := texts_in(asked -> 'severities');
  markings   CONSTANT text[] := texts_in(asked -> 'markings');
  classes    CONSTANT text[] := texts_in(asked -> 'classes');
  found      int;
BEGIN
  RETURN QUERY
  SELECT c.xid::text, c.seq::text, 0::bigint, c.at, c.operation, c.record_type, c.record_id,
         CASE c.record_type WHEN 'IncidentSubject' THEN coalesce(c.after, c.before) ->> 'incident_id'
                            WHEN 'SharingGroupMember' THEN coalesce(c.after, c.before) ->> 'group_id'
                            WHEN 'InformationSystemPart' THEN coalesce(c.after, c.before) ->> 'system_id'
                            WHEN 'InformationSystemDependency' THEN coalesce(c.after, c.before) ->> 'system_id'
                            WHEN 'InformationSystemDevice' THEN coalesce(c.after, c.before) ->> 'system_id' END::uuid,
         x.seen, x.was_seen, CASE WHEN c.operation = 'APPENDED' THEN c.after END
    FROM (SELECT r.* FROM change r
           WHERE (r.xid, r.seq) > (since_xid, since_seq) AND (r.xid, r.seq) < (until_xid, until_seq)
           ORDER BY r.xid, r.seq LIMIT look) c
   CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) j
   CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.was_owner_id, c.was_writer_id, c.was_region_id, c.was_tlp, c.before ->> 'severity', c.was_party_ids) k
   CROSS JOIN LATERAL (SELECT coalesce(t.asked AND c.operation <> 'DELETED' AND j.seen AND ${fits('c.', `c.after ->> 'severity'`, `c.after ->> 'class'`)}, false) AS seen,
                              coalesce(t.asked AND c.operation IN ('UPDATED', 'DELETED') AND k.seen AND ${fits('c.was_', `c.before ->> 'severity'`, `c.before ->> 'class'`)}, false) AS was_seen
                         FROM (SELECT c.record_type = ANY (types) AS asked) t OFFSET 0) x
   WHERE x.seen OR x.was_seen
   ORDER BY c.xid, c.seq LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found < most THEN
    RETURN QUERY
    SELECT r.xid::text, r.seq::text, look::bigint, r.at, r.operation, r.record_type, r.record_id, NULL::uuid, false, false, NULL::jsonb FROM change r
     WHERE (r.xid, r.seq) > (since_xid, since_seq) AND (r.xid, r.seq) < (until_xid, until_seq)
     ORDER BY r.xid, r.seq OFFSET look - 1 LIMIT 1;
  END IF;
  IF caller IS NOT NULL THEN PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s; END IF;
END $$;

-- For entries of records, the transaction of the entry before; null where there is none.
CREATE FUNCTION hub.feed_entries_before(records uuid[], seqs bigint[]) RETURNS TABLE (n int, xid text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT u.n::int, b.xid::text FROM unnest(records, seqs) WITH ORDINALITY AS u(id, seq, n)
    LEFT JOIN LATERAL (SELECT c.xid FROM change c WHERE c.record_id = u.id AND c.seq < u.seq AND c.operation <> 'APPENDED' ORDER BY c.seq DESC LIMIT 1) b ON true;
END $$;

-- Records in order of their types as given and of their ids, from behind a place on, that the policies show: under the scope and a filter, or
-- under a view of before. Where few owners are seen, one index range each; else so many are looked at, and the last of these comes in any case.
CREATE FUNCTION hub.feed_walk(view uuid, filter jsonb, types text[], tables text[], datasets text[], since_place int, since_id uuid, look int, most int)
RETURNS TABLE (place int, id uuid, seen boolean, is_last boolean, withheld text[])
LANGUAGE plpgsql SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_variable
DECLARE
  caller     CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN scope() END;
  asked      CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN put_on(view) ELSE filter END;
  asked_types CONSTANT text[] := texts_in(asked -> 'types');
  regions    CONSTANT uuid[] := texts_in(asked -> 'regions');
  severities CONSTANT text[] := texts_in(asked -> 'severities');
  markings   CONSTANT text[] := texts_in(asked -> 'markings');
  classes    CONSTANT text[] := texts_in(asked -> 'classes');
  narrow     CONSTANT int := 32;
  beyond     uuid := since_id;
  remaining  int := most;
  owners     uuid[];
  policy     text;
  fitting    text;
  told       text;
  statement  text;
  found      record;
BEGIN
  FOR at IN since_place .. cardinality(types) LOOP
    IF types[at] = ANY (asked_types) THEN
      policy := (SELECT string_agg('(' || pg_get_expr(p.polqual, p.polrelid) || ')', ' OR ') FROM pg_policy p
                  WHERE p.polrelid = format('hub.%I', tables[at])::regclass AND p.polcmd = 'r' AND p.polpermissive);
      IF policy IS NULL THEN RAISE EXCEPTION 'nobody may read %', tables[at] USING ERRCODE = 'insufficient_privilege'; END IF;
      fitting := concat_ws(' AND ', policy,
        CASE WHEN regions IS NOT NULL AND NOT datasets[at] IN ('DIRECTORY', 'SHARING', 'KEYS') THEN 't.region_id = ANY ($4)' END,
        CASE WHEN severities IS NOT NULL AND datasets[at] = 'INCIDENTS' THEN 't.severity = ANY ($5)' END,
        CASE WHEN markings IS NOT NULL AND datasets[at] = 'INCIDENTS' THEN 't.tlp = ANY ($6)' END,
        CASE WHEN classes IS NOT NULL AND types[at] = 'Incident' THEN 't.class = ANY ($7)' END);
      told := CASE WHEN datasets[at] = 'INVENTORY' AND hub.inventory_grants() IS NOT NULL
                   THEN 'to_jsonb(hub.withheld((SELECT hub.inventory_grants()), t.owner_id, t.region_id))' ELSE 'NULL::jsonb' END;
      owners := CASE datasets[at] WHEN 'INVENTORY' THEN hub.inventory_owners() WHEN 'SAMPLES' THEN hub.samples_owners() END;
      IF cardinality(owners) <= narrow THEN
        statement := format('SELECT t.id, true AS seen, false AS is_last, %s AS withheld FROM unnest($8) o(id)
          CROSS JOIN LATERAL (SELECT t.* FROM hub.%I t WHERE t.owner_id = o.id AND t.id > $1 AND (%s) ORDER BY t.id LIMIT $3) t', told, tables[at], fitting);
        IF datasets[at] = 'SAMPLES' THEN
          statement := statement || format(' UNION ALL SELECT t.id, true, false, %s FROM unnest($8) o(id)
            CROSS JOIN LATERAL (SELECT t.* FROM hub.%I t WHERE t.writer_id = o.id AND (t.owner_id = ANY ($8)) IS NOT TRUE AND t.id > $1 AND (%s) ORDER BY t.id LIMIT $3) t',
            told, tables[at], fitting);
        END IF;
        statement := format('SELECT x.* FROM (%s) x ORDER BY x.id LIMIT $3', statement);
      ELSE
        statement := format('SELECT x.id, x.seen, x.n = $2 AS is_last, x.withheld FROM (
            SELECT t.id, t.n, (%s) IS TRUE AS seen, %s AS withheld
              FROM (SELECT t.*, row_number() OVER (ORDER BY t.id) AS n FROM hub.%I t WHERE t.id > $1 ORDER BY t.id LIMIT $2) t OFFSET 0) x
          WHERE x.seen OR x.n = $2 LIMIT $3', fitting, told, tables[at]);
      END IF;
      EXECUTE format('SELECT array_agg(y.id) AS ids, array_agg(y.seen) AS seens, array_agg(y.is_last) AS lasts, jsonb_agg(y.withheld) AS withhelds, count(*)::int AS count FROM (%s) y', statement)
         INTO found USING beyond, look, remaining, regions, severities, markings, classes, owners;
      RETURN QUERY SELECT at, u.id, u.seen, u.is_last, texts_in(found.withhelds -> (u.n - 1)::int)
                     FROM unnest(found.ids, found.seens, found.lasts) WITH ORDINALITY AS u(id, seen, is_last, n);
      remaining := remaining - found.count;
      EXIT WHEN remaining <= 0 OR found.lasts[found.count];
    END IF;
    beyond := '00000000-0000-0000-0000-000000000000';
  END LOOP;
  IF caller IS NOT NULL THEN PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s; END IF;
END $$;

-- The first and the last sample of series that the viewer sees.
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION hub.series_span(asked uuid[]) RETURNS TABLE (id uuid, first_at timestamptz, last_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT s.id, coalesce(l.first_at, l.at), l.at FROM series s JOIN latest_sample l ON l.series_number = s.number
       WHERE s.id = ANY (asked) AND (%s);
    END $$ $f$, private.rule('WRITTEN'));
END $do$;

-- The first transaction that wrote to the log at an instant or later; ids are given out in the order of time, near enough.
CREATE FUNCTION hub.feed_transaction_at(instant timestamptz) RETURNS xid8
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  low  bigint := 0;
  high bigint := pg_snapshot_xmin(log_snapshot())::text::bigint;
  mid  bigint;
  met  timestamptz;
BEGIN
  WHILE low < high LOOP
    mid := (low + high) / 2;
    met := (SELECT c.at FROM change c WHERE c.xid >= mid::text::xid8 ORDER BY c.xid, c.seq LIMIT 1);
    IF met < instant THEN low := mid + 1; ELSE high := mid; END IF;
  END LOOP;
  RETURN low::text::xid8;
END $$;

-- A filter by which an organization follows changes, under a name.
CREATE TABLE hub.feed (
  id         uuid PRIMARY KEY,
  owner_id   uuid NOT NULL REFERENCES hub.organization,
  party_ids  uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id]) STORED,
  code       text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  filter     jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(filter) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, code)
);
CREATE INDEX feed_code ON hub.feed (code, id);
CALL private.protect('hub.feed', 'PARTIES', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
CREATE TRIGGER touch BEFORE UPDATE ON hub.feed FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.feed', 'Feed', 'SHARING');

REVOKE EXECUTE ON FUNCTION private.log_snapshot(), private.view_settings(), private.view_of(jsonb), hub.feed_present(jsonb), private.keep_view(jsonb), hub.keep_feed_view(jsonb),
  hub.feed_views(uuid[]), private.put_on(uuid), private.texts_in(jsonb), hub.feed_entries(uuid, jsonb, xid8, bigint, xid8, bigint, int, int),
  hub.feed_entries_before(uuid[], bigint[]), hub.feed_walk(uuid, jsonb, text[], text[], text[], int, uuid, int, int), hub.series_span(uuid[]),
  hub.feed_transaction_at(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.feed_present(jsonb), hub.keep_feed_view(jsonb), hub.feed_views(uuid[]),
  hub.feed_entries(uuid, jsonb, xid8, bigint, xid8, bigint, int, int), hub.feed_entries_before(uuid[], bigint[]),
  hub.feed_walk(uuid, jsonb, text[], text[], text[], int, uuid, int, int), hub.series_span(uuid[]), hub.feed_transaction_at(timestamptz) TO hub_api;
`;
