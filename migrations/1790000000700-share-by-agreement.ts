import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies, readers and history by agreement; what is withheld. */
export class ShareByAgreement1790000000700 implements MigrationInterface {
  name = 'ShareByAgreement1790000000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- An entry and what an incident affects are shared like their incident: its severity is one of their access columns.
ALTER TABLE hub.timeline_entry ADD COLUMN severity text;
ALTER TABLE hub.incident_subject ADD COLUMN severity text;
UPDATE hub.timeline_entry t SET severity = i.severity FROM hub.incident i WHERE i.id = t.incident_id;
UPDATE hub.incident_subject t SET severity = i.severity FROM hub.incident i WHERE i.id = t.incident_id;
ALTER TABLE hub.timeline_entry ALTER COLUMN severity SET NOT NULL, ADD CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL'));
ALTER TABLE hub.incident_subject ALTER COLUMN severity SET NOT NULL, ADD CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL'));
CREATE OR REPLACE FUNCTION private.place_timeline_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT i.owner_id, i.region_id, stricter(NEW.marking, i.tlp), i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION private.place_incident_subject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT i.owner_id, i.region_id, i.tlp, i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  RETURN NEW;
END $$;
DROP TRIGGER moved ON hub.incident;
CREATE TRIGGER moved AFTER UPDATE ON hub.incident FOR EACH ROW
  WHEN ((OLD.owner_id, OLD.region_id, OLD.tlp, OLD.severity, OLD.party_ids)
        IS DISTINCT FROM (NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids))
  EXECUTE FUNCTION private.move_what_hangs_on_incident();

-- Reading, by the rules as they are now.
DO $$
DECLARE
  rules CONSTANT jsonb := '{"vrf": "OWNED", "site": "OWNED", "device": "OWNED", "interface": "OWNED", "link": "OWNED", "prefix": "OWNED",
    "address": "ADDRESSED", "information_system": "OWNED", "information_system_part": "OWNED", "information_system_dependency": "OWNED",
    "information_system_device": "OWNED", "series": "WRITTEN", "incident": "MARKED", "timeline_entry": "MARKED", "incident_subject": "MARKED"}';
  tbl text;
BEGIN
  FOR tbl IN SELECT jsonb_object_keys(rules) LOOP
    EXECUTE format('ALTER POLICY readable ON hub.%I USING (%s)', tbl, private.rule(rules ->> tbl));
  END LOOP;
END $$;

-- Whether an organization is among the parties, itself or by a group.
CREATE FUNCTION hub.is_party(organization uuid, parties uuid[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT organization = ANY (parties)
      OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = organization AND m.group_id = ANY (parties)
                    AND organization = ANY (hub.writers()))
$$;
GRANT EXECUTE ON FUNCTION hub.is_party(uuid, uuid[]) TO hub_api;
ALTER POLICY creatable ON hub.timeline_entry WITH CHECK (author_id = ANY ((SELECT hub.writers())::uuid[]) AND hub.is_party(author_id, party_ids));
ALTER POLICY updatable ON hub.timeline_entry USING (author_id = ANY ((SELECT hub.writers())::uuid[]) AND hub.is_party(author_id, party_ids))
  WITH CHECK (author_id = ANY ((SELECT hub.writers())::uuid[]) AND hub.is_party(author_id, party_ids));

-- What a reader sees of tables with fields that an agreement may withhold. Readers look here first (search_path), so that whatever is
-- asked, selected, filtered or ordered by, a withheld value is absent.
CREATE SCHEMA shown;
GRANT USAGE ON SCHEMA shown TO hub_api;
DO $$
DECLARE
  masked CONSTANT jsonb := '{"site": {"latitude": "COORDINATES", "longitude": "COORDINATES"},
    "device": {"management_address": "MANAGEMENT_ADDRESS", "serial": "SERIAL"},
    "interface": {"mac": "MAC", "description": "DESCRIPTION"}, "prefix": {"description": "DESCRIPTION"}}';
  tbl  text;
  list text;
