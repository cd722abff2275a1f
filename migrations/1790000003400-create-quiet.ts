import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Silences and planned maintenance: what holds back warnings, for whom, and until when. */
export class CreateQuiet1790000003400 implements MigrationInterface {
  name = 'CreateQuiet1790000003400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const record = `
  id          uuid PRIMARY KEY,
  owner_id    uuid NOT NULL REFERENCES hub.organization,
  source      text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200)`;
const moments = `
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, source, external_id)`;
const impacts = `('NO_IMPACT', 'REDUCED_REDUNDANCY', 'DEGRADED', 'OUTAGE')`;

const sql = String.raw`
-- A silence of an organization holds back warnings of those named (quiets_ids), which it may write for, within its filter: all that is given
-- must hold. ended_at: when it was ended before its time.
CREATE TABLE hub.silence (${record},
  party_ids       uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id] || quiets_ids) STORED,
  quiets_ids      uuid[] NOT NULL,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  starts_at       timestamptz NOT NULL,
  ends_at         timestamptz NOT NULL,
  ended_at        timestamptz,
  set_by          text NOT NULL DEFAULT 'hub',
  rule_id         uuid,
  organization_id uuid REFERENCES hub.organization,
  site_id         uuid REFERENCES hub.site,
  device_id       uuid REFERENCES hub.device,
  interface_id    uuid REFERENCES hub.interface,
  link_id         uuid REFERENCES hub.link,
  system_id       uuid REFERENCES hub.information_system,
  subject_id      uuid GENERATED ALWAYS AS (coalesce(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  labels          jsonb NOT NULL DEFAULT '{}',
  most_severity   text CHECK (most_severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),${moments},
  CONSTRAINT silence_quiets CHECK (cardinality(quiets_ids) BETWEEN 1 AND 100 AND array_position(quiets_ids, NULL) IS NULL),
  CONSTRAINT silence_labels CHECK (jsonb_typeof(labels) = 'object'),
  CONSTRAINT silence_window CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '90 days'),
  CONSTRAINT silence_subject CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id) <= 1),
  CONSTRAINT silence_filter CHECK (num_nonnulls(rule_id, most_severity, organization_id, site_id, device_id, interface_id, link_id, system_id) > 0 OR labels <> '{}')
);
CREATE INDEX silence_owner ON hub.silence (owner_id, id);
CREATE INDEX silence_starts ON hub.silence (starts_at, id);
CREATE INDEX silence_ends ON hub.silence (ends_at, id);

-- Work that its provider has announced. Which of two notices stands is decided by sequence and stamped_at.
CREATE TABLE hub.maintenance (${record},
  synced_at     timestamptz NOT NULL DEFAULT now(),
  -- owner, provider, and who owns what it is about
  party_ids     uuid[] NOT NULL,
  provider_id   uuid REFERENCES hub.organization,
  provider_name text CHECK (length(provider_name) BETWEEN 1 AND 200),
  reference     text COLLATE "C" CHECK (length(reference) BETWEEN 1 AND 200),
  account       text CHECK (length(account) BETWEEN 1 AND 200),
  title         text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  sort_key      text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(title)) STORED,
  status        text NOT NULL CHECK (status IN ('TENTATIVE', 'CONFIRMED', 'RE_SCHEDULED', 'IN_PROCESS', 'COMPLETED', 'CANCELLED')),
  impact        text NOT NULL CHECK (impact IN ${impacts}),
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  sequence      int CHECK (sequence >= 0),
  stamped_at    timestamptz,${moments},
  CONSTRAINT maintenance_window CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '366 days')
);
CREATE INDEX maintenance_owner ON hub.maintenance (owner_id, id);
CREATE INDEX maintenance_title ON hub.maintenance (sort_key, id);
CREATE INDEX maintenance_starts ON hub.maintenance (starts_at, id);
CREATE INDEX maintenance_ends ON hub.maintenance (ends_at, id);
CREATE INDEX maintenance_provider ON hub.maintenance (provider_id) WHERE provider_id IS NOT NULL;

