import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules by which series find what they measure in the inventory, and how each series came to be bound, or why it is not. */
export class BindSeries1790000002100 implements MigrationInterface {
  name = 'BindSeries1790000002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

/** What a rule may find: a target, the table it stands in, by which lookup, and what has to hold of the record f for an ask a. */
const finders = [
  ...['site', 'link', 'information_system'].flatMap((table) => [finder(table, 'NAME'), finder(table, 'EXTERNAL_ID')]),
  ...['site', 'information_system'].map((table) => finder(table, 'CODE')),
  // An interface that is found by its name stands on a device, which is found first.
  ...['NAME', 'EXTERNAL_ID', 'MANAGEMENT_ADDRESS'].map((lookup) =>
    finder('device', lookup, `(a.target = 'DEVICE' OR a.target = 'INTERFACE' AND a.name IS NOT NULL)`),
  ),
  finder('interface', 'EXTERNAL_ID', `a.target = 'INTERFACE' AND a.name IS NULL`),
];

function finder(table: string, lookup: string, asked = `a.target = '${table.toUpperCase()}'`): string {
  const matches = {
    NAME: 'sort_key = a.sort_key AND fold(name) = a.folded',
    CODE: 'code = a.key',
    EXTERNAL_ID: 'source = a.object_source AND external_id = a.key',
    MANAGEMENT_ADDRESS: `management_address = CASE a.lookup WHEN 'MANAGEMENT_ADDRESS' THEN a.key::inet END AND %2$s`,
  }[lookup];
  return `SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM ${table} WHERE owner_id = a.owner_id AND ${matches} AND %1$s) f
           WHERE ${asked} AND a.lookup = '${lookup}'`;
}

const sql = String.raw`
-- A rule of an organization binds series that it writes (owner_id): which of them, and how what they measure is found among the objects of
-- the organizations named (inventory_of). A removed one stays until its series are bound anew. applied_at: since when they all are.
CREATE TABLE hub.binding_rule (
  id             uuid PRIMARY KEY,
  owner_id       uuid NOT NULL REFERENCES hub.organization,
  party_ids      uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id]) STORED,
  code           text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  position       int NOT NULL CHECK (position BETWEEN 1 AND 10000),
  source         text COLLATE "C" CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  metric_pattern text CHECK (length(metric_pattern) BETWEEN 1 AND 200),
  conditions     jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(conditions) = 'array'),
  target         text NOT NULL CHECK (target IN ('DEVICE', 'INTERFACE', 'LINK', 'INFORMATION_SYSTEM', 'SITE', 'ORGANIZATION')),
  lookup         text NOT NULL CHECK (lookup IN ('NAME', 'CODE', 'EXTERNAL_ID', 'MANAGEMENT_ADDRESS')),
  object_source  text COLLATE "C" CHECK (object_source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  key            jsonb NOT NULL CHECK (jsonb_typeof(key) = 'object'),
  interface_name jsonb CHECK (jsonb_typeof(interface_name) = 'object'),
  inventory_of   uuid[] NOT NULL CHECK (cardinality(inventory_of) BETWEEN 1 AND 100),
  removed_at     timestamptz,
  applied_at     timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, code),
  CHECK ((lookup = 'EXTERNAL_ID') = (object_source IS NOT NULL))
);
CREATE INDEX binding_rule_position ON hub.binding_rule (position, id);
CREATE INDEX binding_rule_due ON hub.binding_rule (owner_id) WHERE applied_at IS NULL;

-- How a series came to its subject: by a rule, or because its sender said so (no rule); and why it has none.
ALTER TABLE hub.series ADD COLUMN binding_rule_id uuid REFERENCES hub.binding_rule,
  ADD COLUMN unbound_reason text CHECK (unbound_reason IN ('PENDING', 'NO_RULE', 'NOT_FOUND', 'AMBIGUOUS'));
ALTER TABLE hub.series DISABLE TRIGGER USER;
UPDATE hub.series s SET unbound_reason = 'PENDING' WHERE s.subject_id IS NULL;
ALTER TABLE hub.series ENABLE TRIGGER USER;
-- A page of unbound series by each way that lists are read: as they come, by writer, and by owner, of which they have none.
CREATE INDEX series_unbound ON hub.series (id) WHERE subject_id IS NULL;
CREATE INDEX series_unbound_writer ON hub.series (writer_id, id) WHERE subject_id IS NULL;
CREATE INDEX series_unbound_owner ON hub.series (owner_id, id) WHERE subject_id IS NULL;
CREATE INDEX series_pending ON hub.series (writer_id, id) WHERE subject_id IS NULL AND unbound_reason = 'PENDING';
CREATE INDEX series_binding_rule ON hub.series (binding_rule_id, id) WHERE binding_rule_id IS NOT NULL;
CREATE INDEX link_owner_name ON hub.link (owner_id, sort_key, id);
CREATE INDEX site_owner_name ON hub.site (owner_id, sort_key, id);
CREATE INDEX information_system_owner_name ON hub.information_system (owner_id, sort_key, id);

-- A bound series has the owner and the region of its subject, asked of its table alone; one without a subject says why.
CREATE OR REPLACE FUNCTION private.place_series() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
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
  END IF;
  NEW.unbound_reason := CASE WHEN num_nonnulls(NEW.organization_id, NEW.site_id, NEW.device_id, NEW.interface_id, NEW.link_id, NEW.system_id) = 0
                             THEN coalesce(NEW.unbound_reason, 'PENDING') END;
  RETURN NEW;
END $$;

-- Why a series is not bound, and since when a rule is applied, is no content: it moves no updated_at and is no change. What follows from other
-- columns is not there yet when a row is touched.
DO $$
DECLARE
  unwatched CONSTANT jsonb := '{"private.record_change()": "{sort_key,synced_at,updated_at,affected_ids,applied_at,unbound_reason}",
                                "private.touch()": "{sort_key,synced_at,updated_at,affected_ids,applied_at,unbound_reason,subject_id}"}';
  keeper    text;
  was       text;
BEGIN
  FOR keeper IN SELECT jsonb_object_keys(unwatched) LOOP
    was := pg_get_functiondef(keeper::regprocedure);
    IF position('{sort_key,synced_at,updated_at,affected_ids}' IN was) = 0 THEN RAISE '% is not as it was made', keeper; END IF;
    EXECUTE replace(was, '{sort_key,synced_at,updated_at,affected_ids}', unwatched ->> keeper);
  END LOOP;
END $$;

-- What says something else than before is to be applied anew.
CREATE FUNCTION private.touch_binding_rule() RETURNS trigger LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  unwatched CONSTANT text[] := '{party_ids,applied_at,updated_at}';
BEGIN
  IF to_jsonb(NEW) - unwatched = to_jsonb(OLD) - unwatched THEN NEW.updated_at := OLD.updated_at;
  ELSE NEW.updated_at := now(); NEW.applied_at := NULL;
  END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION private.touch_binding_rule() FROM PUBLIC;
CREATE TRIGGER touch BEFORE UPDATE ON hub.binding_rule FOR EACH ROW EXECUTE FUNCTION private.touch_binding_rule();
-- For the organization and those above it; its stewards keep it, since who owns an object sees the series that are bound to it.
CALL private.protect('hub.binding_rule', 'PARTIES', 'owner_id = ANY ((SELECT hub.stewards())::uuid[])');
CALL private.record_changes_of('hub.binding_rule', 'BindingRule', 'SHARING');

-- The rules by which new series of an organization are bound, in their order. Until the transaction ends, its series are not gone through
-- by other rules: series made by rules of before are there by then.
CREATE FUNCTION hub.binding_rules_of(writer uuid) RETURNS SETOF hub.binding_rule
LANGUAGE plpgsql SET search_path = hub, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared('hub.binding_rule'::regclass::oid::int, hashtext(writer::text));
  RETURN QUERY SELECT r.* FROM binding_rule r WHERE r.owner_id = writer AND r.removed_at IS NULL ORDER BY r.position, r.code;
END $$;
GRANT EXECUTE ON FUNCTION hub.binding_rules_of(uuid) TO hub_api;

-- What rules of an organization find by keys, and by names of interfaces where a rule has such: how many objects, and the first of them. Within
-- what the organization itself sees, whoever asks, and only where the rule looks: hidden and missing are one answer. A retired object is
-- found where there is no other. An address that is withheld finds nothing.
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION private.find_subjects(writer uuid, rules uuid[], keys text[], names text[]) RETURNS TABLE (place int, found int, subject_id uuid)
    LANGUAGE plpgsql ROWS 100 SET search_path = hub, private, pg_temp AS $$
    #variable_conflict use_column
    DECLARE
      caller CONSTANT jsonb := scope();
    BEGIN
      PERFORM scope_as(writer, 'READER', '{}', NULL, NULL);
      RETURN QUERY
      WITH asked AS MATERIALIZED (
        SELECT u.place::int, u.key, fold(u.key) AS folded, sort_key(u.key) AS sort_key, u.name, r.target, r.lookup, r.object_source, o.id AS owner_id
          FROM unnest(rules, keys, names) WITH ORDINALITY AS u(rule, key, name, place)
          JOIN binding_rule r ON r.id = u.rule AND r.owner_id = writer CROSS JOIN LATERAL unnest(r.inventory_of) AS o(id)
      ), met AS (
        SELECT a.place, a.name, f.id, false AS retired FROM asked a JOIN organization f ON f.id = a.owner_id AND f.code = a.key
         WHERE a.target = 'ORGANIZATION' AND a.lookup = 'CODE'
        UNION ALL ${finders.join('\n        UNION ALL ')}
      ), standing AS (
        SELECT m.place, m.name, coalesce(array_agg(m.id ORDER BY m.id) FILTER (WHERE NOT m.retired), array_agg(m.id ORDER BY m.id)) AS ids
          FROM met m GROUP BY m.place, m.name
      ), ports AS (
        SELECT s.place, coalesce(array_agg(f.id ORDER BY f.id) FILTER (WHERE NOT f.retired), array_agg(f.id ORDER BY f.id)) AS ids
          FROM standing s
         CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM interface
                              WHERE device_id = s.ids[1] AND sort_key = sort_key(s.name) AND fold(name) = fold(s.name) AND %1$s) f
         WHERE s.name IS NOT NULL AND cardinality(s.ids) = 1 GROUP BY s.place
      )
      SELECT s.place, cardinality(s.ids), s.ids[1] FROM standing s WHERE s.name IS NULL OR cardinality(s.ids) > 1
      UNION ALL SELECT p.place, cardinality(p.ids), p.ids[1] FROM ports p;
      PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s;
    END $$ $f$, private.rule('OWNED'), private.shows('''MANAGEMENT_ADDRESS'''));
END $do$;
REVOKE EXECUTE ON FUNCTION private.find_subjects(uuid, uuid[], text[], text[]) FROM PUBLIC;
-- The same for who may write for the organization.
CREATE FUNCTION hub.find_subjects(writer uuid, rules uuid[], keys text[], names text[]) RETURNS TABLE (place int, found int, subject_id uuid)
LANGUAGE plpgsql SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF (writer = ANY (hub.writers())) IS NOT TRUE THEN
    RAISE EXCEPTION 'series of an organization that this key may not write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT f.* FROM private.find_subjects(writer, rules, keys, names) f;
END $$;
GRANT EXECUTE ON FUNCTION hub.find_subjects(uuid, uuid[], text[], text[]) TO hub_api;

-- Up to which transaction what series wait for has been looked for, and when all that wait were gone through: one row.
CREATE TABLE private.binding_pass (
  is_there boolean PRIMARY KEY DEFAULT true CHECK (is_there),
  seen xid8 NOT NULL,
  at   timestamptz NOT NULL
);
`;
