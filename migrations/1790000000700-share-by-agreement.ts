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
   CROSS JOIN LATERAL (SELECT CASE WHEN now.dataset = 'INVENTORY' THEN hub.withheld(hub.inventory_grants(), now.owner_id, now.region_id) END AS fields,
                             CASE WHEN now.party_ids && hub.identities() THEN '{number,party_ids}'
                                  ELSE '{number,party_ids,coworker_ids,recipient_ids,version}' END::text[] AS unsaid) w
   CROSS JOIN LATERAL (SELECT p.* FROM (SELECT row_number() OVER (ORDER BY s.seq) AS place, s.*
                                          FROM (SELECT c.seq, c.at, c.operation, c.actor_label, c.before - masked_columns(w.fields) AS before,
                                                       c.after - masked_columns(w.fields) AS after
                                                  FROM change c
                                                 WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND tells(c)) s
                                         WHERE s.before - w.unsaid IS DISTINCT FROM s.after - w.unsaid) p
                        WHERE before_place IS NULL OR p.place < before_place
                        ORDER BY p.place DESC LIMIT most) h
   WHERE now.operation <> 'DELETED'
     AND sees(now.dataset, now.record_type, now.owner_id, now.writer_id, now.region_id, now.tlp, now.severity, now.party_ids)
$$;
GRANT EXECUTE ON FUNCTION hub.record_history(uuid[], bigint, int) TO hub_api;

-- Why an organization under whose scope this runs sees a record: a list of reasons, and the agreements among them. Says nothing of whether:
-- that is for the rule.
CREATE FUNCTION private.reasons(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
RETURNS TABLE (via text[], agreement_ids uuid[]) LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT array_remove(ARRAY[
           CASE WHEN reasons.owner_id = hub.viewer() THEN 'OWNER' END,
           CASE WHEN reasons.writer_id = hub.viewer() AND reasons.writer_id IS DISTINCT FROM reasons.owner_id THEN 'WRITER' END,
           CASE WHEN reasons.dataset = 'SHARING' AND reasons.party_ids && hub.owners() AND NOT reasons.party_ids && hub.identities() THEN 'ABOVE' END,
           CASE WHEN reasons.dataset <> 'SHARING' AND reasons.tlp IS DISTINCT FROM 'RED' AND (reasons.owner_id <> hub.viewer() AND reasons.owner_id = ANY (hub.owners())
                     OR reasons.writer_id <> hub.viewer() AND reasons.writer_id = ANY (hub.owners())) THEN 'ABOVE' END,
           CASE WHEN reasons.owner_id IS DISTINCT FROM hub.viewer() AND reasons.party_ids && hub.identities() THEN 'NAMED' END,
           CASE WHEN cardinality(a.ids) > 0 THEN 'AGREEMENT' END,
           CASE WHEN reasons.tlp = 'GREEN' AND 'GREEN' = ANY (hub.open_markings()) THEN 'COMMUNITY' END,
           CASE WHEN reasons.tlp = 'CLEAR' OR reasons.dataset = 'DIRECTORY' THEN 'EVERY_KEY' END], NULL), a.ids
    FROM (SELECT ARRAY(
      SELECT DISTINCT g.id FROM agreements_for(hub.identities()) g
        JOIN organization_tree t ON t.ancestor_id = g.owner_id AND t.descendant_id IN (reasons.owner_id, reasons.writer_id)
                                AND (g.with_descendants OR t.descendant_id = g.owner_id) AND NOT t.descendant_id = ANY (hub.owners())
       WHERE reasons.dataset = ANY (g.datasets)
         AND (g.region_id IS NULL OR reasons.region_id IN (SELECT regions_within(g.region_id)))
         AND (reasons.tlp IS NULL OR coalesce((markings_reached(ARRAY[g.ceiling], ARRAY[g.least_severity]) ->> reasons.tlp)::int
                                              <= array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], reasons.severity), false))
         AND NOT (reasons.record_type = 'Address' AND 'ADDRESSES' = ANY (g.withheld))) AS ids) a