-- What it is about: an object of the inventory, or a circuit by the name that its provider has for it, until a link is found that it stands for.
-- Each is for the owner of the maintenance, its provider and its own owner alone.
CREATE TABLE hub.maintenance_object (
  id             uuid PRIMARY KEY,
  maintenance_id uuid NOT NULL REFERENCES hub.maintenance,
  owner_id       uuid NOT NULL REFERENCES hub.organization,
  party_ids      uuid[] NOT NULL,
  covered_id     uuid REFERENCES hub.organization,
  circuit        text CHECK (length(circuit) BETWEEN 1 AND 200),
  impact         text NOT NULL CHECK (impact IN ${impacts}),
  site_id        uuid REFERENCES hub.site,
  device_id      uuid REFERENCES hub.device,
  interface_id   uuid REFERENCES hub.interface,
  link_id        uuid REFERENCES hub.link,
  system_id      uuid REFERENCES hub.information_system,
  subject_id     uuid GENERATED ALWAYS AS (coalesce(site_id, device_id, interface_id, link_id, system_id)) STORED,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT maintenance_object_named CHECK (CASE WHEN circuit IS NULL THEN num_nonnulls(site_id, device_id, interface_id, link_id, system_id) = 1
                                                  ELSE num_nonnulls(site_id, device_id, interface_id, system_id) = 0 END)
);
CREATE UNIQUE INDEX maintenance_object_circuit ON hub.maintenance_object (maintenance_id, circuit) WHERE circuit IS NOT NULL;
CREATE UNIQUE INDEX maintenance_object_once ON hub.maintenance_object (maintenance_id, subject_id) WHERE circuit IS NULL;
CREATE INDEX maintenance_object_subject ON hub.maintenance_object (subject_id, maintenance_id) WHERE subject_id IS NOT NULL;
CREATE INDEX maintenance_object_owner ON hub.maintenance_object (owner_id, id);
CREATE INDEX maintenance_object_unbound ON hub.maintenance_object (id) WHERE circuit IS NOT NULL AND link_id IS NULL;
CREATE INDEX link_external_id ON hub.link (external_id);

-- The link of a circuit: the only one by this name or this key, of those at or below the owner, and of no other provider. A retired one
-- is found where there is no other.
CREATE FUNCTION private.circuit_link(owner uuid, provider uuid, circuit text) RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
DECLARE
  met uuid[];
BEGIN
  WITH found AS (
    SELECT l.id, l.status = 'RETIRED' AS retired FROM organization_tree t
      JOIN link l ON l.owner_id = t.descendant_id AND l.sort_key = sort_key(circuit_link.circuit) AND fold(l.name) = fold(circuit_link.circuit)
     WHERE t.ancestor_id = owner AND (provider IS NULL OR l.provider_id IS NULL OR l.provider_id = provider)
    UNION
    SELECT l.id, l.status = 'RETIRED' FROM link l JOIN organization_tree t ON t.descendant_id = l.owner_id AND t.ancestor_id = owner
     WHERE l.external_id = circuit_link.circuit AND (provider IS NULL OR l.provider_id IS NULL OR l.provider_id = provider)
  )
  SELECT coalesce(array_agg(f.id) FILTER (WHERE NOT f.retired), array_agg(f.id)) INTO met FROM found f;
  RETURN CASE WHEN cardinality(met) = 1 THEN met[1] END;
END $$;

CREATE FUNCTION private.place_maintenance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.party_ids := ARRAY(SELECT DISTINCT p.id FROM (
    SELECT unnest(ARRAY[NEW.owner_id, NEW.provider_id]) AS id UNION ALL
    SELECT o.covered_id FROM maintenance_object o WHERE o.maintenance_id = NEW.id) p WHERE p.id IS NOT NULL ORDER BY p.id);
  RETURN NEW;
