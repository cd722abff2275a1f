import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API clients and keys as records that stewards keep; networks that a key is used from; the key behind each change. */
export class KeepKeys1790000000900 implements MigrationInterface {
  name = 'KeepKeys1790000000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- What a client and a key are comes before the policies; the hash of a secret stays where no role of the API reaches, and outside every image.
CREATE TABLE private.api_secret (
  key_id uuid PRIMARY KEY,
  hash   bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO private.api_secret (key_id, hash) SELECT k.id, k.secret FROM private.api_key k;
ALTER TABLE private.api_key DROP COLUMN secret;
ALTER TABLE private.api_client SET SCHEMA hub;
ALTER TABLE private.api_key SET SCHEMA hub;
ALTER TABLE private.api_secret ADD FOREIGN KEY (key_id) REFERENCES hub.api_key;

ALTER TABLE hub.api_client RENAME COLUMN organization_id TO owner_id;
ALTER TABLE hub.api_client
  ADD COLUMN sort_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(label)) STORED,
  -- where its keys are used from; empty: from anywhere
  ADD COLUMN networks cidr[] NOT NULL DEFAULT '{}' CHECK (cardinality(networks) <= 100 AND array_position(networks, NULL) IS NULL),
  ADD UNIQUE (id, owner_id);
CREATE INDEX api_client_owner ON hub.api_client (owner_id, id);
CREATE INDEX api_client_label ON hub.api_client (sort_key, id);
ALTER TABLE hub.api_key ADD COLUMN owner_id uuid;
UPDATE hub.api_key k SET owner_id = c.owner_id FROM hub.api_client c WHERE c.id = k.client_id;
ALTER TABLE hub.api_key ALTER COLUMN owner_id SET NOT NULL, DROP CONSTRAINT api_key_client_id_fkey,
  ADD FOREIGN KEY (client_id, owner_id) REFERENCES hub.api_client (id, owner_id) ON UPDATE CASCADE;
DROP INDEX hub.api_key_client;
CREATE INDEX api_key_client ON hub.api_key (client_id, id);
CREATE INDEX api_key_owner ON hub.api_key (owner_id, id);

-- A function's text with another in place of a part that it must hold: the migrations before this one wrote it.
CREATE FUNCTION pg_temp.mended(definition text, part text, other text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF position(part IN definition) = 0 THEN RAISE EXCEPTION 'there is no "%" to mend', part; END IF;
  RETURN replace(definition, part, other);
END $$;
-- Kept: for stewards of the owner and of those above it. private.scope_as says who that is; READER, REPORTER and RESPONDER have nobody.
DO $$
DECLARE
  kept CONSTANT text := 'owner_id = ANY ((SELECT hub.stewarded())::uuid[])';
BEGIN
  EXECUTE pg_temp.mended(pg_get_functiondef('private.rule(text)'::regprocedure), 'SELECT CASE name',
                  format('SELECT CASE name WHEN ''KEPT'' THEN %L', kept));
  EXECUTE pg_temp.mended(pg_get_functiondef('private.sees(text, text, uuid, uuid, uuid, text, text, uuid[])'::regprocedure), 'SELECT CASE',
                  format('SELECT CASE WHEN dataset = ''KEYS'' THEN %s', private.rule('KEPT')));
  -- Who sees a record is told by the key of an organization that sees most.
  EXECUTE pg_temp.mended(pg_get_functiondef('private.audience(text, text, uuid, uuid, uuid, text, text, uuid[])'::regprocedure), '''READER''', '''STEWARD''');
END $$;

-- An IPv4 address or network written as IPv6, as sockets of both kinds do, is that of IPv4.
CREATE FUNCTION private.unmapped(address inet) RETURNS inet LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN address <<= '::ffff:0.0.0.0/96' THEN set_masklen('0.0.0.0'::inet + (address - '::ffff:0.0.0.0'::inet), masklen(address) - 96)
              ELSE address END
$$;
-- A key of an organization reads as that organization, RED records too: once it has had a steward of its own, only that one issues its keys,
-- or the operator. Revoking from above does not change that.
CREATE FUNCTION private.has_steward(organization uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT EXISTS (SELECT FROM api_client c WHERE c.owner_id = organization AND c.role = 'STEWARD')
$$;
CREATE FUNCTION hub.has_steward(organization uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT organization = ANY (hub.stewarded()) AND private.has_steward(organization)
$$;
GRANT EXECUTE ON FUNCTION hub.has_steward(uuid) TO hub_api;
CREATE FUNCTION private.refuse_over_its_steward(organization uuid) RETURNS void LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF organization <> hub.viewer() AND private.has_steward(organization) THEN
    RAISE EXCEPTION 'the organization has a steward of its own' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
-- Within a scope a client stays as it was issued and is ended once; what the operator does to it is the operator's.
CREATE FUNCTION private.keep_api_client() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  stranger text;
BEGIN
  NEW.networks := ARRAY(SELECT DISTINCT unmapped(n)::cidr AS network FROM unnest(NEW.networks) n ORDER BY network);
  IF hub.viewer() IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - '{revoked_at,sort_key}'::text[] <> to_jsonb(OLD) - '{revoked_at,sort_key}'::text[] OR NEW.revoked_at IS DISTINCT FROM coalesce(OLD.revoked_at, NEW.revoked_at) THEN
      RAISE EXCEPTION 'an API client stays as it was issued' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_client_stays';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM refuse_over_its_steward(NEW.owner_id);
  SELECT o.code INTO stranger FROM organization o
   WHERE o.id = ANY (NEW.writes_for)
     AND (o.id = NEW.owner_id OR NOT EXISTS (SELECT FROM organization_tree t WHERE t.ancestor_id = NEW.owner_id AND t.descendant_id = o.id))
   ORDER BY o.code LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'writesFor: "%" does not stand below the organization of the client', stranger
      USING ERRCODE = 'check_violation', CONSTRAINT = 'api_client_writes_below';
  END IF;
  RETURN NEW;
END $$;
-- A key is added while its client is in force and has one other at most, for two years at most; it is ended once, or set to end earlier.
CREATE FUNCTION private.keep_api_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF hub.viewer() IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - '{revoked_at,expires_at}'::text[] <> to_jsonb(OLD) - '{revoked_at,expires_at}'::text[]
       OR NEW.revoked_at IS DISTINCT FROM coalesce(OLD.revoked_at, NEW.revoked_at) OR NEW.expires_at > OLD.expires_at THEN
      RAISE EXCEPTION 'a key stays as it was issued' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_stays';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM FROM api_client c WHERE c.id = NEW.client_id AND c.revoked_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the client is revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_of_a_client_in_force';
  END IF;
  IF EXISTS (SELECT FROM api_key k WHERE k.client_id = NEW.client_id) THEN PERFORM refuse_over_its_steward(NEW.owner_id); END IF;
  IF (SELECT count(*) FROM api_key k WHERE k.client_id = NEW.client_id AND k.revoked_at IS NULL AND k.expires_at > now()) >= 2 THEN
    RAISE EXCEPTION 'the client has two keys in force' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_two_at_most';
  END IF;
  IF NEW.expires_at > now() + interval '2 years' THEN
    RAISE EXCEPTION 'a key lives for two years at most' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_ends';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.api_client FOR EACH ROW EXECUTE FUNCTION private.keep_api_client();
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.api_key FOR EACH ROW EXECUTE FUNCTION private.keep_api_key();
CALL private.protect('hub.api_client', 'KEPT', private.rule('KEPT'));
CALL private.protect('hub.api_key', 'KEPT', private.rule('KEPT'));

-- Gives a key its secret, once; a key without one opens nothing.
CREATE FUNCTION hub.keep_secret(key uuid, hash bytea) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  INSERT INTO api_secret (key_id, hash) SELECT k.id, keep_secret.hash FROM api_key k WHERE k.id = keep_secret.key AND k.owner_id = ANY (hub.stewarded())
$$;

-- First statement of every transaction of the API: resolves the key, used from peer, to its scope, or returns no row. Nothing is cached: a
-- revoked key, a moved organization, another list of networks holds from this very statement on. An unknown peer lies in no network.
DROP FUNCTION hub.enter(uuid, bytea);
CREATE FUNCTION hub.enter(key uuid, hash bytea, peer inet DEFAULT NULL)
RETURNS TABLE (client_id uuid, label text, role text, organization_id uuid, expires_at timestamptz, networks cidr[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.label, c.role, c.owner_id, c.writes_for, c.networks, k.expires_at INTO caller
    FROM api_key k JOIN api_secret s ON s.key_id = k.id JOIN api_client c ON c.id = k.client_id
   WHERE k.id = enter.key AND s.hash = enter.hash AND k.revoked_at IS NULL AND c.revoked_at IS NULL AND k.expires_at > now()
     AND (c.networks = '{}' OR unmapped(enter.peer) <<= ANY (c.networks));
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM private.scope_as(caller.owner_id, caller.role, caller.writes_for, caller.id, caller.label), set_config('hub.key', enter.key::text, true);
  RETURN QUERY SELECT caller.id, caller.label, caller.role, caller.owner_id, caller.expires_at, caller.networks;
END $$;
GRANT EXECUTE ON FUNCTION hub.enter(uuid, bytea, inet), hub.keep_secret(uuid, bytea) TO hub_api;

-- Nor does anybody above act in its name where agreements and groups are kept: a group of its may be named on RED records.
DO $$
BEGIN
  EXECUTE pg_temp.mended(pg_get_functiondef('private.scope_as(uuid, text, uuid[], uuid, text)'::regprocedure),
    $s$CASE WHEN role = 'STEWARD' THEN writers ELSE '{}' END$s$,
    $s$CASE WHEN role = 'STEWARD' THEN ARRAY(SELECT w FROM unnest(writers) w WHERE w = organization OR NOT private.has_steward(w)) ELSE '{}' END$s$);
END $$;

-- Which key made a change; null for what the program or the operator does.
ALTER TABLE private.change ADD COLUMN actor_key_id uuid;
DO $$
DECLARE
  writer  regprocedure;
  history text := pg_get_functiondef('hub.record_history(uuid[], bigint, int)'::regprocedure);
BEGIN
  FOREACH writer IN ARRAY '{"private.record_change()", "hub.take_samples(uuid[],timestamptz[],float8[],smallint[])"}'::regprocedure[] LOOP
    EXECUTE pg_temp.mended(pg_temp.mended(pg_get_functiondef(writer), 'actor_id, actor_label', 'actor_id, actor_key_id, actor_label'),
                    'setting_id(''hub.client''), ', 'setting_id(''hub.client''), setting_id(''hub.key''), ');
  END LOOP;
  history := pg_temp.mended(history, 'actor_label text, ', 'actor_label text, actor_key_id uuid, ');
  history := pg_temp.mended(pg_temp.mended(history, 'h.actor_label, ', 'h.actor_label, h.actor_key_id, '), 'c.actor_label, ', 'c.actor_label, c.actor_key_id, ');
  DROP FUNCTION hub.record_history(uuid[], bigint, int);
  EXECUTE history;
END $$;
GRANT EXECUTE ON FUNCTION hub.record_history(uuid[], bigint, int) TO hub_api;
CALL private.record_changes_of('hub.api_client', 'ApiClient', 'KEYS');
CALL private.record_changes_of('hub.api_key', 'ApiKey', 'KEYS');
`;
