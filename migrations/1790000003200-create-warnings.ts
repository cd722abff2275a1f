import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Warnings and what became of them; who sees them: their owner's side and their writer's, and by agreement those as bad as it says. */
export class CreateWarnings1790000003200 implements MigrationInterface {
  name = 'CreateWarnings1790000003200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const severities = `'{INFO,MINOR,MAJOR,CRITICAL}'::text[]`;
const side = (column: string) => `${column} = ANY ((SELECT hub.warnings_owners())::uuid[])
       AND ((SELECT hub.warnings_grants()) IS NULL OR hub.warns((SELECT hub.warnings_grants()), ${column}, region_id, severity))`;
const warned = `${side('owner_id')} OR ${side('writer_id')}`;

const sql = String.raw`
-- Of warnings the scope says what it says of samples; the entry for an owner and a region is the least severity, 1 INFO … 4 CRITICAL.
CREATE FUNCTION hub.warnings_owners() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.warnings_owners', true), '')::uuid[] $$;
CREATE FUNCTION hub.warnings_grants() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.warnings_grants', true), '')::jsonb $$;
-- An owner without a part is seen whole.
CREATE FUNCTION hub.warns(grants jsonb, owner_id uuid, region_id uuid, severity text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN NOT grants -> 'owners' ? owner_id::text
      OR coalesce(hub.grant_at(grants, owner_id, region_id)::int <= array_position(${severities}, severity), false);
END $$;
REVOKE EXECUTE ON FUNCTION hub.warnings_owners(), hub.warnings_grants(), hub.warns(jsonb, uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.warnings_owners(), hub.warnings_grants(), hub.warns(jsonb, uuid, uuid, text) TO hub_api;

-- The functions that speak of scopes and of datasets speak of this one too.
CREATE PROCEDURE private.mend(mended regprocedure, part text, other text) LANGUAGE plpgsql AS $$
DECLARE
  was CONSTANT text := pg_get_functiondef(mended);
BEGIN
  IF position(part IN was) = 0 THEN RAISE EXCEPTION 'there is no "%" to mend in %', part, mended; END IF;
  EXECUTE replace(was, part, other);
END $$;
DO $do$
DECLARE
  warned CONSTANT text := $rule$${warned}$rule$;
BEGIN
  CALL private.mend('private.rule(text)', 'SELECT CASE name', format('SELECT CASE name WHEN ''WARNED'' THEN %L', warned));
  CALL private.mend('private.judged(text, text, uuid, uuid, uuid, text, text, uuid[])',
    'WHEN dataset = ''SAMPLES''', format('WHEN dataset = ''WARNINGS'' THEN %s WHEN dataset = ''SAMPLES''', warned));
  CALL private.mend('private.scope()', 'hub.samples_grants,', 'hub.samples_grants,hub.warnings_owners,hub.warnings_grants,');
  CALL private.mend('private.view_settings()', 'hub.samples_grants,', 'hub.samples_grants,hub.warnings_owners,hub.warnings_grants,');
  CALL private.mend('private.view_of(jsonb)', '"INCIDENTS": [', '"WARNINGS": ["hub.warnings_owners", "hub.warnings_grants"], "INCIDENTS": [');
  CALL private.mend('private.scope_as(uuid, text, uuid[], uuid, text)', 'set_config(''hub.incident_grants'', '''', true)',
    'set_config(''hub.warnings_owners'', below::text, true), set_config(''hub.warnings_grants'', '''', true), set_config(''hub.incident_grants'', '''', true)');
  CALL private.mend('private.scope_as(uuid, text, uuid[], uuid, text)', '(''INVENTORY'', ''SAMPLES'')', '(''INVENTORY'', ''SAMPLES'', ''WARNINGS'')');
  CALL private.mend('private.grants_of(uuid[], uuid[])', 'ELSE ''[]'' END AS entry',
    $m$WHEN 'WARNINGS' THEN to_jsonb(min(array_position(${severities}, c.least_severity))) ELSE '[]' END AS entry$m$);
  CALL private.mend('private.grants_of(uuid[], uuid[])', 'bool_and(e.entry = ''[]'')', 'bool_and(e.entry IN (''[]'', ''1''))');
  CALL private.mend('private.reasons(text, text, uuid, uuid, uuid, text, text, uuid[])', 'WHERE reasons.dataset = ANY (g.datasets)',
    $m$WHERE reasons.dataset = ANY (g.datasets)
         AND (reasons.dataset <> 'WARNINGS' OR array_position(${severities}, g.least_severity) <= array_position(${severities}, reasons.severity))$m$);
  CALL private.mend('hub.feed_walk(uuid, jsonb, text[], text[], text[], int, uuid, int, int)', 'WHEN ''SAMPLES'' THEN hub.samples_owners()',
    'WHEN ''SAMPLES'' THEN hub.samples_owners() WHEN ''WARNINGS'' THEN hub.warnings_owners()');
  CALL private.mend('hub.feed_walk(uuid, jsonb, text[], text[], text[], int, uuid, int, int)', 'IF datasets[at] = ''SAMPLES''',
    'IF datasets[at] IN (''SAMPLES'', ''WARNINGS'')');
  CALL private.mend('hub.feed_walk(uuid, jsonb, text[], text[], text[], int, uuid, int, int)',
    'WHEN severities IS NOT NULL AND datasets[at] = ''INCIDENTS''', 'WHEN severities IS NOT NULL AND datasets[at] IN (''INCIDENTS'', ''WARNINGS'')');
  CALL private.mend('hub.feed_entries(uuid, jsonb, xid8, bigint, xid8, bigint, int, int)',
    'severities IS NULL OR c.tlp IS NULL', 'severities IS NULL OR c.dataset NOT IN (''INCIDENTS'', ''WARNINGS'')');
  CALL private.mend('hub.feed_entries(uuid, jsonb, xid8, bigint, xid8, bigint, int, int)',
    'severities IS NULL OR c.was_tlp IS NULL', 'severities IS NULL OR c.dataset NOT IN (''INCIDENTS'', ''WARNINGS'')');
  -- That the same was seen once more is no content; what follows from other columns is not there yet when a row is touched.
  CALL private.mend('private.record_change()', 'applied_at,unbound_reason', 'applied_at,unbound_reason,evidence_at,severity_rank');
  CALL private.mend('private.touch()', 'applied_at,unbound_reason', 'applied_at,unbound_reason,evidence_at,severity_rank');
END $do$;
-- Views of before showed no warnings, since there were none.
UPDATE private.feed_view v SET settings = v.settings || '{"hub.warnings_owners": "", "hub.warnings_grants": ""}';

-- What a source (a rule, the detector, another system) says of one fingerprint, from its raising until it is cleared. It belongs to who owns its subject.
CREATE TABLE hub.warning (
  id              uuid PRIMARY KEY,
  -- in whose name it is said, by which source
  writer_id       uuid NOT NULL REFERENCES hub.organization,
  source          text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  fingerprint     text COLLATE "C" NOT NULL CHECK (length(fingerprint) BETWEEN 1 AND 200),
  owner_id        uuid NOT NULL REFERENCES hub.organization,
  region_id       uuid REFERENCES hub.region,
  rule_id         uuid,
  series_id       uuid REFERENCES hub.series,
  organization_id uuid REFERENCES hub.organization,
  site_id         uuid REFERENCES hub.site,
  device_id       uuid REFERENCES hub.device,
  interface_id    uuid REFERENCES hub.interface,
  link_id         uuid REFERENCES hub.link,
  system_id       uuid REFERENCES hub.information_system,
  subject_id      uuid GENERATED ALWAYS AS (coalesce(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  -- what was said in place of a subject, and the prefix that holds it where no object does
  address         inet CHECK (masklen(address) = CASE family(address) WHEN 4 THEN 32 ELSE 128 END),
  prefix_id       uuid REFERENCES hub.prefix,
  labels          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(labels) = 'object'),
  explanation     text NOT NULL CHECK (length(explanation) BETWEEN 1 AND 4000),
  severity        text NOT NULL CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  severity_rank   bigint GENERATED ALWAYS AS (CASE severity WHEN 'INFO' THEN 1 WHEN 'MINOR' THEN 2 WHEN 'MAJOR' THEN 3 ELSE 4 END) STORED,
  -- the worst that was told since it was last raised
  told_severity   text CHECK (told_severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  state           text NOT NULL CHECK (state IN ('RAISED', 'ACKNOWLEDGED', 'SUPPRESSED', 'CLEARED')),
  -- whether its source says so still, whatever its state
  firing          boolean NOT NULL,
  flaps           int NOT NULL DEFAULT 0 CHECK (flaps >= 0),
  raised_at       timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by text CHECK (length(acknowledged_by) BETWEEN 1 AND 100),
  note            text CHECK (length(note) BETWEEN 1 AND 2000),
  suppressed_at   timestamptz,
  cleared_at      timestamptz,
  changed_at      timestamptz NOT NULL,
  evidence_at     timestamptz NOT NULL,
  -- since when it does not fire, and when it clears unless it fires again
  calm_at         timestamptz,
  clears_at       timestamptz,
  -- what holds it back, or held it when it cleared
  caused_by_id    uuid REFERENCES hub.warning,
  silence_id      uuid,
  maintenance_id  uuid,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id, prefix_id) <= 1),
  CHECK (num_nonnulls(caused_by_id, silence_id, maintenance_id) <= 1),
  CHECK ((state = 'CLEARED') = (cleared_at IS NOT NULL)),
  CHECK ((state = 'SUPPRESSED') = (suppressed_at IS NOT NULL)),
  CHECK (clears_at IS NULL OR cleared_at IS NULL),
  CHECK (caused_by_id <> id)
);
-- One is open; of those that have cleared the last one may come back.
CREATE UNIQUE INDEX warning_open ON hub.warning (writer_id, source, fingerprint) WHERE cleared_at IS NULL;
CREATE INDEX warning_fingerprint ON hub.warning (writer_id, source, fingerprint, raised_at);
CREATE INDEX warning_owner ON hub.warning (owner_id, id);
CREATE INDEX warning_writer ON hub.warning (writer_id, id);
CREATE INDEX warning_raised ON hub.warning (raised_at, id);
CREATE INDEX warning_owner_raised ON hub.warning (owner_id, raised_at, id);
CREATE INDEX warning_writer_raised ON hub.warning (writer_id, raised_at, id);
CREATE INDEX warning_state ON hub.warning (state, severity, id);
CREATE INDEX warning_subject ON hub.warning (subject_id, id);
CREATE INDEX warning_region ON hub.warning (region_id, id);
CREATE INDEX warning_series ON hub.warning (series_id, id) WHERE series_id IS NOT NULL;
CREATE INDEX warning_of_rule ON hub.warning (rule_id, id) WHERE rule_id IS NOT NULL;
CREATE INDEX warning_caused_by ON hub.warning (caused_by_id) WHERE caused_by_id IS NOT NULL;
-- Those that are open, as desks look at them.
CREATE INDEX warning_open_raised ON hub.warning (raised_at, id) WHERE cleared_at IS NULL;
CREATE INDEX warning_open_severity ON hub.warning (severity_rank, id) WHERE cleared_at IS NULL;
CREATE INDEX warning_open_owner ON hub.warning (owner_id, raised_at, id) WHERE cleared_at IS NULL;
CREATE INDEX warning_open_writer ON hub.warning (writer_id, raised_at, id) WHERE cleared_at IS NULL;
CREATE INDEX warning_open_subject ON hub.warning (subject_id) WHERE cleared_at IS NULL;
CREATE INDEX warning_open_prefix ON hub.warning (prefix_id) WHERE cleared_at IS NULL AND prefix_id IS NOT NULL;
CREATE INDEX warning_due ON hub.warning (clears_at) WHERE clears_at IS NOT NULL;

-- What became of a warning, one row each time: what feeds carry. severity is the warning's, an access column; severity_then what it was.
CREATE TABLE hub.warning_transition (
  id             uuid PRIMARY KEY,
  warning_id     uuid NOT NULL REFERENCES hub.warning,
  owner_id       uuid NOT NULL REFERENCES hub.organization,
  writer_id      uuid NOT NULL REFERENCES hub.organization,
  region_id      uuid REFERENCES hub.region,
  severity       text NOT NULL CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  from_state     text CHECK (from_state IN ('RAISED', 'ACKNOWLEDGED', 'SUPPRESSED', 'CLEARED')),
  to_state       text NOT NULL CHECK (to_state IN ('RAISED', 'ACKNOWLEDGED', 'SUPPRESSED', 'CLEARED')),
  cause          text NOT NULL CHECK (cause IN ('FIRED', 'RETURNED', 'WORSENED', 'HELD', 'RELEASED', 'ACKNOWLEDGED', 'RECOVERED', 'CLOSED')),
  at             timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL,
  severity_then  text NOT NULL CHECK (severity_then IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  caused_by_id   uuid REFERENCES hub.warning,
  silence_id     uuid,
  maintenance_id uuid,
  actor_label    text CHECK (length(actor_label) BETWEEN 1 AND 100),
  note           text CHECK (length(note) BETWEEN 1 AND 2000),
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX warning_transition_warning ON hub.warning_transition (warning_id, id);
CREATE INDEX warning_transition_owner ON hub.warning_transition (owner_id, id);
CREATE INDEX warning_transition_writer ON hub.warning_transition (writer_id, id);

-- A warning has the owner and the region of what it speaks of, or else those of its writer; what has cleared stays with whom it was.
CREATE FUNCTION private.place_warning() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.cleared_at IS NOT NULL AND NEW.cleared_at IS NOT NULL THEN
    NEW.owner_id := OLD.owner_id; NEW.region_id := OLD.region_id;
    RETURN NEW;
  END IF;
  NEW.owner_id := NULL; NEW.region_id := NULL;
  IF NEW.interface_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM interface x WHERE x.id = NEW.interface_id;
  ELSIF NEW.device_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM device x WHERE x.id = NEW.device_id;
  ELSIF NEW.link_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM link x WHERE x.id = NEW.link_id;
  ELSIF NEW.system_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM information_system x WHERE x.id = NEW.system_id;
  ELSIF NEW.site_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM site x WHERE x.id = NEW.site_id;
  ELSIF NEW.organization_id IS NOT NULL THEN
    SELECT x.id, x.region_id INTO NEW.owner_id, NEW.region_id FROM organization x WHERE x.id = NEW.organization_id;
  ELSIF NEW.prefix_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM prefix x WHERE x.id = NEW.prefix_id;
  END IF;
  IF NEW.owner_id IS NULL THEN
    NEW.owner_id := NEW.writer_id; NEW.region_id := owner_region(NEW.writer_id);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.warning FOR EACH ROW EXECUTE FUNCTION private.place_warning();

-- In the API's own role, whose side it is says what may be changed: the owner's side takes a warning on, as a responder; all else is its writer's.
CREATE FUNCTION private.keep_warning() RETURNS trigger LANGUAGE plpgsql SET search_path = hub, pg_temp AS $$
DECLARE
  said CONSTANT text[] := '{state,told_severity,acknowledged_at,acknowledged_by,note,suppressed_at,changed_at,caused_by_id,silence_id,maintenance_id,updated_at,owner_id,region_id,subject_id,severity_rank}';
BEGIN
  IF current_user <> 'hub_api' THEN RETURN NEW; END IF;
  IF NEW.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at
     AND NOT coalesce(current_setting('hub.role', true) IN ('RESPONDER', 'STEWARD'), false) THEN
    RAISE EXCEPTION 'a responder takes warnings on' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.writer_id = ANY (hub.writers())) IS NOT TRUE AND (to_jsonb(NEW) - said <> to_jsonb(OLD) - said OR NEW.state = 'CLEARED') THEN
    RAISE EXCEPTION 'what a warning says is its writer''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION private.keep_warning() FROM PUBLIC;
CREATE TRIGGER keep BEFORE UPDATE ON hub.warning FOR EACH ROW EXECUTE FUNCTION private.keep_warning();

CREATE FUNCTION private.place_warning_transition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  SELECT w.owner_id, w.writer_id, w.region_id, w.severity INTO NEW.owner_id, NEW.writer_id, NEW.region_id, NEW.severity
    FROM warning w WHERE w.id = NEW.warning_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.warning_transition FOR EACH ROW EXECUTE FUNCTION private.place_warning_transition();
CREATE FUNCTION private.move_what_hangs_on_warning() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE warning_transition t SET region_id = NULL WHERE t.warning_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER UPDATE ON hub.warning FOR EACH ROW
  WHEN ((OLD.owner_id, OLD.writer_id, OLD.region_id, OLD.severity) IS DISTINCT FROM (NEW.owner_id, NEW.writer_id, NEW.region_id, NEW.severity))
  EXECUTE FUNCTION private.move_what_hangs_on_warning();

-- An open warning goes with what it speaks of, in the order in which settling locks warnings.
CREATE FUNCTION private.move_warnings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  WITH locked AS MATERIALIZED (
    SELECT w.id FROM warning w WHERE w.subject_id = NEW.id AND w.cleared_at IS NULL ORDER BY w.id FOR NO KEY UPDATE
  ) UPDATE warning w SET region_id = NULL FROM locked l WHERE w.id = l.id;
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_warnings_of_prefix() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  WITH locked AS MATERIALIZED (
    SELECT w.id FROM warning w WHERE w.prefix_id = NEW.id AND w.cleared_at IS NULL ORDER BY w.id FOR NO KEY UPDATE
  ) UPDATE warning w SET region_id = NULL FROM locked l WHERE w.id = l.id;
  RETURN NULL;
END $$;
-- Those that speak of nothing lie with their writer.
CREATE FUNCTION private.move_warnings_with_writer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  WITH locked AS MATERIALIZED (
    SELECT w.id FROM warning w
     WHERE w.cleared_at IS NULL AND (w.subject_id = NEW.id OR w.writer_id = NEW.id AND w.subject_id IS NULL AND w.prefix_id IS NULL) ORDER BY w.id FOR NO KEY UPDATE
  ) UPDATE warning w SET region_id = NULL FROM locked l WHERE w.id = l.id;
  RETURN NULL;
END $$;
DO $$
DECLARE
  tbl text;
BEGIN
  FOREACH tbl IN ARRAY '{site,device,interface,link,information_system,prefix}'::text[] LOOP
    EXECUTE format('CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.%I FOR EACH ROW
                    WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.region_id IS DISTINCT FROM NEW.region_id)
                    EXECUTE FUNCTION private.%s()', tbl, CASE tbl WHEN 'prefix' THEN 'move_warnings_of_prefix' ELSE 'move_warnings' END);
  END LOOP;
END $$;
CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.organization FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id) EXECUTE FUNCTION private.move_warnings_with_writer();

-- Its writer says it, its owner takes it on.
CALL private.protect('hub.warning', 'WARNED', 'writer_id = ANY ((SELECT hub.writers())::uuid[])');
ALTER POLICY updatable ON hub.warning
  USING (writer_id = ANY ((SELECT hub.writers())::uuid[]) OR owner_id = ANY ((SELECT hub.writers())::uuid[]))
  WITH CHECK (writer_id = ANY ((SELECT hub.writers())::uuid[]) OR owner_id = ANY ((SELECT hub.writers())::uuid[]));
ALTER TABLE hub.warning_transition ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON hub.warning_transition TO hub_api;
DO $$
BEGIN
  EXECUTE format('CREATE POLICY readable ON hub.warning_transition FOR SELECT TO hub_api USING (%s)', private.rule('WARNED'));
END $$;
CREATE POLICY creatable ON hub.warning_transition FOR INSERT TO hub_api
  WITH CHECK (writer_id = ANY ((SELECT hub.writers())::uuid[]) OR owner_id = ANY ((SELECT hub.writers())::uuid[]));
CREATE TRIGGER touch BEFORE UPDATE ON hub.warning FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.warning_transition FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.warning', 'Warning', 'WARNINGS');
CALL private.record_changes_of('hub.warning_transition', 'WarningTransition', 'WARNINGS');

-- Open ones, counted for the overview.
CREATE TABLE hub.open_warning_count (
  owner_id uuid NOT NULL, writer_id uuid NOT NULL, region_id uuid, severity text NOT NULL, state text NOT NULL, n int NOT NULL
);
CREATE INDEX open_warning_count_owner ON hub.open_warning_count (owner_id);
CREATE INDEX open_warning_count_writer ON hub.open_warning_count (writer_id);
CALL private.keep_counts_of('hub.warning', 'hub.open_warning_count', 'WARNED', 'cleared_at IS NULL');
ANALYZE hub.open_warning_count;

-- What an organization finds addresses by, in its own sight: the device that one manages, else the interface that has it, else the most specific prefix.
-- Where several have it, its own goes first; what several others have is nobody's. Several objects of one owner are that owner's.
DO $do$ BEGIN
  EXECUTE replace(replace(replace($f$
    CREATE FUNCTION private.address_homes(writer uuid, asked inet[])
    RETURNS TABLE (place int, organization_id uuid, device_id uuid, interface_id uuid, prefix_id uuid)
    LANGUAGE plpgsql ROWS 100 SET search_path = hub, private, pg_temp AS $$
    #variable_conflict use_column
    DECLARE
      caller CONSTANT jsonb := scope();
    BEGIN
      PERFORM scope_as(writer, 'READER', '{}', NULL, NULL);
      RETURN QUERY
      WITH a AS MATERIALIZED (
        SELECT u.place::int AS place, unmapped(u.address) AS address FROM unnest(asked) WITH ORDINALITY AS u(address, place)
      ), met AS MATERIALIZED (
        SELECT a.place, d.id AS device_id, NULL::uuid AS interface_id, d.owner_id FROM a
         CROSS JOIN LATERAL (SELECT id, owner_id FROM device WHERE management_address = a.address AND status <> 'RETIRED' AND {owned} AND {managed}) d
        UNION ALL
        SELECT a.place, NULL, i.id, i.owner_id FROM a
         CROSS JOIN LATERAL (SELECT interface_id AS id FROM address
                              WHERE set_masklen(address, CASE family(address) WHEN 4 THEN 32 ELSE 128 END) = a.address AND status <> 'RETIRED' AND {addressed}) n
         CROSS JOIN LATERAL (SELECT id, owner_id FROM interface WHERE id = n.id AND status <> 'RETIRED' AND {owned}) i
      ), held AS (
        SELECT a.place, n.id, n.owner_id FROM a
         CROSS JOIN LATERAL (SELECT id, owner_id, masklen(prefix) AS length, max(masklen(prefix)) OVER () AS longest FROM prefix
                              WHERE prefix >>= a.address AND status <> 'RETIRED' AND {owned}) n
         WHERE n.length = n.longest AND NOT EXISTS (SELECT FROM met m WHERE m.place = a.place)
      ), home AS (
        SELECT x.place, coalesce((array_agg(x.owner_id) FILTER (WHERE x.owner_id = writer))[1],
                                 CASE WHEN count(DISTINCT x.owner_id) = 1 THEN (array_agg(x.owner_id))[1] END) AS owner_id
          FROM (SELECT m.place, m.owner_id FROM met m UNION ALL SELECT h.place, h.owner_id FROM held h) x GROUP BY x.place
      ), chosen AS (
        SELECT h.place, h.owner_id,
               (SELECT array_agg(DISTINCT m.device_id) FROM met m WHERE m.place = h.place AND m.owner_id = h.owner_id AND m.device_id IS NOT NULL) AS devices,
               (SELECT array_agg(DISTINCT m.interface_id) FROM met m WHERE m.place = h.place AND m.owner_id = h.owner_id AND m.interface_id IS NOT NULL) AS interfaces,
               (SELECT min(p.id::text)::uuid FROM held p WHERE p.place = h.place AND p.owner_id = h.owner_id) AS prefix_id
          FROM home h WHERE h.owner_id IS NOT NULL
      )
      SELECT c.place, CASE WHEN c.prefix_id IS NULL AND o.device_id IS NULL AND o.interface_id IS NULL THEN c.owner_id END, o.device_id, o.interface_id, c.prefix_id
        FROM chosen c
       CROSS JOIN LATERAL (SELECT CASE WHEN cardinality(c.devices) = 1 THEN c.devices[1] END AS device_id,
                                  CASE WHEN c.devices IS NULL AND cardinality(c.interfaces) = 1 THEN c.interfaces[1] END AS interface_id) o;
      PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s;
    END $$ $f$, '{owned}', private.rule('OWNED')), '{addressed}', private.rule('ADDRESSED')), '{managed}', private.shows('''MANAGEMENT_ADDRESS'''));
END $do$;
REVOKE EXECUTE ON FUNCTION private.address_homes(uuid, inet[]) FROM PUBLIC;
-- The same for many writers at once: in the API's role for those that the key writes for.
CREATE FUNCTION hub.address_homes(writers uuid[], asked inet[])
RETURNS TABLE (place int, organization_id uuid, device_id uuid, interface_id uuid, prefix_id uuid)
LANGUAGE plpgsql SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  one uuid;
BEGIN
  IF current_setting('role') <> 'hub_owner' AND (writers <@ hub.writers()) IS NOT TRUE THEN
    RAISE EXCEPTION 'addresses as an organization finds them that this key may not write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR one IN SELECT DISTINCT w FROM unnest(writers) w ORDER BY w LOOP
    RETURN QUERY
    SELECT p.places[h.place], h.organization_id, h.device_id, h.interface_id, h.prefix_id
      FROM (SELECT array_agg(u.n::int ORDER BY u.n) AS places, array_agg(u.address ORDER BY u.n) AS addresses
              FROM unnest(writers, asked) WITH ORDINALITY AS u(writer, address, n) WHERE u.writer = one) p
     CROSS JOIN LATERAL private.address_homes(one, p.addresses) h;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION hub.address_homes(uuid[], inet[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.address_homes(uuid[], inet[]) TO hub_api;
DROP PROCEDURE private.mend(regprocedure, text, text);
`;
