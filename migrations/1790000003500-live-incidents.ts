import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents are worked on: by steps, by several organizations, handed over, merged and linked. */
export class LiveIncidents1790000003500 implements MigrationInterface {
  name = 'LiveIncidents1790000003500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const states = `('NEW', 'TRIAGED', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED', 'CLOSED')`;
/** Of either end of a link. */
const worksOnAnEnd = `EXISTS (SELECT FROM hub.incident i WHERE i.id IN (incident_link.incident_id, incident_link.other_id)
                                 AND hub.works_on(i.owner_id, i.coordinator_id, i.coworker_ids))`;

const sql = String.raw`
-- A function's text with another in place of a part that it must hold: the migrations before this one wrote it.
CREATE OR REPLACE FUNCTION pg_temp.mended(definition text, part text, other text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF position(part IN definition) = 0 THEN RAISE EXCEPTION 'there is no "%" to mend', part; END IF;
  RETURN replace(definition, part, other);
END $$;

ALTER TABLE hub.incident
  -- under whose key in a source it is known, whoever owns it since
  ADD COLUMN first_owner_id  uuid REFERENCES hub.organization,
  ADD COLUMN coordinator_id  uuid REFERENCES hub.organization,
  -- who is asked to take it over
  ADD COLUMN hand_over_to_id uuid REFERENCES hub.organization,
  ADD COLUMN merged_into_id  uuid REFERENCES hub.incident,
  ADD COLUMN impact          text CHECK (impact IN ('NONE', 'LIMITED', 'SERIOUS', 'FULL')),
  ADD COLUMN severity_reason text CHECK (length(severity_reason) BETWEEN 1 AND 2000),
  ADD COLUMN resolution      text CHECK (length(resolution) BETWEEN 1 AND 10000),
  ADD COLUMN started_at      timestamptz,
  ADD COLUMN reopened_at     timestamptz,
  -- what a desk has said here: its source does not take it back
  ADD COLUMN desk_fields     text[] NOT NULL DEFAULT '{}' CHECK (cardinality(desk_fields) <= 50),
  ADD CONSTRAINT incident_merged_check CHECK (merged_into_id IS NULL OR state = 'CLOSED' AND merged_into_id <> id);
ALTER TABLE hub.incident DISABLE TRIGGER USER;
UPDATE hub.incident i SET first_owner_id = i.owner_id;
ALTER TABLE hub.incident ENABLE TRIGGER USER;
ALTER TABLE hub.incident ALTER COLUMN first_owner_id SET NOT NULL,
  DROP CONSTRAINT incident_owner_id_source_external_id_key,
  ADD UNIQUE (first_owner_id, source, external_id);
CREATE INDEX incident_merged ON hub.incident (merged_into_id, id) WHERE merged_into_id IS NOT NULL;

ALTER TABLE hub.timeline_entry
  ADD COLUMN from_state text CHECK (from_state IN ${states}),
  ADD COLUMN to_state   text CHECK (to_state IN ${states}),
  ADD CONSTRAINT timeline_entry_states_check CHECK (num_nonnulls(from_state, to_state) IN (0, 2) AND (to_state IS NULL OR kind = 'STATE_CHANGE'));

-- The link of one incident with another stands once at either of them, each time as that one has it.
CREATE TABLE hub.incident_link (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  incident_id uuid NOT NULL REFERENCES hub.incident,
  other_id    uuid NOT NULL REFERENCES hub.incident,
  kind        text NOT NULL CHECK (kind IN ('CAUSED_BY', 'CAUSES', 'DUPLICATE_OF', 'HAS_DUPLICATE', 'RELATED')),
  note        text CHECK (length(note) BETWEEN 1 AND 2000),
  author_id   uuid NOT NULL REFERENCES hub.organization,
  -- access columns of the incident at which it stands
  owner_id    uuid NOT NULL REFERENCES hub.organization,
  region_id   uuid REFERENCES hub.region,
  tlp         text NOT NULL CHECK (tlp IN ('CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED')),
  severity    text NOT NULL CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  party_ids   uuid[] NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (incident_id, other_id),
  CHECK (incident_id <> other_id)
);
CREATE INDEX incident_link_other ON hub.incident_link (other_id, incident_id);
CREATE INDEX incident_link_owner ON hub.incident_link (owner_id, id);

-- Whoever coordinates it or is asked to take it over is a party; a step may ask for one version more where it changes nothing else of the row.
DO $$
DECLARE
  placed text := pg_get_functiondef('private.place_incident'::regproc);
BEGIN
  placed := pg_temp.mended(placed, 'NEW.region_id := coalesce(', 'NEW.first_owner_id := coalesce(NEW.first_owner_id, NEW.owner_id);
  NEW.region_id := coalesce(');
  placed := pg_temp.mended(placed, 'unnest(ARRAY[NEW.owner_id, NEW.reporter_id] ||',
                           'unnest(array_remove(ARRAY[NEW.owner_id, NEW.reporter_id, NEW.coordinator_id, NEW.hand_over_to_id], NULL) ||');
  placed := pg_temp.mended(placed, 'OLD.version + (to_jsonb(NEW)', 'OLD.version + (NEW.version > OLD.version OR to_jsonb(NEW)');
  EXECUTE placed;
END $$;
CREATE FUNCTION private.place_incident_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT i.owner_id, i.region_id, i.tlp, i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.incident_link FOR EACH ROW EXECUTE FUNCTION private.place_incident_link();
DO $$
BEGIN
  EXECUTE pg_temp.mended(pg_get_functiondef('private.move_what_hangs_on_incident'::regproc), 'RETURN NULL;',
    'UPDATE incident_link l SET region_id = NULL WHERE l.incident_id = NEW.id;
  RETURN NULL;');
END $$;

-- Who works on an incident: its owner, its coordinator and its co-workers, named themselves or by a group.
CREATE FUNCTION hub.works_on(owner_id uuid, coordinator_id uuid, coworker_ids uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT owner_id = ANY (hub.writers()) OR coalesce(coordinator_id = ANY (hub.writers()), false)
      OR EXISTS (SELECT FROM unnest(hub.writers()) w WHERE hub.is_party(w, coworker_ids))
$$;
GRANT EXECUTE ON FUNCTION hub.works_on(uuid, uuid, uuid[]) TO hub_api;

-- Which rows a key may touch at all. What of them is below. The national center's stewards take up coordination of what they see.
DO $$
DECLARE
  touched CONSTANT text := $f$owner_id = ANY ((SELECT hub.writers())::uuid[]) OR hand_over_to_id = ANY ((SELECT hub.writers())::uuid[])
    OR hub.works_on(owner_id, coordinator_id, coworker_ids)
    OR (SELECT hub.keeps_directory()) AND tlp <> 'RED' AND owner_id = ANY ((SELECT hub.owners())::uuid[])$f$;
BEGIN
  EXECUTE format('ALTER POLICY updatable ON hub.incident USING (%s) WITH CHECK (%s)', touched, touched);
END $$;
-- What of an incident those may change who do not own it, and to whom it goes. Without a scope (a job, the operator) anything.
CREATE FUNCTION private.keep_incident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  writers CONSTANT uuid[] := coalesce(hub.writers(), '{}');
  is_own  CONSTANT boolean := OLD.owner_id = ANY (writers);
  kept    CONSTANT text[] := '{version,synced_at,updated_at,party_ids,affected_ids}';
  changed text[];
  free    text[] := '{}';
BEGIN
  IF hub.viewer() IS NULL OR is_own AND NEW.owner_id = ANY (writers) THEN RETURN NEW; END IF;
  changed := ARRAY(SELECT n.key FROM jsonb_each(to_jsonb(NEW)) n WHERE to_jsonb(OLD) -> n.key IS DISTINCT FROM n.value AND NOT n.key = ANY (kept));
  -- What was merged into a duplicate goes with it.
  IF changed = '{merged_into_id}' AND NEW.merged_into_id = (SELECT i.merged_into_id FROM incident i WHERE i.id = OLD.merged_into_id) THEN RETURN NEW; END IF;
  IF OLD.coordinator_id = ANY (writers) AND stricter(OLD.tlp, NEW.tlp) = NEW.tlp THEN
    free := ARRAY(SELECT c.key FROM jsonb_object_keys(to_jsonb(NEW)) c(key)
                   WHERE NOT c.key = ANY ('{id,owner_id,first_owner_id,source,external_id,reference,reporter_id,coordinator_id,hand_over_to_id}'));
  ELSIF works_on(NULL, NULL, OLD.coworker_ids) THEN
    free := '{state,resolution,acknowledged_at,started_at,contained_at,resolved_at,reopened_at,desk_fields}';
  END IF;
  -- Who is asked to take it over answers once.
  IF OLD.hand_over_to_id = ANY (writers) AND NEW.hand_over_to_id IS NULL THEN
    free := free || CASE WHEN NEW.owner_id = OLD.hand_over_to_id THEN '{hand_over_to_id,owner_id,coworker_ids}' ELSE '{hand_over_to_id}' END::text[];
  END IF;
  IF hub.keeps_directory() AND (NEW.coordinator_id = hub.viewer() OR NEW.coordinator_id IS NULL AND OLD.coordinator_id = hub.viewer()) THEN
    free := free || 'coordinator_id'::text;
  END IF;
  IF changed <@ free THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'this of an incident is for its owner' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON hub.incident FOR EACH ROW EXECUTE FUNCTION private.keep_incident();

-- What it affects is written by who leads it.
DO $$
DECLARE
  writable CONSTANT text := $f$owner_id = ANY ((SELECT hub.writers())::uuid[])
    OR EXISTS (SELECT FROM hub.incident i WHERE i.id = incident_subject.incident_id AND i.coordinator_id = ANY ((SELECT hub.writers())::uuid[]))$f$;
BEGIN
  EXECUTE format('ALTER POLICY creatable ON hub.incident_subject WITH CHECK (%s)', writable);
  EXECUTE format('ALTER POLICY updatable ON hub.incident_subject USING (%s) WITH CHECK (%s)', writable, writable);
  EXECUTE format('ALTER POLICY removable ON hub.incident_subject USING (%s)', writable);
END $$;

-- A link shows where both its ends do: of the other end its own policy is asked. Who works on either end says what they have to do with each other.
CALL private.protect('hub.incident_link', 'MARKED', $f$author_id = ANY ((SELECT hub.writers())::uuid[]) AND ${worksOnAnEnd}$f$);
DO $$
BEGIN
  EXECUTE format('ALTER POLICY readable ON hub.incident_link USING ((%s) AND EXISTS (SELECT FROM hub.incident o WHERE o.id = incident_link.other_id))',
                 private.rule('MARKED'));
END $$;
ALTER POLICY updatable ON hub.incident_link USING (${worksOnAnEnd}) WITH CHECK (${worksOnAnEnd});
GRANT DELETE ON hub.incident_link TO hub_api;
CREATE POLICY removable ON hub.incident_link FOR DELETE TO hub_api USING (${worksOnAnEnd});
CALL private.record_changes_of('hub.incident_link', 'IncidentLink', 'INCIDENTS');

-- Holds incidents that the viewer sees until the transaction ends, with those merged into them and linked to them, in the order of their ids:
-- whoever writes several holds them first.
CREATE FUNCTION hub.hold_incidents(ids uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  seen   CONSTANT uuid[] := ARRAY(SELECT i.id FROM incident i CROSS JOIN LATERAL judged('INCIDENTS', 'Incident', i.owner_id, NULL, i.region_id, i.tlp, i.severity, i.party_ids) j
                                   WHERE i.id = ANY (ids) AND j.seen);
  beside CONSTANT uuid[] := ARRAY(SELECT i.id FROM incident i WHERE i.merged_into_id = ANY (seen) UNION SELECT l.other_id FROM incident_link l WHERE l.incident_id = ANY (seen));
BEGIN
  PERFORM FROM incident i WHERE i.id = ANY (seen || beside) ORDER BY i.id FOR NO KEY UPDATE;
END $$;
-- Who declines does not see what may be RED any more: no policy lets it take its own name off.
CREATE FUNCTION hub.decline_hand_over(incident_id uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE incident i SET hand_over_to_id = NULL WHERE i.id = decline_hand_over.incident_id AND i.hand_over_to_id = ANY (hub.writers());
  RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION hub.hold_incidents(uuid[]), hub.decline_hand_over(uuid) TO hub_api;

-- What was merged into a duplicate is merged into the incident that survives. That affects what its duplicates do, and is linked to what they
-- are, where it is marked as strictly as they are: nothing is told more widely than it was. All of it stays with them, too.
CREATE FUNCTION private.follow_merge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE incident i SET merged_into_id = NEW.merged_into_id WHERE i.merged_into_id = NEW.id;
  IF OLD.merged_into_id IS NOT NULL
     OR NOT EXISTS (SELECT FROM incident i WHERE i.id = NEW.merged_into_id AND stricter(i.tlp, NEW.tlp) = i.tlp) THEN RETURN NULL; END IF;
  INSERT INTO incident_subject (incident_id, organization_id, site_id, device_id, interface_id, link_id, system_id)
  SELECT NEW.merged_into_id, s.organization_id, s.site_id, s.device_id, s.interface_id, s.link_id, s.system_id FROM incident_subject s
   WHERE s.incident_id = NEW.id ORDER BY s.subject_id ON CONFLICT DO NOTHING;
  INSERT INTO incident_link (incident_id, other_id, kind, note, author_id)
  SELECT e.incident_id, e.other_id, l.kind, l.note, l.author_id FROM incident_link l
   CROSS JOIN LATERAL (VALUES (CASE l.incident_id WHEN NEW.id THEN NEW.merged_into_id ELSE l.incident_id END,
                               CASE l.other_id WHEN NEW.id THEN NEW.merged_into_id ELSE l.other_id END)) e(incident_id, other_id)
   WHERE NEW.id IN (l.incident_id, l.other_id) AND e.incident_id <> e.other_id
   ORDER BY e.incident_id, e.other_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER merged AFTER UPDATE OF merged_into_id ON hub.incident FOR EACH ROW
  WHEN (NEW.merged_into_id IS NOT NULL AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id) EXECUTE FUNCTION private.follow_merge();

-- A link is a part of the incident at which it stands, and told of to who sees its other end too.
DO $$
DECLARE
  entries text := pg_get_functiondef('hub.feed_entries(uuid, jsonb, xid8, bigint, xid8, bigint, int, int)'::regprocedure);
  history CONSTANT text := pg_get_functiondef('hub.record_history(uuid[], bigint, int)'::regprocedure);
BEGIN
  entries := pg_temp.mended(entries, $f$WHEN 'SharingGroupMember' THEN$f$, $f$WHEN 'IncidentLink' THEN coalesce(c.after, c.before) ->> 'incident_id'
                            WHEN 'SharingGroupMember' THEN$f$);
  entries := pg_temp.mended(entries, 'c.record_type = ANY (types) AS asked', $f$c.record_type = ANY (types)
                                AND (c.record_type <> 'IncidentLink' OR EXISTS (SELECT FROM seen_now(ARRAY[(coalesce(c.after, c.before) ->> 'other_id')::uuid]))) AS asked$f$);
  EXECUTE entries;
  -- Who is asked to take an incident over is its owner's side's to know, as who works on it is.
  EXECUTE pg_temp.mended(history, '{coworker_ids,recipient_ids}', '{coworker_ids,recipient_ids,hand_over_to_id}');
END $$;
`;