END $$;
-- Under the lock of its maintenance, which is about to be written: it tells who is a party by what it is about.
CREATE FUNCTION private.place_maintenance_object() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  provider uuid;
BEGIN
  SELECT m.owner_id, m.provider_id INTO NEW.owner_id, provider FROM maintenance m WHERE m.id = NEW.maintenance_id FOR NO KEY UPDATE;
  IF NEW.circuit IS NOT NULL AND NEW.link_id IS NULL THEN NEW.link_id := circuit_link(NEW.owner_id, provider, NEW.circuit); END IF;
  NEW.covered_id := (SELECT x.owner_id FROM site x WHERE x.id = NEW.site_id
    UNION ALL SELECT x.owner_id FROM device x WHERE x.id = NEW.device_id
    UNION ALL SELECT x.owner_id FROM interface x WHERE x.id = NEW.interface_id
    UNION ALL SELECT x.owner_id FROM link x WHERE x.id = NEW.link_id
    UNION ALL SELECT x.owner_id FROM information_system x WHERE x.id = NEW.system_id);
  NEW.party_ids := ARRAY(SELECT DISTINCT p FROM unnest(ARRAY[NEW.owner_id, provider, NEW.covered_id]) p WHERE p IS NOT NULL ORDER BY p);
  RETURN NEW;
END $$;
-- A touched maintenance finds its parties again by its own trigger.
CREATE FUNCTION private.gather_maintenance_parties() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE maintenance m SET party_ids = '{}' WHERE m.id IN (SELECT c.maintenance_id FROM changed c);
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_maintenance_objects() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE maintenance_object o SET party_ids = '{}' WHERE o.maintenance_id = NEW.id;
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_what_covers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  PERFORM FROM maintenance m WHERE m.id IN (SELECT o.maintenance_id FROM maintenance_object o WHERE o.subject_id = NEW.id) ORDER BY m.id FOR NO KEY UPDATE;
  UPDATE maintenance_object o SET party_ids = '{}' WHERE o.subject_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.maintenance FOR EACH ROW EXECUTE FUNCTION private.place_maintenance();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.maintenance_object FOR EACH ROW EXECUTE FUNCTION private.place_maintenance_object();
CREATE TRIGGER gather_created AFTER INSERT ON hub.maintenance_object REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION private.gather_maintenance_parties();
CREATE TRIGGER gather_updated AFTER UPDATE ON hub.maintenance_object REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION private.gather_maintenance_parties();
CREATE TRIGGER gather_deleted AFTER DELETE ON hub.maintenance_object REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION private.gather_maintenance_parties();
CREATE TRIGGER moved AFTER UPDATE ON hub.maintenance FOR EACH ROW
  WHEN ((OLD.owner_id, OLD.provider_id) IS DISTINCT FROM (NEW.owner_id, NEW.provider_id)) EXECUTE FUNCTION private.move_maintenance_objects();
DO $$
DECLARE
  tbl text;