$$;
-- The settings that make the scope, as they stand.
CREATE FUNCTION private.scope() RETURNS jsonb LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT jsonb_object_agg(name, coalesce(current_setting(name, true), ''))
    FROM unnest('{hub.client,hub.label,hub.viewer,hub.role,hub.owners,hub.writers,hub.identities,hub.open_markings,hub.stewards,hub.stewarded,hub.keeps_directory,hub.inventory_owners,hub.inventory_grants,hub.samples_owners,hub.samples_grants,hub.incident_grants}'::text[]) AS name
$$;
-- Every organization that sees a record with these access columns: each scope is set in turn and the rule itself is asked. The caller's
-- scope stands again when it is done.
CREATE FUNCTION private.audience(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
RETURNS TABLE (organization_id uuid, via text[], agreement_ids uuid[], withheld text[])
LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  candidate uuid;
  scope     CONSTANT jsonb := private.scope();
BEGIN
  FOR candidate IN SELECT o.id FROM hub.organization o ORDER BY o.sort_key, o.id LOOP
    PERFORM private.scope_as(candidate, 'READER', '{}', NULL, NULL);
    IF private.sees(dataset, record_type, owner_id, writer_id, region_id, tlp, severity, party_ids) THEN
      RETURN QUERY
      SELECT candidate, r.via, r.agreement_ids,
             CASE WHEN dataset = 'INVENTORY' THEN hub.withheld(hub.inventory_grants(), owner_id, region_id) END
        FROM private.reasons(dataset, record_type, owner_id, writer_id, region_id, tlp, severity, party_ids) r;
    END IF;
  END LOOP;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(scope) s;
END $$;
-- Whether an organization is known to be a party: named itself, or by a group of which the viewer may see who is in it.
CREATE FUNCTION private.is_known_party(organization uuid, party_ids uuid[]) RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT organization = ANY (party_ids)
      OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = organization AND m.group_id = ANY (is_known_party.party_ids)
                    AND m.party_ids && (hub.owners() || hub.identities()))
$$;
-- For the side of the owner alone, or of the writer where nobody owns what a series measures: who else sees a record is theirs to know. Who is
-- in a group is for its members and its keeper: for others, its members are not among the audience by it.
CREATE FUNCTION hub.audience_of_record(record uuid) RETURNS TABLE (organization_id uuid, via text[], agreement_ids uuid[], withheld text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT a.organization_id, k.via, a.agreement_ids, a.withheld FROM (SELECT n.* FROM change n WHERE n.record_id = record AND n.operation <> 'APPENDED' ORDER BY n.seq DESC LIMIT 1) c
   CROSS JOIN LATERAL audience(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) a
   CROSS JOIN LATERAL (SELECT CASE WHEN is_known_party(a.organization_id, c.party_ids) THEN a.via ELSE array_remove(a.via, 'NAMED') END AS via) k
   WHERE c.operation <> 'DELETED' AND k.via <> '{}' AND (c.dataset = 'DIRECTORY' OR coalesce(c.owner_id, c.writer_id) = ANY (hub.owners()))
     AND sees(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids)
$$;
CREATE FUNCTION hub.audience_of_draft(dataset text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
RETURNS TABLE (organization_id uuid, via text[], agreement_ids uuid[], withheld text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT a.organization_id, k.via, a.agreement_ids, a.withheld FROM audience(audience_of_draft.dataset, 'Draft', audience_of_draft.owner_id, audience_of_draft.writer_id,
                           coalesce(audience_of_draft.region_id, owner_region(audience_of_draft.owner_id)),
                           audience_of_draft.tlp, audience_of_draft.severity, audience_of_draft.party_ids) a
   CROSS JOIN LATERAL (SELECT CASE WHEN is_known_party(a.organization_id, audience_of_draft.party_ids) THEN a.via ELSE array_remove(a.via, 'NAMED') END AS via) k
   WHERE k.via <> '{}' AND audience_of_draft.owner_id = ANY (hub.owners())
     AND (audience_of_draft.writer_id IS NULL OR audience_of_draft.writer_id = ANY (hub.owners()))
$$;
GRANT EXECUTE ON FUNCTION hub.audience_of_record(uuid), hub.audience_of_draft(text, uuid, uuid, uuid, text, text, uuid[]) TO hub_api;
`;
