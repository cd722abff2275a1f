import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feeds: who is woken by what, from where a view is known to its organization, and whose view nobody but a steward comes back to. */
export class MendFeeds1790000003150 implements MigrationInterface {
  name = 'MendFeeds1790000003150';

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

/** What the rule looks at is as it was: of marked records that is more than columns. */
const isAsItWas = `(c.operation = 'UPDATED' AND c.tlp IS NULL AND c.was_tlp IS NULL AND c.owner_id IS NOT DISTINCT FROM c.was_owner_id
                    AND c.writer_id IS NOT DISTINCT FROM c.was_writer_id AND c.region_id IS NOT DISTINCT FROM c.was_region_id
                    AND c.party_ids IS NOT DISTINCT FROM c.was_party_ids AND c.after ->> 'severity' IS NOT DISTINCT FROM c.before ->> 'severity')`;

const sql = String.raw`
-- As before, and the rule is asked once of an entry that leaves what it looks at as it was.
CREATE OR REPLACE FUNCTION hub.feed_entries(view uuid, filter jsonb, since_xid xid8, since_seq bigint, until_xid xid8, until_seq bigint, look int, most int)
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
   CROSS JOIN LATERAL (SELECT s.seen FROM judged(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) s OFFSET 0) j
   CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.was_owner_id, c.was_writer_id, c.was_region_id, c.was_tlp, c.before ->> 'severity', c.was_party_ids) k
   CROSS JOIN LATERAL (SELECT coalesce(t.asked AND c.operation <> 'DELETED' AND j.seen AND ${fits('c.', `c.after ->> 'severity'`, `c.after ->> 'class'`)}, false) AS seen,
                              coalesce(t.asked AND c.operation IN ('UPDATED', 'DELETED') AND CASE WHEN ${isAsItWas} THEN j.seen ELSE k.seen END AND ${fits('c.was_', `c.before ->> 'severity'`, `c.before ->> 'class'`)}, false) AS was_seen
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

-- As before, in one statement each: every read of a feed begins with these.
CREATE OR REPLACE FUNCTION private.view_settings() RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object(
    'hub.viewer', coalesce(current_setting('hub.viewer', true), ''), 'hub.owners', coalesce(current_setting('hub.owners', true), ''),
    'hub.identities', coalesce(current_setting('hub.identities', true), ''), 'hub.open_markings', coalesce(current_setting('hub.open_markings', true), ''),
    'hub.stewarded', coalesce(current_setting('hub.stewarded', true), ''),
    'hub.inventory_owners', coalesce(current_setting('hub.inventory_owners', true), ''), 'hub.inventory_grants', coalesce(current_setting('hub.inventory_grants', true), ''),
    'hub.samples_owners', coalesce(current_setting('hub.samples_owners', true), ''), 'hub.samples_grants', coalesce(current_setting('hub.samples_grants', true), ''),
    'hub.incident_grants', coalesce(current_setting('hub.incident_grants', true), ''));
END $$;
CREATE OR REPLACE FUNCTION private.view_of(filter jsonb) RETURNS TABLE (id uuid, settings jsonb, parts jsonb)
LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
DECLARE
  s CONSTANT jsonb := view_settings();
  f CONSTANT text := filter::text;
BEGIN
  id := left(encode(sha256(convert_to(s::text || f, 'UTF8')), 'hex'), 32)::uuid;
  settings := s;
  parts := jsonb_build_object('DIRECTORY', md5(f), 'KEYS', md5(f || (s ->> 'hub.stewarded')), 'SHARING', md5(concat(f, s ->> 'hub.identities', '|', s ->> 'hub.owners')),
    'INVENTORY', md5(concat(f, s ->> 'hub.inventory_grants', '|', s ->> 'hub.inventory_owners')), 'SAMPLES', md5(concat(f, s ->> 'hub.samples_grants', '|', s ->> 'hub.samples_owners')),
    'INCIDENTS', md5(concat(f, s ->> 'hub.identities', '|', s ->> 'hub.incident_grants', '|', s ->> 'hub.open_markings', '|', s ->> 'hub.owners')));
  RETURN NEXT;
END $$;

-- '*' is told of what makes scopes alone; all else by its own type.
CREATE OR REPLACE FUNCTION hub.feed_look(since xid8) RETURNS TABLE (snapshot pg_snapshot, types text[], at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  present CONSTANT pg_snapshot := log_snapshot();
  horizon CONSTANT xid8 := pg_snapshot_xmin(present);
  most    CONSTANT int := 5000;
  -- What hub.enter reads, and what the regions of a filter are found by.
  scoping CONSTANT text[] := '{Organization,Region,SharingGroup,SharingGroupMember,Agreement,ApiClient,ApiKey}';
BEGIN
  RETURN QUERY
  SELECT present, CASE WHEN count(*) = most THEN '{*}' ELSE coalesce(array_agg(DISTINCT c.type), '{}') END, now()
    FROM (SELECT CASE WHEN e.record_type = ANY (scoping) THEN '*' ELSE e.record_type END AS type
            FROM change e WHERE e.xid >= since AND e.xid < horizon ORDER BY e.xid, e.seq LIMIT most) c;
END $$;

-- The moment from which an organization has had a view: what was over before it was never told by it.
ALTER TABLE private.feed_view ADD COLUMN since pg_snapshot;
UPDATE private.feed_view SET since = private.log_snapshot();
ALTER TABLE private.feed_view ALTER COLUMN since SET NOT NULL, ALTER COLUMN since SET DEFAULT private.log_snapshot();
CREATE FUNCTION hub.feed_view_since(view uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT v.since::text FROM feed_view v WHERE v.id = view AND v.organization_id = hub.viewer());
END $$;
REVOKE EXECUTE ON FUNCTION hub.feed_view_since(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.feed_view_since(uuid) TO hub_api;

-- Views are of an organization, and what API keys it has is for its stewards: a view that showed those is for them alone.
CREATE FUNCTION private.may_put_on(settings jsonb, filter jsonb) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN coalesce(settings ->> 'hub.stewarded', '') IN ('', '{}') OR coalesce(current_setting('hub.stewarded', true), '') NOT IN ('', '{}')
      OR (filter -> 'types' ?| '{ApiClient,ApiKey}') IS NOT TRUE;
END $$;
CREATE OR REPLACE FUNCTION hub.feed_views(ids uuid[]) RETURNS TABLE (id uuid, parts jsonb) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT v.id, v.parts FROM feed_view v WHERE v.id = ANY (ids) AND v.organization_id = hub.viewer() AND may_put_on(v.settings, v.filter);
END $$;
CREATE OR REPLACE FUNCTION private.put_on(view uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  worn record;
BEGIN
  SELECT v.settings, v.filter INTO worn FROM feed_view v WHERE v.id = view AND v.organization_id = hub.viewer() AND may_put_on(v.settings, v.filter);
  IF NOT FOUND THEN RAISE EXCEPTION 'there is no such view' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(worn.settings) s;
  RETURN worn.filter;
END $$;
REVOKE EXECUTE ON FUNCTION private.may_put_on(jsonb, jsonb) FROM PUBLIC;
`;
