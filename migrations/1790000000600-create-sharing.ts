import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreements, sharing groups, and the scope that they make. */
export class CreateSharing1790000000600 implements MigrationInterface {
  name = 'CreateSharing1790000000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const owned = `owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))`;

const sql = String.raw`
-- Named sets of organizations. The name is part of the directory; who is in it is for its members and its keeper (owner_id).
CREATE TABLE hub.sharing_group (
  id         uuid PRIMARY KEY,
  owner_id   uuid NOT NULL REFERENCES hub.organization,
  code       text COLLATE "C" NOT NULL UNIQUE CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort_key   text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (id, owner_id)
);
CREATE TABLE hub.sharing_group_member (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  group_id        uuid NOT NULL,
  owner_id        uuid NOT NULL,
  organization_id uuid NOT NULL REFERENCES hub.organization,
  party_ids       uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id, group_id]) STORED,
  UNIQUE (group_id, organization_id),
  FOREIGN KEY (group_id, owner_id) REFERENCES hub.sharing_group (id, owner_id) ON UPDATE CASCADE
);
CREATE INDEX sharing_group_owner ON hub.sharing_group (owner_id, id);
CREATE INDEX sharing_group_name ON hub.sharing_group (sort_key, id);
CREATE INDEX sharing_group_member_organization ON hub.sharing_group_member (organization_id, group_id);

-- One name for each who can be named where records are shared: no group has an organization's code, nor the other way round.
CREATE TABLE private.party_code (
  code     text COLLATE "C" PRIMARY KEY,
  party_id uuid NOT NULL UNIQUE
);
CREATE FUNCTION private.keep_party_code() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  INSERT INTO party_code (code, party_id) VALUES (NEW.code, NEW.id) ON CONFLICT (party_id) DO UPDATE SET code = EXCLUDED.code;
  RETURN NULL;
END $$;
INSERT INTO private.party_code SELECT o.code, o.id FROM hub.organization o;
CREATE TRIGGER party_code_kept AFTER INSERT OR UPDATE OF code ON hub.organization FOR EACH ROW EXECUTE FUNCTION private.keep_party_code();
CREATE TRIGGER party_code_kept AFTER INSERT OR UPDATE OF code ON hub.sharing_group FOR EACH ROW EXECUTE FUNCTION private.keep_party_code();

-- What one organization (owner_id, the provider) lets another, or a group, see of its records beyond what their markings do.
CREATE TABLE hub.agreement (
  id                uuid PRIMARY KEY,
  owner_id          uuid NOT NULL REFERENCES hub.organization,
  organization_id   uuid REFERENCES hub.organization,
  group_id          uuid REFERENCES hub.sharing_group,
  consumer_id       uuid NOT NULL GENERATED ALWAYS AS (coalesce(organization_id, group_id)) STORED,
  -- whose steward accepts: the consumer itself, or who keeps the group
  accepting_id      uuid NOT NULL REFERENCES hub.organization,
  party_ids         uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id, accepting_id, coalesce(organization_id, group_id)]) STORED,
  title             text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  legal_basis       text NOT NULL CHECK (length(legal_basis) BETWEEN 1 AND 2000),
  with_descendants  boolean NOT NULL DEFAULT false,
  datasets          text[] NOT NULL CHECK (cardinality(datasets) > 0 AND datasets <@ '{INVENTORY,SAMPLES,WARNINGS,INCIDENTS,ADVISORIES}'),
  region_id         uuid REFERENCES hub.region,
  least_severity    text NOT NULL DEFAULT 'INFO' CHECK (least_severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  ceiling           text NOT NULL DEFAULT 'AMBER' CHECK (ceiling IN ('CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED')),
  withheld          text[] NOT NULL DEFAULT '{}' CHECK (withheld <@ '{MANAGEMENT_ADDRESS,SERIAL,MAC,DESCRIPTION,ADDRESSES,COORDINATES}'),
  valid_from        timestamptz NOT NULL DEFAULT now(),
  valid_until       timestamptz CHECK (valid_until > valid_from),
  state             text NOT NULL DEFAULT 'PROPOSED' CHECK (state IN ('PROPOSED', 'ACCEPTED', 'ENDED', 'EXPIRED')),
  accepted_at       timestamptz,
  ended_at          timestamptz,
  ended_by_id       uuid REFERENCES hub.organization,
  version           int NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(organization_id, group_id) = 1),
  CHECK (organization_id IS DISTINCT FROM owner_id),
  CHECK ((state IN ('ENDED', 'EXPIRED')) = (ended_at IS NOT NULL))
);
CREATE INDEX agreement_owner ON hub.agreement (owner_id, id);
CREATE INDEX agreement_consumer ON hub.agreement (consumer_id, state);
CREATE INDEX agreement_parties ON hub.agreement USING gin (party_ids);
CREATE INDEX agreement_due ON hub.agreement (valid_until) WHERE state IN ('PROPOSED', 'ACCEPTED');

-- Who accepts follows from the consumer; what was proposed stays as it was, and only the steps below are taken. Without a scope (a job, the
-- operator) anyone's step may be made; with one, the step must be its steward's.
CREATE FUNCTION private.keep_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  steward CONSTANT uuid[] := CASE WHEN hub.viewer() IS NULL THEN NULL ELSE coalesce(hub.stewards(), '{}') END;
  steps   CONSTANT text[] := '{state,accepted_at,ended_at,ended_by_id,version,updated_at,party_ids,consumer_id}';
BEGIN
  NEW.accepting_id := coalesce(NEW.organization_id, (SELECT g.owner_id FROM sharing_group g WHERE g.id = NEW.group_id));
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF to_jsonb(NEW) - steps - 'accepting_id' <> to_jsonb(OLD) - steps - 'accepting_id' THEN
    RAISE EXCEPTION 'an agreement stays as it was proposed' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_terms_stay';
  END IF;
  IF NOT (OLD.state, NEW.state) IN (('PROPOSED', 'ACCEPTED'), ('PROPOSED', 'ENDED'), ('ACCEPTED', 'ENDED'), ('PROPOSED', 'EXPIRED'), ('ACCEPTED', 'EXPIRED'))
     AND OLD.state <> NEW.state THEN
    RAISE EXCEPTION 'an agreement can not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_state_goes_on';
  END IF;
  IF NEW.state = 'ACCEPTED' AND OLD.state = 'PROPOSED' AND NOT coalesce(NEW.accepting_id = ANY (steward), steward IS NULL) THEN
    RAISE EXCEPTION 'the consumer accepts' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.version := OLD.version + (NEW.state <> OLD.state)::int;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.agreement FOR EACH ROW EXECUTE FUNCTION private.keep_agreement();

-- A region and all that lies within it.
CREATE FUNCTION private.regions_within(region uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  WITH RECURSIVE down AS (
    SELECT region AS id UNION SELECT r.id FROM down JOIN region r ON r.parent_id = down.id
  ) SELECT d.id FROM down d
$$;
-- Agreements in force for an organization under any of its names: itself and its groups. By the clock, so that one ends when it falls due.
CREATE FUNCTION private.agreements_for(identities uuid[]) RETURNS SETOF hub.agreement LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT a.* FROM agreement a
   WHERE a.consumer_id = ANY (identities) AND a.state = 'ACCEPTED' AND a.valid_from <= now() AND (a.valid_until IS NULL OR a.valid_until > now())
$$;

CREATE FUNCTION hub.identities() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.identities', true), '')::uuid[] $$;
-- Organizations in whose name the viewer proposes and accepts: those it writes for, as a steward.
CREATE FUNCTION hub.stewards() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.stewards', true), '')::uuid[] $$;
-- Of a dataset: the owners whose records may be seen, all of them or in part.
CREATE FUNCTION hub.inventory_owners() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.inventory_owners', true), '')::uuid[] $$;
CREATE FUNCTION hub.samples_owners() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.samples_owners', true), '')::uuid[] $$;
-- Which part, by agreement: {"owners": {owner: n}, "places": [{region or "*": entry}]}, where n is the owner's place in the list. Of the
-- inventory an entry is a list of the fields withheld, of incidents the least severity (1 INFO … 4 CRITICAL) for each marking.
CREATE FUNCTION hub.inventory_grants() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.inventory_grants', true), '')::jsonb $$;
CREATE FUNCTION hub.samples_grants() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.samples_grants', true), '')::jsonb $$;
CREATE FUNCTION hub.incident_grants() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.incident_grants', true), '')::jsonb $$;

-- Called for every row that a partner may see: in plpgsql they keep their plans, where SQL that can not be inlined would be planned again and
-- again. The entry for an owner and a region is the region's own, or that of every place.
CREATE FUNCTION hub.grant_at(grants jsonb, owner_id uuid, region_id uuid) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  places CONSTANT jsonb := grants -> 'places' -> (grants -> 'owners' ->> owner_id::text)::int;
BEGIN
  RETURN coalesce(places -> region_id::text, places -> '*');
END $$;
-- An owner without a part is seen whole.
CREATE FUNCTION hub.reaches(grants jsonb, owner_id uuid, region_id uuid) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN NOT grants -> 'owners' ? owner_id::text OR hub.grant_at(grants, owner_id, region_id) IS NOT NULL;
END $$;
CREATE FUNCTION hub.withholds(grants jsonb, owner_id uuid, region_id uuid, field text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce(hub.grant_at(grants, owner_id, region_id) ? field, false);
END $$;
CREATE FUNCTION hub.withheld(grants jsonb, owner_id uuid, region_id uuid) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  fields CONSTANT jsonb := hub.grant_at(grants, owner_id, region_id);
BEGIN
  IF fields IS NULL OR fields = '[]' THEN RETURN NULL; END IF;
  RETURN ARRAY(SELECT f FROM jsonb_array_elements_text(fields) f ORDER BY f);
END $$;
CREATE FUNCTION hub.discloses(grants jsonb, owner_id uuid, region_id uuid, tlp text, severity text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce((hub.grant_at(grants, owner_id, region_id) ->> tlp)::int <= array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], severity), false);
END $$;

-- The rules, one for each kind of record (the README's table): the text of a condition over the record's access columns. Policies are made
-- of it, and so is every function that reads past them.
CREATE OR REPLACE FUNCTION private.rule(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE name
    WHEN 'OPEN'      THEN '(SELECT hub.viewer()) IS NOT NULL'
    WHEN 'PARTIES'   THEN 'party_ids && (SELECT hub.owners() || hub.identities())::uuid[]'
    WHEN 'OWNED'     THEN '${owned}'
    WHEN 'ADDRESSED' THEN '${owned}
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, ''ADDRESSES''))'
    WHEN 'WRITTEN'   THEN 'owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id))'
    WHEN 'MARKED'    THEN 'party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> ''RED'' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)'
  END
$$;

-- A field is withheld where every agreement that shows the record withholds it.
CREATE FUNCTION private.withheld_by_all(lists jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(f.name ORDER BY f.name), '[]') FROM jsonb_array_elements_text(lists -> 0) AS f(name)
   WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(lists) l WHERE NOT l.value ? f.name)
$$;
-- The least severity that any agreement shows of each marking: a ceiling reaches its own marking and wider ones, of those that are shared at all.
CREATE FUNCTION private.markings_reached(ceilings text[], severities text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = hub, private, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(r.marking, r.least), '{}')
    FROM (SELECT m.marking, min(array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], g.severity)) AS least
            FROM unnest(ceilings, severities) AS g(ceiling, severity)
            JOIN unnest('{CLEAR,GREEN,AMBER}'::text[]) AS m(marking) ON stricter(m.marking, g.ceiling) = g.ceiling
           GROUP BY m.marking) r
$$;
-- What agreements give an organization, one row a dataset: whose records, and which part of them. Owners with the same agreements share a place
-- in the list, so that a scope grows with owners and regions, not with their product. Who is seen by ancestry needs no agreement.
CREATE FUNCTION private.grants_of(identities uuid[], below uuid[]) RETURNS TABLE (dataset text, owners uuid[], grants jsonb)
LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  WITH agreed AS MATERIALIZED (
    SELECT a.* FROM agreements_for(identities) a
  ), given AS (
    SELECT d.dataset, t.descendant_id AS owner_id, array_agg(a.id ORDER BY a.id) AS agreements
      FROM agreed a CROSS JOIN LATERAL unnest(a.datasets) AS d(dataset)
      JOIN organization_tree t ON t.ancestor_id = a.owner_id AND (a.with_descendants OR t.descendant_id = a.owner_id)
     WHERE NOT t.descendant_id = ANY (below)
     GROUP BY d.dataset, t.descendant_id
  ), circle AS MATERIALIZED (
    SELECT g.dataset, g.agreements, array_agg(g.owner_id ORDER BY g.owner_id) AS owners,
           row_number() OVER (PARTITION BY g.dataset ORDER BY g.agreements) - 1 AS n
      FROM given g GROUP BY g.dataset, g.agreements
  ), reached AS MATERIALIZED (
    SELECT a.id, r.id AS region_id FROM agreed a LEFT JOIN LATERAL regions_within(a.region_id) AS r(id) ON a.region_id IS NOT NULL
  ), covering AS (
    SELECT DISTINCT c.dataset, c.n, p.region_id, a.id, a.ceiling, a.least_severity, a.withheld
      FROM circle c
      JOIN reached p ON p.id = ANY (c.agreements)
      JOIN reached q ON q.id = ANY (c.agreements) AND (q.region_id IS NULL OR q.region_id = p.region_id)
      JOIN agreed a ON a.id = q.id
  ), entry AS (
    SELECT c.dataset, c.n, coalesce(c.region_id::text, '*') AS place,
           CASE c.dataset WHEN 'INVENTORY' THEN withheld_by_all(jsonb_agg(c.withheld)) WHEN 'INCIDENTS' THEN markings_reached(array_agg(c.ceiling), array_agg(c.least_severity))
                          ELSE '[]' END AS entry
      FROM covering c GROUP BY c.dataset, c.n, c.region_id
  ), places AS (
    SELECT e.dataset, e.n, jsonb_object_agg(e.place, e.entry) AS places,
           bool_or(e.place = '*') AND (e.dataset <> 'INCIDENTS') AND bool_and(e.entry = '[]') AS is_whole
      FROM entry e GROUP BY e.dataset, e.n
  ), listed AS (
    SELECT p.dataset, jsonb_agg(p.places ORDER BY p.n) AS places, bool_and(p.is_whole) AS is_whole FROM places p GROUP BY p.dataset
  )
  SELECT o.dataset, o.owners, CASE WHEN NOT l.is_whole THEN jsonb_build_object('owners', o.numbers, 'places', l.places) END
    FROM (SELECT c.dataset, array_agg(w) AS owners, jsonb_object_agg(w, c.n) AS numbers
            FROM circle c CROSS JOIN LATERAL unnest(c.owners) w GROUP BY c.dataset) o
    JOIN listed l ON l.dataset = o.dataset
$$;

-- Sets the scope of an organization; the one place that says what a role may write.
CREATE OR REPLACE FUNCTION private.scope_as(organization uuid, role text, named uuid[], client uuid, label text) RETURNS void
LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  below      uuid[] := (SELECT array_agg(t.descendant_id ORDER BY t.descendant_id) FROM organization_tree t WHERE t.ancestor_id = organization);
  identities uuid[] := organization || ARRAY(SELECT m.group_id FROM sharing_group_member m WHERE m.organization_id = organization ORDER BY 1);
  open       text[] := (SELECT CASE WHEN o.community_member THEN '{CLEAR,GREEN}' ELSE '{CLEAR}' END FROM organization o WHERE o.id = organization);
  root       boolean := (SELECT o.parent_id IS NULL AND o.kind = 'NATIONAL_CENTER' FROM organization o WHERE o.id = organization);
  writers    uuid[] := CASE WHEN role = 'READER' THEN '{}'
                            ELSE organization || (SELECT coalesce(array_agg(n), '{}') FROM unnest(named) n WHERE n = ANY (below) AND n <> organization) END;
  given      record;
BEGIN
  PERFORM set_config('hub.client', coalesce(client::text, ''), true), set_config('hub.label', coalesce(label, ''), true),
          set_config('hub.viewer', organization::text, true), set_config('hub.role', role, true),
          set_config('hub.owners', below::text, true), set_config('hub.writers', writers::text, true),
          set_config('hub.identities', identities::text, true), set_config('hub.open_markings', open::text, true),
          set_config('hub.stewards', CASE WHEN role = 'STEWARD' THEN writers ELSE '{}' END::text, true),
          set_config('hub.stewarded', CASE WHEN role = 'STEWARD' THEN below ELSE '{}' END::text, true),
          set_config('hub.keeps_directory', CASE WHEN role = 'STEWARD' AND root THEN 'yes' ELSE '' END, true),
          set_config('hub.inventory_owners', below::text, true), set_config('hub.inventory_grants', '', true),
          set_config('hub.samples_owners', below::text, true), set_config('hub.samples_grants', '', true),
          set_config('hub.incident_grants', '', true);
  IF NOT EXISTS (SELECT FROM agreements_for(identities)) THEN RETURN; END IF;
  FOR given IN SELECT g.* FROM grants_of(identities, below) g LOOP
    IF given.dataset IN ('INVENTORY', 'SAMPLES') THEN
      PERFORM set_config(format('hub.%s_owners', lower(given.dataset)), (below || given.owners)::text, true),
              set_config(format('hub.%s_grants', lower(given.dataset)), coalesce(given.grants::text, ''), true);
    ELSIF given.dataset = 'INCIDENTS' THEN
      PERFORM set_config('hub.incident_grants', given.grants::text, true);
    END IF;
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION hub.identities(), hub.stewards(), hub.inventory_owners(), hub.inventory_grants(), hub.samples_owners(), hub.samples_grants(),
  hub.incident_grants(), hub.grant_at(jsonb, uuid, uuid), hub.reaches(jsonb, uuid, uuid), hub.withholds(jsonb, uuid, uuid, text),
  hub.withheld(jsonb, uuid, uuid), hub.discloses(jsonb, uuid, uuid, text, text) TO hub_api;

CALL private.protect('hub.sharing_group', 'OPEN', 'owner_id = ANY ((SELECT hub.stewards())::uuid[])');
CALL private.protect('hub.sharing_group_member', 'PARTIES', 'owner_id = ANY ((SELECT hub.stewards())::uuid[])');
GRANT DELETE ON hub.sharing_group_member TO hub_api;
CREATE POLICY removable ON hub.sharing_group_member FOR DELETE TO hub_api USING (owner_id = ANY ((SELECT hub.stewards())::uuid[]));
-- Its provider proposes; provider and consumer take the steps that keep_agreement allows.
CALL private.protect('hub.agreement', 'PARTIES', 'owner_id = ANY ((SELECT hub.stewards())::uuid[])');
ALTER POLICY creatable ON hub.agreement WITH CHECK (owner_id = ANY ((SELECT hub.stewards())::uuid[]) AND state = 'PROPOSED');
DROP POLICY updatable ON hub.agreement;
CREATE POLICY updatable ON hub.agreement FOR UPDATE TO hub_api
  USING (owner_id = ANY ((SELECT hub.stewards())::uuid[]) OR accepting_id = ANY ((SELECT hub.stewards())::uuid[]));
CREATE TRIGGER touch BEFORE UPDATE ON hub.sharing_group FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.agreement FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.sharing_group', 'SharingGroup', 'DIRECTORY');
CALL private.record_changes_of('hub.sharing_group_member', 'SharingGroupMember', 'SHARING');
CALL private.record_changes_of('hub.agreement', 'Agreement', 'SHARING');
`;
