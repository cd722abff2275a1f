import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An incident lists what it affects. */
export class ListAffected1790000001900 implements MigrationInterface {
  name = 'ListAffected1790000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- What an incident affects, by the ids of the API in the order of their UUIDs, beside it: a page of incidents asks one policy for both, and
-- a subject is seen by whoever sees its incident, of which it has its access columns. As many as are listed, and one that tells of more.
ALTER TABLE hub.incident ADD COLUMN affected_ids text[] NOT NULL DEFAULT '{}';

-- Read anew at every write of the incident, whatever is sent for it: under the lock of that write it finds what others wrote before.
CREATE OR REPLACE FUNCTION private.place_incident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := coalesce(NEW.region_id, owner_region(NEW.owner_id));
  NEW.party_ids := (SELECT array_agg(DISTINCT p ORDER BY p)
                      FROM unnest(ARRAY[NEW.owner_id, NEW.reporter_id] || NEW.coworker_ids || NEW.recipient_ids) p);
  NEW.affected_ids := ARRAY(SELECT coalesce('org_' || s.organization_id, 'sit_' || s.site_id, 'dev_' || s.device_id, 'ifc_' || s.interface_id,
                                            'lnk_' || s.link_id, 'sys_' || s.system_id)
                              FROM incident_subject s WHERE s.incident_id = NEW.id ORDER BY s.subject_id LIMIT 1001);
  IF TG_OP = 'UPDATE' THEN NEW.version := OLD.version + (to_jsonb(NEW) - '{version,synced_at,updated_at,affected_ids}'::text[]
                                                         <> to_jsonb(OLD) - '{version,synced_at,updated_at,affected_ids}'::text[])::int; END IF;
  RETURN NEW;
END $$;

-- The subjects are recorded themselves: their list is no change of the incident.
DO $$
DECLARE
  kept text;
BEGIN
  FOR kept IN SELECT pg_get_functiondef(f) FROM unnest('{private.record_change,private.touch}'::regproc[]) f LOOP
    IF position('synced_at,updated_at}' IN kept) = 0 THEN RAISE EXCEPTION 'there is nothing to mend in %', kept; END IF;
    EXECUTE replace(kept, 'synced_at,updated_at}', 'synced_at,updated_at,affected_ids}');
  END LOOP;
END $$;

-- Who adds to an incident is about to write it: with a lock that two may hold, both would wait for each other.
DO $$
DECLARE
  kept CONSTANT text := pg_get_functiondef('private.place_incident_subject'::regproc);
BEGIN
  IF position('FOR SHARE' IN kept) = 0 THEN RAISE EXCEPTION 'there is nothing to mend in %', kept; END IF;
  EXECUTE replace(kept, 'FOR SHARE', 'FOR NO KEY UPDATE');
END $$;

CREATE FUNCTION private.list_affected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE incident i SET affected_ids = '{}' WHERE i.id IN (OLD.incident_id, NEW.incident_id);
  ELSE
    UPDATE incident i SET affected_ids = '{}' WHERE i.id IN (SELECT c.incident_id FROM changed c);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER list_created AFTER INSERT ON hub.incident_subject REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION private.list_affected();
CREATE TRIGGER list_deleted AFTER DELETE ON hub.incident_subject REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION private.list_affected();
CREATE TRIGGER list_updated AFTER UPDATE OF incident_id, organization_id, site_id, device_id, interface_id, link_id, system_id ON hub.incident_subject
  FOR EACH ROW EXECUTE FUNCTION private.list_affected();

UPDATE hub.incident i SET affected_ids = '{}' WHERE EXISTS (SELECT FROM hub.incident_subject s WHERE s.incident_id = i.id);
`;