BEGIN
  FOR tbl IN SELECT jsonb_object_keys(masked) LOOP
    SELECT string_agg(CASE WHEN masked -> tbl ? a.attname
                           THEN format('CASE WHEN (SELECT hub.inventory_grants()) IS NOT NULL AND hub.withholds((SELECT hub.inventory_grants()), t.owner_id, t.region_id, %L) THEN NULL ELSE t.%I END AS %I',
                                       masked -> tbl ->> a.attname, a.attname, a.attname)
                           ELSE format('t.%I', a.attname) END, ', ' ORDER BY a.attnum) INTO list
      FROM pg_attribute a WHERE a.attrelid = format('hub.%I', tbl)::regclass AND a.attnum > 0 AND NOT a.attisdropped;
    EXECUTE format('CREATE VIEW shown.%I WITH (security_invoker = true) AS
                    SELECT %s, CASE WHEN (SELECT hub.inventory_grants()) IS NULL THEN NULL ELSE hub.withheld((SELECT hub.inventory_grants()), t.owner_id, t.region_id) END AS withheld
                      FROM hub.%I t', tbl, list, tbl);
    EXECUTE format('GRANT SELECT ON shown.%I TO hub_api', tbl);
  END LOOP;
END $$;

-- The rules for whoever reads past the policies, over access columns given one by one.
DO $$
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION private.sees(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
    RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $s$
      SELECT CASE WHEN dataset = 'DIRECTORY' THEN %s
                  WHEN dataset = 'SHARING' THEN %s
                  WHEN tlp IS NOT NULL THEN %s
                  WHEN dataset = 'SAMPLES' THEN %s
                  WHEN record_type = 'Address' THEN %s
                  ELSE %s END
    $s$ $f$, private.rule('OPEN'), private.rule('PARTIES'), private.rule('MARKED'), private.rule('WRITTEN'), private.rule('ADDRESSED'), private.rule('OWNED'));
END $$;
-- Samples are for who sees their series.
DO $$
DECLARE
  reader regprocedure;
BEGIN
  FOREACH reader IN ARRAY '{"hub.latest_samples(uuid[])","hub.raw_samples(uuid[],timestamptz,timestamptz,int)",
                            "hub.bucketed_samples(uuid[],timestamptz,timestamptz,interval,int)"}'::regprocedure[] LOOP
    EXECUTE replace(pg_get_functiondef(reader), 'hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))',
                    '(' || private.rule('WRITTEN') || ')');
  END LOOP;
END $$;
DROP FUNCTION hub.record_history(uuid[], bigint, int);
DROP FUNCTION private.tells(private.change, uuid, uuid[], text[]);
DROP FUNCTION hub.sees_series(uuid, uuid, uuid[], uuid[]);
DROP FUNCTION hub.sees_marked(uuid, text, uuid[], uuid, uuid[], text[]);

-- Whether a change may be told: what an image shows under a marking, then or before, is for who sees that marking.
CREATE FUNCTION private.tells(c private.change) RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT (c.tlp IS NULL OR sees(c.dataset, c.record_type, c.owner_id, NULL, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids))
     AND (c.was_tlp IS NULL OR sees(c.dataset, c.record_type, c.was_owner_id, NULL, c.was_region_id, c.was_tlp, c.before ->> 'severity', c.was_party_ids))
$$;
CREATE FUNCTION private.masked_columns(fields text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(m.name), '{}')
    FROM (VALUES ('MANAGEMENT_ADDRESS', 'management_address'), ('SERIAL', 'serial'), ('MAC', 'mac'), ('DESCRIPTION', 'description'),
                 ('COORDINATES', 'latitude'), ('COORDINATES', 'longitude')) AS m(field, name)
   WHERE m.field = ANY (fields)
$$;
-- Changes of each record asked for, newest first, for who sees the record as it stands now: the access columns of its last change.
-- seq orders the changes of one record, since each is written under that record's lock; transaction ids do not. A place is counted among
-- the changes that the viewer is told, so that it says nothing about others; a change of nothing but withheld fields, or of who else is named, is none.
CREATE FUNCTION hub.record_history(records uuid[], before_place bigint, most int)
RETURNS TABLE (record_id uuid, place bigint, at timestamptz, operation text, actor_label text, before jsonb, after jsonb, withheld text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT r.id, h.place, h.at, h.operation, h.actor_label, h.before, h.after, w.fields
    FROM unnest(records) r(id)
   CROSS JOIN LATERAL (SELECT n.operation, n.dataset, n.record_type, n.owner_id, n.writer_id, n.region_id, n.tlp, n.after ->> 'severity' AS severity, n.party_ids
                         FROM change n WHERE n.record_id = r.id AND n.operation <> 'APPENDED'
                        ORDER BY n.seq DESC LIMIT 1) now
   CROSS JOIN LATERAL (SELECT CASE WHEN now.dataset = 'INVENTORY' THEN hub.withheld(hub.inventory_grants(), now.owner_id, now.region_id) END AS fields) w
   CROSS JOIN LATERAL (SELECT p.* FROM (SELECT row_number() OVER (ORDER BY s.seq) AS place, s.*
                                          FROM (SELECT c.seq, c.at, c.operation, c.actor_label, c.before - masked_columns(w.fields) AS before,
                                                       c.after - masked_columns(w.fields) AS after
                                                  FROM change c
                                                 WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND tells(c)) s
                                         WHERE s.before - '{number,party_ids}'::text[] IS DISTINCT FROM s.after - '{number,party_ids}'::text[]) p
                        WHERE before_place IS NULL OR p.place < before_place
                        ORDER BY p.place DESC LIMIT most) h
   WHERE now.operation <> 'DELETED'
     AND sees(now.dataset, now.record_type, now.owner_id, now.writer_id, now.region_id, now.tlp, now.severity, now.party_ids)
$$;
GRANT EXECUTE ON FUNCTION hub.record_history(uuid[], bigint, int) TO hub_api;
`;
