import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents, their timelines and what they affect, seen by their TLP marking. */
export class CreateIncidents1790000000400 implements MigrationInterface {
  name = 'CreateIncidents1790000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const markings = `('CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED')`;

const sql = String.raw`
-- The class and type codes of the Reference Security Incident Taxonomy that an incident may carry.
CREATE TABLE hub.classification (
  class text COLLATE "C" NOT NULL,
  type  text COLLATE "C" NOT NULL,
  PRIMARY KEY (class, type)
);
INSERT INTO hub.classification (class, type) VALUES
  ('abusive-content', 'spam'), ('abusive-content', 'harmful-speech'), ('abusive-content', 'violence'),
  ('malicious-code', 'infected-system'), ('malicious-code', 'c2-server'), ('malicious-code', 'malware-distribution'), ('malicious-code', 'malware-configuration'),
  ('information-gathering', 'scanner'), ('information-gathering', 'sniffing'), ('information-gathering', 'social-engineering'),
  ('intrusion-attempts', 'ids-alert'), ('intrusion-attempts', 'brute-force'), ('intrusion-attempts', 'exploit'),
  ('intrusions', 'privileged-account-compromise'), ('intrusions', 'unprivileged-account-compromise'), ('intrusions', 'application-compromise'), ('intrusions', 'system-compromise'), ('intrusions', 'burglary'),
  ('availability', 'dos'), ('availability', 'ddos'), ('availability', 'misconfiguration'), ('availability', 'sabotage'), ('availability', 'outage'),
  ('information-content-security', 'unauthorised-information-access'), ('information-content-security', 'unauthorised-information-modification'), ('information-content-security', 'data-loss'), ('information-content-security', 'data-leak'),
  ('fraud', 'unauthorised-use-of-resources'), ('fraud', 'copyright'), ('fraud', 'masquerade'), ('fraud', 'phishing'),
  ('vulnerable', 'weak-crypto'), ('vulnerable', 'ddos-amplifier'), ('vulnerable', 'potentially-unwanted-accessible'), ('vulnerable', 'information-disclosure'), ('vulnerable', 'vulnerable-system'),
  ('other', 'other'), ('other', 'undetermined'),
  ('test', 'test');

CREATE TABLE hub.incident (
  id                    uuid PRIMARY KEY,
  owner_id              uuid NOT NULL REFERENCES hub.organization,
  source                text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id           text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  synced_at             timestamptz NOT NULL DEFAULT now(),
  region_id             uuid REFERENCES hub.region,
  tlp                   text NOT NULL CHECK (tlp IN ${markings}),
  reporter_id           uuid NOT NULL REFERENCES hub.organization,
  coworker_ids          uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(coworker_ids) <= 100),
  recipient_ids         uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(recipient_ids) <= 100),
  -- owner, reporter, co-workers and named recipients: they see it whatever its marking
  party_ids             uuid[] NOT NULL,
  reference             text COLLATE "C" NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 40),
  title                 text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  summary               text CHECK (length(summary) <= 20000),
  class                 text COLLATE "C" NOT NULL,
  type                  text COLLATE "C" NOT NULL,
  severity              text NOT NULL CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  state                 text NOT NULL DEFAULT 'NEW' CHECK (state IN ('NEW', 'TRIAGED', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED', 'CLOSED')),
  occurred_at           timestamptz,
  occurred_at_precision text NOT NULL DEFAULT 'SECOND' CHECK (occurred_at_precision IN ('YEAR', 'MONTH', 'DAY', 'SECOND')),
  detected_at           timestamptz,
  aware_at              timestamptz,
  acknowledged_at       timestamptz,
  contained_at          timestamptz,
  resolved_at           timestamptz,
  closed_at             timestamptz,
  labels                text[] NOT NULL DEFAULT '{}' CHECK (cardinality(labels) <= 200 AND array_position(labels, NULL) IS NULL),
  links                 text[] NOT NULL DEFAULT '{}' CHECK (cardinality(links) <= 100 AND array_position(links, NULL) IS NULL),
  version               int NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, source, external_id),
  FOREIGN KEY (class, type) REFERENCES hub.classification,
  -- a date known to the year is the first instant of that year, in UTC
  CHECK (occurred_at_precision = 'SECOND' OR occurred_at IS NULL
         OR occurred_at = date_trunc(lower(occurred_at_precision), occurred_at, 'UTC')),
  CHECK (closed_at IS NULL OR state = 'CLOSED')
);

CREATE TABLE hub.timeline_entry (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES hub.incident,
  owner_id    uuid NOT NULL REFERENCES hub.organization,
  source      text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  region_id   uuid REFERENCES hub.region,
  marking     text NOT NULL CHECK (marking IN ${markings}),
  -- the stricter of its own marking and its incident's
  tlp         text NOT NULL CHECK (tlp IN ${markings}),
  party_ids   uuid[] NOT NULL,
  author_id   uuid NOT NULL REFERENCES hub.organization,
  author_desk text CHECK (length(author_desk) BETWEEN 1 AND 100),
  kind        text NOT NULL CHECK (kind IN ('NOTE', 'STATE_CHANGE', 'ACTION', 'COMMUNICATION')),
  at          timestamptz NOT NULL,
  text        text NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  -- the author's key, so that nobody learns of another's entry by it
  UNIQUE (author_id, source, external_id)
);

CREATE TABLE hub.incident_subject (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  incident_id     uuid NOT NULL REFERENCES hub.incident,
  owner_id        uuid NOT NULL REFERENCES hub.organization,
  region_id       uuid REFERENCES hub.region,
  tlp             text NOT NULL CHECK (tlp IN ${markings}),
  party_ids       uuid[] NOT NULL,
  organization_id uuid REFERENCES hub.organization,
  site_id         uuid REFERENCES hub.site,
  device_id       uuid REFERENCES hub.device,
  interface_id    uuid REFERENCES hub.interface,
  link_id         uuid REFERENCES hub.link,
  system_id       uuid REFERENCES hub.information_system,
  subject_id      uuid GENERATED ALWAYS AS (coalesce(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id) = 1),
  UNIQUE (incident_id, subject_id)
);

CREATE INDEX incident_owner ON hub.incident (owner_id, id);
CREATE INDEX incident_region ON hub.incident (region_id, id);
CREATE INDEX incident_state ON hub.incident (state, severity, id);
CREATE INDEX incident_detected ON hub.incident (detected_at, id);
CREATE INDEX incident_open ON hub.incident (id) WHERE state NOT IN ('RESOLVED', 'CLOSED');
CREATE INDEX timeline_entry_incident ON hub.timeline_entry (incident_id, at, id);
CREATE INDEX timeline_entry_owner ON hub.timeline_entry (owner_id, id);
CREATE INDEX incident_subject_subject ON hub.incident_subject (subject_id, incident_id);
CREATE INDEX incident_subject_owner ON hub.incident_subject (owner_id, id);

CREATE FUNCTION private.stricter(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'])[greatest(
    array_position(ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'], a),
    array_position(ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'], b))]
$$;
CREATE FUNCTION private.place_incident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := coalesce(NEW.region_id, owner_region(NEW.owner_id));
  NEW.party_ids := (SELECT array_agg(DISTINCT p ORDER BY p)
                      FROM unnest(ARRAY[NEW.owner_id, NEW.reporter_id] || NEW.coworker_ids || NEW.recipient_ids) p);
  IF TG_OP = 'UPDATE' THEN NEW.version := OLD.version + (to_jsonb(NEW) - '{version,synced_at,updated_at}'::text[]
                                                         <> to_jsonb(OLD) - '{version,synced_at,updated_at}'::text[])::int; END IF;
  RETURN NEW;
END $$;
-- What hangs on an incident is marked in the same statement that writes it: nothing is ever wider first. The lock holds back a
-- narrower marking until what is being written stands, and is then found by it.
CREATE FUNCTION private.place_timeline_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT i.owner_id, i.region_id, stricter(NEW.marking, i.tlp), i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE FUNCTION private.place_incident_subject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT i.owner_id, i.region_id, i.tlp, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE FUNCTION private.move_what_hangs_on_incident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE timeline_entry t SET region_id = NULL WHERE t.incident_id = NEW.id;
  UPDATE incident_subject s SET region_id = NULL WHERE s.incident_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.incident FOR EACH ROW EXECUTE FUNCTION private.place_incident();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.timeline_entry FOR EACH ROW EXECUTE FUNCTION private.place_timeline_entry();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.incident_subject FOR EACH ROW EXECUTE FUNCTION private.place_incident_subject();
CREATE TRIGGER moved AFTER UPDATE ON hub.incident FOR EACH ROW
  WHEN ((OLD.owner_id, OLD.region_id, OLD.tlp, OLD.party_ids) IS DISTINCT FROM (NEW.owner_id, NEW.region_id, NEW.tlp, NEW.party_ids))
  EXECUTE FUNCTION private.move_what_hangs_on_incident();

-- An incident is its owner's to write; its parties add to the timeline.
CALL private.protect('hub.incident', 'MARKED', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
CALL private.protect('hub.timeline_entry', 'MARKED', 'author_id = ANY ((SELECT hub.writers())::uuid[]) AND author_id = ANY (party_ids)');
CALL private.protect('hub.incident_subject', 'MARKED', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
GRANT DELETE ON hub.incident_subject TO hub_api;
CREATE POLICY removable ON hub.incident_subject FOR DELETE TO hub_api USING (owner_id = ANY ((SELECT hub.writers())::uuid[]));
ALTER TABLE hub.classification ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON hub.classification FOR SELECT TO hub_api USING ((SELECT hub.viewer()) IS NOT NULL);
GRANT SELECT ON hub.classification TO hub_api;

CREATE TRIGGER touch BEFORE UPDATE ON hub.incident FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.timeline_entry FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.incident', 'Incident', 'INCIDENTS');
CALL private.record_changes_of('hub.timeline_entry', 'TimelineEntry', 'INCIDENTS');
CALL private.record_changes_of('hub.incident_subject', 'IncidentSubject', 'INCIDENTS');

-- Whether a change may be told: what an image shows under a marking, then or before, is for who sees that marking.
CREATE FUNCTION private.tells(c private.change, viewer uuid, owners uuid[], open_markings text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (c.tlp IS NULL OR hub.sees_marked(c.owner_id, c.tlp, c.party_ids, viewer, owners, open_markings))
     AND (c.was_tlp IS NULL OR hub.sees_marked(c.was_owner_id, c.was_tlp, c.was_party_ids, viewer, owners, open_markings))
$$;
-- Changes of each record asked for, newest first, for who sees the record as it stands now: the access columns of its last change.
-- seq orders the changes of one record, since each is written under that record's lock; transaction ids do not. A place is counted among
-- the changes that the viewer is told, so that it says nothing about others.
CREATE FUNCTION hub.record_history(records uuid[], before_place bigint, most int)
RETURNS TABLE (record_id uuid, place bigint, at timestamptz, operation text, actor_label text, before jsonb, after jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT r.id, h.place, h.at, h.operation, h.actor_label, h.before, h.after
    FROM unnest(records) r(id)
   CROSS JOIN LATERAL (SELECT n.operation, n.dataset, n.owner_id, n.writer_id, n.tlp, n.party_ids
                         FROM change n WHERE n.record_id = r.id AND n.operation <> 'APPENDED'
                        ORDER BY n.seq DESC LIMIT 1) now
   CROSS JOIN LATERAL (SELECT p.* FROM (SELECT row_number() OVER (ORDER BY c.seq) AS place, c.at, c.operation, c.actor_label, c.before, c.after
                                          FROM change c
                                         WHERE c.record_id = r.id AND c.operation <> 'APPENDED'
                                           AND tells(c, (SELECT hub.viewer()), (SELECT hub.owners()), (SELECT hub.open_markings()))) p
                        WHERE before_place IS NULL OR p.place < before_place
                        ORDER BY p.place DESC LIMIT most) h
   WHERE CASE WHEN now.operation = 'DELETED' THEN false
              WHEN now.dataset = 'DIRECTORY' THEN (SELECT hub.viewer()) IS NOT NULL
              WHEN now.tlp IS NOT NULL THEN hub.sees_marked(now.owner_id, now.tlp, now.party_ids,
                                                            (SELECT hub.viewer()), (SELECT hub.owners()), (SELECT hub.open_markings()))
              ELSE hub.sees_series(now.owner_id, now.writer_id, (SELECT hub.owners()), (SELECT hub.owners())) END
$$;
GRANT EXECUTE ON FUNCTION hub.record_history(uuid[], bigint, int) TO hub_api;
`;
