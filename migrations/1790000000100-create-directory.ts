import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organizations, regions, API clients with their keys, and the scope that every policy reads. */
export class CreateDirectory1790000000100 implements MigrationInterface {
  name = 'CreateDirectory1790000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
CREATE TABLE hub.region (
  id         uuid PRIMARY KEY,
  code       text COLLATE "C" NOT NULL UNIQUE CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort_key   text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  parent_id  uuid REFERENCES hub.region,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX region_parent ON hub.region (parent_id, id);
CREATE INDEX region_name ON hub.region (sort_key, id);

CREATE TABLE hub.organization (
  id               uuid PRIMARY KEY,
  code             text COLLATE "C" NOT NULL UNIQUE CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort_key         text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  kind             text NOT NULL CHECK (kind IN ('NATIONAL_CENTER', 'REGIONAL_CENTER', 'MINISTRY', 'AGENCY', 'OPERATOR')),
  parent_id        uuid REFERENCES hub.organization,
  region_id        uuid REFERENCES hub.region,
  community_member boolean NOT NULL DEFAULT false,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX organization_parent ON hub.organization (parent_id, id);
CREATE INDEX organization_region ON hub.organization (region_id, id);
CREATE INDEX organization_name ON hub.organization (sort_key, id);

-- Who stands above whom, each organization above itself: kept by trigger, so that a scope is one index range.
CREATE TABLE private.organization_tree (
  ancestor_id   uuid NOT NULL REFERENCES hub.organization ON DELETE CASCADE,
  descendant_id uuid NOT NULL REFERENCES hub.organization ON DELETE CASCADE,
  PRIMARY KEY (ancestor_id, descendant_id)
);

CREATE FUNCTION private.keep_organization_tree() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF EXISTS (WITH RECURSIVE up AS (
               SELECT o.id, o.parent_id FROM organization o WHERE o.parent_id IS NOT NULL
               UNION ALL
               SELECT up.id, o.parent_id FROM up JOIN organization o ON o.id = up.parent_id
             ) CYCLE id, parent_id SET looped USING path
             SELECT FROM up WHERE up.looped) THEN
    RAISE EXCEPTION 'an organization can not stand above itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_tree_has_no_cycle';
  END IF;
  WITH RECURSIVE up AS (
    SELECT o.id AS descendant_id, o.id AS ancestor_id, o.parent_id FROM organization o
    UNION ALL
    SELECT up.descendant_id, o.id, o.parent_id FROM up JOIN organization o ON o.id = up.parent_id
  ), gone AS (
    DELETE FROM organization_tree t
     WHERE NOT EXISTS (SELECT FROM up WHERE up.ancestor_id = t.ancestor_id AND up.descendant_id = t.descendant_id)
  )
  INSERT INTO organization_tree SELECT up.ancestor_id, up.descendant_id FROM up ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER tree_created AFTER INSERT OR DELETE ON hub.organization FOR EACH STATEMENT EXECUTE FUNCTION private.keep_organization_tree();
CREATE TRIGGER tree_moved AFTER UPDATE OF parent_id ON hub.organization FOR EACH STATEMENT EXECUTE FUNCTION private.keep_organization_tree();

CREATE FUNCTION private.refuse_region_cycle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF EXISTS (WITH RECURSIVE up AS (
               SELECT r.id, r.parent_id FROM region r WHERE r.id = NEW.id
               UNION ALL
               SELECT r.id, r.parent_id FROM up JOIN region r ON r.id = up.parent_id
             ) CYCLE id SET looped USING path
             SELECT FROM up WHERE up.looped) THEN
    RAISE EXCEPTION 'a region can not lie within itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'region_tree_has_no_cycle';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER region_cycle AFTER INSERT OR UPDATE OF parent_id ON hub.region
  FOR EACH ROW EXECUTE FUNCTION private.refuse_region_cycle();

-- An API client is a machine or a desk of an organization; its keys are ids with the SHA-256 of a 256-bit secret.
CREATE TABLE private.api_client (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES hub.organization,
  label           text NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
  role            text NOT NULL CHECK (role IN ('READER', 'REPORTER', 'RESPONDER', 'STEWARD')),
  writes_for      uuid[] NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT now(),
  revoked_at      timestamptz
);
CREATE TABLE private.api_key (
  id         uuid PRIMARY KEY,
  client_id  uuid NOT NULL REFERENCES private.api_client,
  secret     bytea NOT NULL CHECK (length(secret) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  revoked_at timestamptz
);
CREATE INDEX api_key_client ON private.api_key (client_id);

-- The scope: settings that live as long as the transaction. An empty setting is nobody.
CREATE FUNCTION hub.viewer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.viewer', true), '')::uuid $$;
CREATE FUNCTION hub.owners() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.owners', true), '')::uuid[] $$;
CREATE FUNCTION hub.writers() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.writers', true), '')::uuid[] $$;
CREATE FUNCTION hub.open_markings() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.open_markings', true), '')::text[] $$;
-- Organizations whose directory entries the viewer keeps: strictly below its own, and only as a steward.
CREATE FUNCTION hub.stewarded() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hub.stewarded', true), '')::uuid[] $$;
CREATE FUNCTION hub.keeps_directory() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('hub.keeps_directory', true), '') = 'yes' $$;

-- The rule for a record with a marking (ACCESS in the README). Parties hold the owner, the reporter and every organization named.
-- Each of the viewer's arguments stands once, so that Postgres inlines the call into the policy.
CREATE FUNCTION hub.sees_marked(owner_id uuid, tlp text, party_ids uuid[], viewer uuid, owners uuid[], open_markings text[])
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT viewer = ANY (party_ids) OR (tlp <> 'RED' AND owner_id = ANY (owners)) OR tlp = ANY (open_markings)
$$;

-- Sets the scope of an organization; the one place that says what a role may write.
CREATE FUNCTION private.scope_as(organization uuid, role text, named uuid[], client uuid, label text) RETURNS void
LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
DECLARE
  below uuid[] := (SELECT array_agg(t.descendant_id ORDER BY t.descendant_id) FROM organization_tree t WHERE t.ancestor_id = organization);
  open  text[] := (SELECT CASE WHEN o.community_member THEN '{CLEAR,GREEN}' ELSE '{CLEAR}' END FROM organization o WHERE o.id = organization);
  root  boolean := (SELECT o.parent_id IS NULL AND o.kind = 'NATIONAL_CENTER' FROM organization o WHERE o.id = organization);
  writers uuid[] := CASE WHEN role = 'READER' THEN '{}'
                         ELSE organization || (SELECT coalesce(array_agg(n), '{}') FROM unnest(named) n WHERE n = ANY (below) AND n <> organization) END;
BEGIN
  PERFORM set_config('hub.client', coalesce(client::text, ''), true), set_config('hub.label', coalesce(label, ''), true),
          set_config('hub.viewer', organization::text, true), set_config('hub.role', role, true),
          set_config('hub.owners', below::text, true), set_config('hub.writers', writers::text, true),
          set_config('hub.open_markings', open::text, true),
          set_config('hub.stewarded', CASE WHEN role = 'STEWARD' THEN below ELSE '{}' END::text, true),
          set_config('hub.keeps_directory', CASE WHEN role = 'STEWARD' AND root THEN 'yes' ELSE '' END, true);
END $$;

-- First statement of every transaction of the API: resolves the key to its scope, or returns no row. Nothing is cached:
-- a revoked key or a moved organization holds from this very statement on.
CREATE FUNCTION hub.enter(key uuid, hash bytea)
RETURNS TABLE (client_id uuid, label text, role text, organization_id uuid, expires_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.label, c.role, c.organization_id, c.writes_for, k.expires_at INTO caller
    FROM api_key k JOIN api_client c ON c.id = k.client_id
   WHERE k.id = key AND k.secret = hash AND k.revoked_at IS NULL AND c.revoked_at IS NULL AND k.expires_at > now();
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM private.scope_as(caller.organization_id, caller.role, caller.writes_for, caller.id, caller.label);
  RETURN QUERY SELECT caller.id, caller.label, caller.role, caller.organization_id, caller.expires_at;
END $$;
GRANT EXECUTE ON FUNCTION hub.viewer(), hub.owners(), hub.writers(), hub.open_markings(), hub.stewarded(), hub.keeps_directory(),
  hub.sees_marked(uuid, text, uuid[], uuid, uuid[], text[]), hub.enter(uuid, bytea) TO hub_api;

-- The one way a table comes before the API's role. Rules: OPEN every key reads; OWNED, WRITTEN, MARKED as the README's table says.
CREATE FUNCTION private.rule(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE name
    WHEN 'OPEN'    THEN '(SELECT hub.viewer()) IS NOT NULL'
    WHEN 'OWNED'   THEN 'owner_id = ANY ((SELECT hub.owners())::uuid[])'
    WHEN 'WRITTEN' THEN 'owner_id = ANY ((SELECT hub.owners())::uuid[]) OR writer_id = ANY ((SELECT hub.owners())::uuid[])'
    WHEN 'MARKED'  THEN 'hub.sees_marked(owner_id, tlp, party_ids, (SELECT hub.viewer()), (SELECT hub.owners()), (SELECT hub.open_markings()))'
  END
$$;
CREATE PROCEDURE private.protect(tbl regclass, readable text, writable text)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO hub_api', tbl);
  EXECUTE format('CREATE POLICY readable ON %s FOR SELECT TO hub_api USING (%s)', tbl, private.rule(readable));
  EXECUTE format('CREATE POLICY creatable ON %s FOR INSERT TO hub_api WITH CHECK (%s)', tbl, writable);
  EXECUTE format('CREATE POLICY updatable ON %s FOR UPDATE TO hub_api USING (%s) WITH CHECK (%s)', tbl, writable, writable);
END $$;

CALL private.protect('hub.region', 'OPEN', '(SELECT hub.keeps_directory())');
-- A steward keeps the entries below its own, never its own; only the national center says who belongs to the community.
CALL private.protect('hub.organization', 'OPEN',
  'parent_id = ANY ((SELECT hub.stewarded())::uuid[]) AND (NOT community_member OR (SELECT hub.keeps_directory()))');

CALL private.record_changes_of('hub.region', 'Region', 'DIRECTORY');
CALL private.record_changes_of('hub.organization', 'Organization', 'DIRECTORY');
CREATE TRIGGER touch BEFORE UPDATE ON hub.region FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER touch BEFORE UPDATE ON hub.organization FOR EACH ROW EXECUTE FUNCTION private.touch();
`;