BEGIN
  FOREACH tbl IN ARRAY '{site,device,interface,link,information_system}'::text[] LOOP
    EXECUTE format('CREATE TRIGGER maintenance_moved AFTER UPDATE ON hub.%I FOR EACH ROW
                    WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION private.move_what_covers()', tbl);
  END LOOP;
END $$;

-- Who sets a silence is told by its key; it quiets organizations that the key may write for. Without a scope (a job, the operator) any.
CREATE FUNCTION private.keep_silence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  -- One of another owner is the policy's to refuse.
  IF NEW.owner_id = ANY (hub.writers()) AND (TG_OP = 'INSERT' OR NEW.quiets_ids IS DISTINCT FROM OLD.quiets_ids) AND NOT coalesce(NEW.quiets_ids <@ hub.writers(), false) THEN
    RAISE EXCEPTION 'a silence is for organizations that the key may write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.set_by := coalesce(nullif(current_setting('hub.label', true), ''), NEW.set_by);
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.silence FOR EACH ROW EXECUTE FUNCTION private.keep_silence();
CREATE TRIGGER touch BEFORE UPDATE ON hub.silence FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.maintenance FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.maintenance_object FOR EACH ROW EXECUTE FUNCTION private.touch();

-- For whose warnings it is and those above them: no agreement reaches a silence. A maintenance is for its parties.
CALL private.protect('hub.silence', 'PARTIES', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
CALL private.protect('hub.maintenance', 'PARTIES', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
CALL private.protect('hub.maintenance_object', 'PARTIES', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
GRANT DELETE ON hub.maintenance_object TO hub_api;
CREATE POLICY removable ON hub.maintenance_object FOR DELETE TO hub_api USING (owner_id = ANY ((SELECT hub.writers())::uuid[]));
CALL private.record_changes_of('hub.silence', 'Silence', 'SHARING');
CALL private.record_changes_of('hub.maintenance', 'Maintenance', 'SHARING');
CALL private.record_changes_of('hub.maintenance_object', 'MaintenanceObject', 'SHARING');

-- Circuits of work that is not over yet, for which there is a link by now.
CREATE FUNCTION private.bind_circuits(most int) RETURNS int LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  due CONSTANT uuid[] := ARRAY(
    SELECT o.id FROM maintenance_object o JOIN maintenance m ON m.id = o.maintenance_id
     WHERE o.circuit IS NOT NULL AND o.link_id IS NULL AND m.ends_at > now() AND circuit_link(m.owner_id, m.provider_id, o.circuit) IS NOT NULL
     ORDER BY o.id LIMIT most);
BEGIN
  PERFORM FROM maintenance m WHERE m.id IN (SELECT o.maintenance_id FROM maintenance_object o WHERE o.id = ANY (due)) ORDER BY m.id FOR NO KEY UPDATE;
  UPDATE maintenance_object o SET party_ids = '{}' WHERE o.id = ANY (due);
  RETURN cardinality(due);
END $$;

-- How bad a warning the announced impact explains: 1 INFO … 4 CRITICAL. An outage where less was announced is news.
CREATE FUNCTION private.explains_up_to(impact text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE impact WHEN 'OUTAGE' THEN 4 WHEN 'DEGRADED' THEN 3 WHEN 'REDUCED_REDUNDANCY' THEN 2 ELSE 0 END
$$;

-- What each subject is or stands on, at most some steps away: an interface on its device, that at its site, and as an end of its link; a link on both
-- its ends; an information system on those that it is a part of; everything under its owner and those above that one.
CREATE FUNCTION private.stands_on(subjects uuid[], owners uuid[]) RETURNS TABLE (place int, id uuid)
LANGUAGE sql STABLE ROWS 1000 SET search_path = hub, private, pg_temp AS $$
  WITH RECURSIVE asked AS MATERIALIZED (
    SELECT u.place::int, u.subject, u.owner FROM unnest(subjects, owners) WITH ORDINALITY AS u(subject, owner, place)
  ), port AS MATERIALIZED (
    SELECT a.place, i.id, i.device_id, d.site_id FROM asked a JOIN interface i ON i.id = a.subject JOIN device d ON d.id = i.device_id
  ), line AS MATERIALIZED (
    SELECT a.place, l.* FROM asked a JOIN link l ON l.id = a.subject
  ), whole AS (
    SELECT a.place, s.id FROM asked a JOIN information_system s ON s.id = a.subject
    UNION SELECT w.place, p.system_id FROM whole w JOIN information_system_part p ON p.part_id = w.id
  )
  SELECT a.place, a.subject FROM asked a WHERE a.subject IS NOT NULL
  UNION SELECT p.place, u.id FROM port p CROSS JOIN LATERAL (VALUES (p.device_id), (p.site_id)) u(id) WHERE u.id IS NOT NULL
  UNION SELECT p.place, l.id FROM port p JOIN link l ON l.a_interface_id = p.id
  UNION SELECT p.place, l.id FROM port p JOIN link l ON l.b_interface_id = p.id
  UNION SELECT a.place, d.site_id FROM asked a JOIN device d ON d.id = a.subject WHERE d.site_id IS NOT NULL
  UNION SELECT l.place, u.id FROM line l CROSS JOIN LATERAL
          (VALUES (l.a_interface_id), (l.b_interface_id), (l.a_device_id), (l.b_device_id), (l.a_site_id), (l.b_site_id)) u(id) WHERE u.id IS NOT NULL
  UNION SELECT w.place, w.id FROM whole w
  UNION SELECT a.place, t.ancestor_id FROM asked a JOIN organization_tree t ON t.descendant_id = a.owner
$$;

-- Most of the time nothing is.
CREATE FUNCTION private.is_anything_quiet(at timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT EXISTS (SELECT FROM silence s WHERE s.ends_at > is_anything_quiet.at AND s.starts_at <= is_anything_quiet.at AND coalesce(s.ended_at > is_anything_quiet.at, true))
      OR EXISTS (SELECT FROM maintenance m WHERE m.ends_at > is_anything_quiet.at AND m.starts_at <= is_anything_quiet.at AND m.status IN ('CONFIRMED', 'RE_SCHEDULED', 'IN_PROCESS'))
$$;

-- Of many warnings at an instant: which silence or maintenance holds each back, if any. One maintenance comes before all silences, and of several the
-- one that ends last. Places count from 1. A silence holds for organizations named on it that still stand at or below its owner, be it as owner of
-- the subject or as who raised the warning; a maintenance for what its owner owns or stands above, and for what its owner raised itself.
CREATE FUNCTION private.quieted(subjects uuid[], owners uuid[], writers uuid[], severities text[], labels jsonb[], rules uuid[], at timestamptz)
RETURNS TABLE (place int, kind text, by_id uuid, ends_at timestamptz) LANGUAGE plpgsql STABLE ROWS 100 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT is_anything_quiet(quieted.at) THEN RETURN; END IF;
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT u.place::int, u.owner, u.writer, array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], u.severity) AS severity, coalesce(u.labels, '{}') AS labels, u.rule
      FROM unnest(owners, quieted.writers, severities, quieted.labels, rules) WITH ORDINALITY AS u(owner, writer, severity, labels, rule, place)
  ), stands AS MATERIALIZED (
    SELECT s.place, s.id FROM stands_on(subjects, owners) s
  ), hushed AS MATERIALIZED (
    SELECT s.*, q.quiet_id, array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], s.most_severity) AS most
      FROM silence s CROSS JOIN LATERAL unnest(s.quiets_ids) AS q(quiet_id)
      JOIN organization_tree t ON t.ancestor_id = s.owner_id AND t.descendant_id = q.quiet_id
     WHERE s.ends_at > quieted.at AND s.starts_at <= quieted.at AND coalesce(s.ended_at > quieted.at, true)
  ), silenced AS (
    SELECT a.place, h.id, h.ends_at FROM asked a JOIN hushed h ON h.quiet_id = a.owner
     WHERE (h.rule_id IS NULL OR h.rule_id = a.rule) AND a.labels @> h.labels AND (h.most IS NULL OR a.severity <= h.most)
       AND (h.subject_id IS NULL OR EXISTS (SELECT FROM stands s WHERE s.place = a.place AND s.id = h.subject_id))
    UNION
    SELECT a.place, h.id, h.ends_at FROM asked a JOIN hushed h ON h.quiet_id = a.writer
     WHERE (h.rule_id IS NULL OR h.rule_id = a.rule) AND a.labels @> h.labels AND (h.most IS NULL OR a.severity <= h.most)
       AND (h.subject_id IS NULL OR EXISTS (SELECT FROM stands s WHERE s.place = a.place AND s.id = h.subject_id))
  ), maintained AS (
    SELECT a.place, m.id, m.ends_at FROM stands s JOIN asked a ON a.place = s.place
      JOIN maintenance_object o ON o.subject_id = s.id
      JOIN maintenance m ON m.id = o.maintenance_id
     WHERE m.ends_at > quieted.at AND m.starts_at <= quieted.at AND m.status IN ('CONFIRMED', 'RE_SCHEDULED', 'IN_PROCESS')
       AND a.severity <= explains_up_to(o.impact)
       AND (m.owner_id = a.writer OR EXISTS (SELECT FROM organization_tree t WHERE t.ancestor_id = m.owner_id AND t.descendant_id = a.owner))
  )
  SELECT DISTINCT ON (c.place) c.place, c.kind, c.id, c.ends_at
    FROM (SELECT n.place, 'MAINTENANCE' AS kind, n.id, n.ends_at FROM maintained n
          UNION ALL SELECT n.place, 'SILENCE', n.id, n.ends_at FROM silenced n) c
   ORDER BY c.place, c.kind, c.ends_at DESC, c.id;
END $$;
-- The same for warnings whose writers the key writes for, or for all in a job: by what each speaks of, an object or a prefix, whose owner is found.
CREATE FUNCTION hub.quieted(subjects uuid[], writers uuid[], severities text[], labels jsonb[], rules uuid[], at timestamptz)
RETURNS TABLE (place int, kind text, by_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
DECLARE
  owners uuid[];
BEGIN
  IF current_setting('role') <> 'hub_owner' AND (quieted.writers <@ hub.writers()) IS NOT TRUE THEN
    RAISE EXCEPTION 'what holds back warnings of an organization that this key may not write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT is_anything_quiet(quieted.at) THEN RETURN; END IF;
  owners := ARRAY(
    SELECT coalesce((SELECT x.owner_id FROM interface x WHERE x.id = u.subject), (SELECT x.owner_id FROM device x WHERE x.id = u.subject),
                    (SELECT x.owner_id FROM link x WHERE x.id = u.subject), (SELECT x.owner_id FROM information_system x WHERE x.id = u.subject),
                    (SELECT x.owner_id FROM site x WHERE x.id = u.subject), (SELECT x.id FROM organization x WHERE x.id = u.subject),
                    (SELECT x.owner_id FROM prefix x WHERE x.id = u.subject), u.writer)
      FROM unnest(subjects, quieted.writers) WITH ORDINALITY AS u(subject, writer, place) ORDER BY u.place);
  RETURN QUERY SELECT q.place, q.kind, q.by_id FROM private.quieted(subjects, owners, quieted.writers, severities, quieted.labels, rules, quieted.at) q;
END $$;
GRANT EXECUTE ON FUNCTION hub.quieted(uuid[], uuid[], text[], jsonb[], uuid[], timestamptz) TO hub_api;

ALTER TABLE hub.warning ADD FOREIGN KEY (silence_id) REFERENCES hub.silence, ADD FOREIGN KEY (maintenance_id) REFERENCES hub.maintenance;
ALTER TABLE hub.warning_transition ADD FOREIGN KEY (silence_id) REFERENCES hub.silence, ADD FOREIGN KEY (maintenance_id) REFERENCES hub.maintenance;
CREATE INDEX warning_silence ON hub.warning (silence_id, id) WHERE silence_id IS NOT NULL;
CREATE INDEX warning_maintenance ON hub.warning (maintenance_id, id) WHERE maintenance_id IS NOT NULL;
CREATE INDEX warning_transition_silence ON hub.warning_transition (silence_id) WHERE silence_id IS NOT NULL;
CREATE INDEX warning_transition_maintenance ON hub.warning_transition (maintenance_id) WHERE maintenance_id IS NOT NULL;

-- What has changed of what is quiet and no pass over the open warnings has seen to yet; and up to which instant beginnings and ends were: one row.
CREATE TABLE private.quiet_due (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE private.quiet_pass (
  is_there boolean PRIMARY KEY DEFAULT true CHECK (is_there),
  until    timestamptz NOT NULL
);
-- Background work is told at once, where there is any: it comes by each minute anyway.
CREATE FUNCTION private.note_quiet() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  INSERT INTO quiet_due DEFAULT VALUES;
  IF to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') IS NOT NULL THEN
    EXECUTE $j$SELECT graphile_worker.add_job('settle_quiet', job_key => 'settle_quiet', max_attempts => 1)$j$;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER noted AFTER INSERT OR UPDATE ON hub.silence FOR EACH STATEMENT EXECUTE FUNCTION private.note_quiet();
CREATE TRIGGER noted AFTER UPDATE ON hub.maintenance FOR EACH STATEMENT EXECUTE FUNCTION private.note_quiet();
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON hub.maintenance_object FOR EACH STATEMENT EXECUTE FUNCTION private.note_quiet();

-- Whether anything has begun, ended or changed that open warnings were not asked about.
CREATE FUNCTION private.is_quiet_due(at timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT EXISTS (SELECT FROM quiet_due) OR NOT EXISTS (SELECT FROM quiet_pass)
      OR EXISTS (SELECT FROM quiet_pass p JOIN silence s ON s.starts_at > p.until AND s.starts_at <= is_quiet_due.at)
      OR EXISTS (SELECT FROM quiet_pass p JOIN silence s ON s.ends_at > p.until AND s.ends_at <= is_quiet_due.at)
      OR EXISTS (SELECT FROM quiet_pass p JOIN maintenance m ON m.starts_at > p.until AND m.starts_at <= is_quiet_due.at)
      OR EXISTS (SELECT FROM quiet_pass p JOIN maintenance m ON m.ends_at > p.until AND m.ends_at <= is_quiet_due.at)
$$;
-- Of a page of open warnings those that are held back and should not be, or by something else, and those that are told and should not be; and the
-- place behind the page, none behind the last.
CREATE FUNCTION private.unsettled_by_quiet(after_raised timestamptz, after_id uuid, most int, at timestamptz)
RETURNS TABLE (ids uuid[], last_raised timestamptz, last_id uuid) LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  WITH page AS MATERIALIZED (
    SELECT w.*, row_number() OVER (ORDER BY w.raised_at, w.id)::int AS place FROM (
      SELECT o.id, o.raised_at, o.state, o.firing, o.severity, o.labels, o.rule_id, o.owner_id, o.writer_id, coalesce(o.subject_id, o.prefix_id) AS subject_id,
             coalesce(o.silence_id, o.maintenance_id) AS held_by
        FROM warning o WHERE o.cleared_at IS NULL AND (o.raised_at, o.id) > (after_raised, after_id) ORDER BY o.raised_at, o.id LIMIT most) w
  ), asked AS (
    SELECT array_agg(p.subject_id ORDER BY p.place) AS subjects, array_agg(p.owner_id ORDER BY p.place) AS owners, array_agg(p.writer_id ORDER BY p.place) AS writers,
           array_agg(p.severity ORDER BY p.place) AS severities, array_agg(p.labels ORDER BY p.place) AS labels, array_agg(p.rule_id ORDER BY p.place) AS rules FROM page p
  ), quiet AS MATERIALIZED (
    SELECT q.* FROM asked a CROSS JOIN LATERAL private.quieted(a.subjects, a.owners, a.writers, a.severities, a.labels, a.rules, unsettled_by_quiet.at) q
  )
  SELECT coalesce(array_agg(p.id ORDER BY p.id) FILTER (WHERE p.state = 'RAISED' AND p.firing AND q.by_id IS NOT NULL
                                                           OR p.state = 'SUPPRESSED' AND p.held_by IS NOT NULL AND p.held_by IS DISTINCT FROM q.by_id), '{}'),
         (array_agg(p.raised_at ORDER BY p.place DESC))[1], (array_agg(p.id ORDER BY p.place DESC))[1]
    FROM page p LEFT JOIN quiet q ON q.place = p.place
$$;
REVOKE EXECUTE ON FUNCTION hub.quieted(uuid[], uuid[], text[], jsonb[], uuid[], timestamptz) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION private.circuit_link(uuid, uuid, text), private.bind_circuits(int), private.explains_up_to(text), private.is_anything_quiet(timestamptz),
  private.is_quiet_due(timestamptz), private.unsettled_by_quiet(timestamptz, uuid, int, timestamptz), private.note_quiet(),
  private.stands_on(uuid[], uuid[]), private.quieted(uuid[], uuid[], uuid[], text[], jsonb[], uuid[], timestamptz) FROM PUBLIC;
`;
