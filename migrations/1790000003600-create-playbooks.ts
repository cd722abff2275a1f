import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Playbooks, and the tasks of incidents that they make. */
export class CreatePlaybooks1790000003600 implements MigrationInterface {
  name = 'CreatePlaybooks1790000003600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const markings = `('CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED')`;

const sql = String.raw`
-- A plan for incidents, as the document of CACAO 2.0 that it is; the other columns are read from that. One without an owner comes with the hub.
CREATE TABLE hub.playbook (
  id          uuid PRIMARY KEY,
  owner_id    uuid REFERENCES hub.organization,
  source      text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  region_id   uuid REFERENCES hub.region,
  tlp         text NOT NULL CHECK (tlp IN ${markings}),
  -- A plan is for incidents of every severity: an agreement that shares any of them shares it.
  severity    text NOT NULL DEFAULT 'CRITICAL' CHECK (severity IN ('CRITICAL')),
  party_ids   uuid[] NOT NULL DEFAULT '{}',
  cacao_id    text COLLATE "C" NOT NULL CHECK (length(cacao_id) BETWEEN 1 AND 200),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort_key    text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  description text CHECK (length(description) <= 20000),
  types       text[] NOT NULL DEFAULT '{}' CHECK (cardinality(types) <= 20 AND array_position(types, NULL) IS NULL),
  labels      text[] NOT NULL DEFAULT '{}' CHECK (cardinality(labels) <= 200 AND array_position(labels, NULL) IS NULL),
  -- classes of RSIT, or types in them as class/type, that it is for
  fits        text[] NOT NULL DEFAULT '{}' CHECK (cardinality(fits) <= 200 AND array_position(fits, NULL) IS NULL),
  is_revoked  boolean NOT NULL DEFAULT false,
  valid_from  timestamptz,
  valid_until timestamptz,
  document    jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
  version     int NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (owner_id, source, external_id)
);
CREATE INDEX playbook_owner ON hub.playbook (owner_id, id);
CREATE INDEX playbook_region ON hub.playbook (region_id, id);
CREATE INDEX playbook_name ON hub.playbook (sort_key, id);

CREATE FUNCTION private.place_playbook() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := owner_region(NEW.owner_id);
  NEW.party_ids := CASE WHEN NEW.owner_id IS NULL THEN '{}' ELSE ARRAY[NEW.owner_id] END;
  IF TG_OP = 'UPDATE' THEN
    NEW.version := OLD.version + ((NEW.document, NEW.tlp, NEW.owner_id) IS DISTINCT FROM (OLD.document, OLD.tlp, OLD.owner_id))::int;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.playbook FOR EACH ROW EXECUTE FUNCTION private.place_playbook();
CREATE FUNCTION private.move_playbooks_of_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE playbook p SET region_id = NULL WHERE p.owner_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER playbooks_moved AFTER UPDATE ON hub.organization FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id) EXECUTE FUNCTION private.move_playbooks_of_owner();

-- What is to be done about an incident. marking: its own; tlp: the stricter of that and its incident's. depends_on: [{task, outcome}], what
-- comes before it; repeats: of a loop, what it repeats. Both name tasks of the same incident that whoever sees this one sees too.
CREATE TABLE hub.task (
  id                 uuid PRIMARY KEY,
  incident_id        uuid NOT NULL REFERENCES hub.incident,
  owner_id           uuid NOT NULL REFERENCES hub.organization,
  source             text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id        text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 300),
  region_id          uuid REFERENCES hub.region,
  marking            text NOT NULL CHECK (marking IN ${markings}),
  tlp                text NOT NULL CHECK (tlp IN ${markings}),
  severity           text NOT NULL,
  party_ids          uuid[] NOT NULL,
  playbook_id        uuid REFERENCES hub.playbook,
  step               text COLLATE "C" CHECK (length(step) BETWEEN 1 AND 200),
  position           int NOT NULL CHECK (position >= 1),
  kind               text NOT NULL CHECK (kind IN ('ACTION', 'DECISION', 'LOOP')),
  name               text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description        text CHECK (length(description) <= 20000),
  role               text CHECK (role IN ('OWNER', 'REPORTER', 'COORDINATOR', 'COWORKER')),
  assignee_id        uuid NOT NULL REFERENCES hub.organization,
  state              text NOT NULL CHECK (state IN ('WAITING', 'OPEN', 'IN_PROGRESS', 'DONE', 'SKIPPED', 'NOT_TAKEN')),
  depends_on         jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(depends_on) = 'array'),
  repeats            uuid[] NOT NULL DEFAULT '{}',
  outcomes           text[] NOT NULL DEFAULT '{}',
  outcome            text,
  note               text CHECK (length(note) <= 5000),
  round              int NOT NULL DEFAULT 1 CHECK (round >= 1),
  time_limit_seconds int CHECK (time_limit_seconds >= 0),
  delay_seconds      int NOT NULL DEFAULT 0 CHECK (delay_seconds >= 0),
  opened_at          timestamptz,
  due_at             timestamptz,
  completed_at       timestamptz,
  completed_by_id    uuid REFERENCES hub.organization,
  completed_by_desk  text CHECK (length(completed_by_desk) BETWEEN 1 AND 100),
  version            int NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  -- a playbook is started once on an incident: its tasks have the keys playbook/step
  UNIQUE (incident_id, source, external_id),
  CHECK ((state IN ('DONE', 'SKIPPED')) = (completed_at IS NOT NULL))
);
CREATE INDEX task_incident ON hub.task (incident_id, position, id);
CREATE INDEX task_owner ON hub.task (owner_id, id);
CREATE INDEX task_assignee ON hub.task (assignee_id, id);
CREATE INDEX task_playbook ON hub.task (playbook_id) WHERE playbook_id IS NOT NULL;
CREATE INDEX task_due ON hub.task (due_at, id) WHERE state IN ('OPEN', 'IN_PROGRESS');

-- What others did to it, and what moves with its incident, counts for nothing where somebody says which version he knows.
CREATE FUNCTION private.place_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  derived CONSTANT text[] := '{version,updated_at,due_at,owner_id,region_id,tlp,severity,party_ids}';
BEGIN
  SELECT i.owner_id, i.region_id, stricter(NEW.marking, i.tlp), i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  IF TG_OP = 'UPDATE' THEN NEW.version := OLD.version + (to_jsonb(NEW) - derived <> to_jsonb(OLD) - derived)::int; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.task FOR EACH ROW EXECUTE FUNCTION private.place_task();
-- After all rows of a statement stand: what a task names is of its incident, and marked no more strictly.
CREATE FUNCTION private.check_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT (d ->> 'task')::uuid AS id FROM jsonb_array_elements(NEW.depends_on) d UNION SELECT unnest(NEW.repeats)) n
               LEFT JOIN task t ON t.id = n.id AND t.incident_id = NEW.incident_id AND stricter(t.marking, NEW.marking) = NEW.marking
              WHERE t.id IS NULL) THEN
    RAISE EXCEPTION 'a task depends on tasks of its own incident that are marked no more strictly' USING ERRCODE = 'check_violation', CONSTRAINT = 'task_depends_on_seen';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_created AFTER INSERT ON hub.task FOR EACH ROW EXECUTE FUNCTION private.check_task();
CREATE CONSTRAINT TRIGGER check_updated AFTER UPDATE OF incident_id, marking, depends_on, repeats ON hub.task FOR EACH ROW EXECUTE FUNCTION private.check_task();
CREATE FUNCTION private.move_tasks_of_incident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE task t SET region_id = NULL WHERE t.incident_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER tasks_moved AFTER UPDATE ON hub.incident FOR EACH ROW
  WHEN ((OLD.owner_id, OLD.region_id, OLD.tlp, OLD.severity, OLD.party_ids)
        IS DISTINCT FROM (NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids))
  EXECUTE FUNCTION private.move_tasks_of_incident();

-- Whether the key writes for any of the parties.
CREATE FUNCTION hub.writes_for_party(parties uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM unnest(hub.writers()) w WHERE hub.is_party(w, parties));
END $$;
-- Holds the incident, and so all of its tasks, until the transaction ends: whoever writes any of them asks here first, so that nobody
-- reckons with what another one is changing. For who may work on it; false for anybody else.
CREATE FUNCTION hub.hold_tasks(incident uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  PERFORM FROM incident i WHERE i.id = hold_tasks.incident AND writes_for_party(i.party_ids) FOR NO KEY UPDATE;
  RETURN FOUND;
END $$;
-- All tasks of an incident, as far as they decide when others begin: those too that are marked more strictly than the key sees. Nothing of what
-- they are about. And what became of them by what was done with another one. Both for who may work on the incident.
CREATE FUNCTION hub.task_flow(incident uuid)
RETURNS TABLE (id uuid, kind text, state text, outcome text, depends_on jsonb, repeats uuid[], round int, time_limit_seconds int, delay_seconds int,
               opened_at timestamptz, due_at timestamptz, completed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT t.id, t.kind, t.state, t.outcome, t.depends_on, t.repeats, t.round, t.time_limit_seconds, t.delay_seconds, t.opened_at, t.due_at, t.completed_at
    FROM task t WHERE t.incident_id = task_flow.incident AND writes_for_party(t.party_ids) ORDER BY t.position, t.id;
END $$;
CREATE FUNCTION hub.move_tasks(incident uuid, moved jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE task t SET state = m.state, outcome = m.outcome, round = m.round, opened_at = m.opened_at, due_at = m.due_at, completed_at = m.completed_at,
                    note = CASE WHEN m.completed_at IS NOT NULL THEN t.note END,
                    completed_by_id = CASE WHEN m.completed_at IS NOT NULL THEN t.completed_by_id END,
                    completed_by_desk = CASE WHEN m.completed_at IS NOT NULL THEN t.completed_by_desk END
    FROM jsonb_to_recordset(moved) AS m(id uuid, state text, outcome text, round int, opened_at timestamptz, due_at timestamptz, completed_at timestamptz)
   WHERE t.id = m.id AND t.incident_id = move_tasks.incident AND writes_for_party(t.party_ids);
END $$;
REVOKE EXECUTE ON FUNCTION hub.writes_for_party(uuid[]), hub.hold_tasks(uuid), hub.task_flow(uuid), hub.move_tasks(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.writes_for_party(uuid[]), hub.hold_tasks(uuid), hub.task_flow(uuid), hub.move_tasks(uuid, jsonb) TO hub_api;

CALL private.protect('hub.playbook', 'MARKED', 'owner_id = ANY ((SELECT hub.stewards())::uuid[])');
CALL private.protect('hub.task', 'MARKED', 'hub.writes_for_party(party_ids)');
CREATE TRIGGER touch BEFORE UPDATE ON hub.playbook FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.task FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.playbook', 'Playbook', 'INCIDENTS');
CALL private.record_changes_of('hub.task', 'Task', 'INCIDENTS');

-- A task with whether it is late, as who reads it finds it.
CREATE VIEW shown.task WITH (security_invoker = true) AS
SELECT t.*, t.state IN ('OPEN', 'IN_PROGRESS') AND t.due_at IS NOT NULL AND t.due_at < now() AS is_late FROM hub.task t;
GRANT SELECT ON shown.task TO hub_api;
`;
