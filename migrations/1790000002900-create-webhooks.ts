import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks: where changes are sent to, how far each has come, what was tried, and the secrets that they are signed by. */
export class CreateWebhooks1790000002900 implements MigrationInterface {
  name = 'CreateWebhooks1790000002900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
CREATE FUNCTION hub.client() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hub.client', true), '')::uuid $$;
GRANT EXECUTE ON FUNCTION hub.client() TO hub_api;
-- Own: for the API client that it belongs to, and for who keeps API clients of its organization.
DO $$
DECLARE
  rule text := pg_get_functiondef('private.rule(text)'::regprocedure);
BEGIN
  IF position('SELECT CASE name' IN rule) = 0 THEN RAISE EXCEPTION 'there is no rule to mend'; END IF;
  EXECUTE replace(rule, 'SELECT CASE name', format('SELECT CASE name WHEN ''OWN'' THEN %L',
    'client_id = (SELECT hub.client()) OR owner_id = ANY ((SELECT hub.stewarded())::uuid[])'));
END $$;

-- Where an API client has changes sent to: those that it sees, within the filter. content: fragments that say what of each record; key_id: the key
-- that saved it last.
CREATE TABLE hub.webhook (
  id         uuid PRIMARY KEY,
  owner_id   uuid NOT NULL,
  client_id  uuid NOT NULL,
  key_id     uuid NOT NULL REFERENCES hub.api_key,
  label      text NOT NULL CHECK (length(btrim(label)) BETWEEN 1 AND 100),
  sort_key   text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(label)) STORED,
  url        text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
  filter     jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(filter) = 'object'),
  content    text CHECK (length(content) BETWEEN 1 AND 20000),
  is_paused  boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (id, client_id, owner_id),
  FOREIGN KEY (client_id, owner_id) REFERENCES hub.api_client (id, owner_id) ON UPDATE CASCADE
);
CREATE INDEX webhook_client ON hub.webhook (client_id, id);
CREATE INDEX webhook_owner ON hub.webhook (owner_id, id);
CREATE INDEX webhook_label ON hub.webhook (sort_key, id);
CREATE INDEX webhook_key ON hub.webhook (key_id);

-- How far each has come. Only the program that sends moves it; the change log has nothing of it.
CREATE TABLE hub.webhook_progress (
  webhook_id        uuid PRIMARY KEY,
  client_id         uuid NOT NULL,
  owner_id          uuid NOT NULL,
  -- behind what was taken, or given up; null: nothing yet
  cursor            text,
  -- where the log ended when all had been sent: what is behind it is due. Null: something may be due at next_at.
  seen_xid          xid8,
  next_at           timestamptz NOT NULL DEFAULT now(),
  -- who sends at this moment, and until when nobody else does
  lease             uuid,
  leased_until      timestamptz,
  -- messages that were concluded: part of the id of the next one, which has been tried so often and holds so many changes
  messages          bigint NOT NULL DEFAULT 0,
  tries             int NOT NULL DEFAULT 0,
  message_changes   int,
  -- tries in a row that failed, of whichever messages
  failures          int NOT NULL DEFAULT 0,
  behind_since      timestamptz,
  caught_up_at      timestamptz,
  last_tried_at     timestamptz,
  last_delivered_at timestamptz,
  horizon_at        timestamptz,
  ended_reason      text CHECK (ended_reason IN ('GONE', 'KEY_ENDED', 'CURSOR_EXPIRED', 'NO_SECRET')),
  ended_at          timestamptz,
  secret_made_at    timestamptz,
  old_secret_until  timestamptz,
  FOREIGN KEY (webhook_id, client_id, owner_id) REFERENCES hub.webhook (id, client_id, owner_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CHECK ((ended_reason IS NULL) = (ended_at IS NULL)),
  CHECK ((lease IS NULL) = (leased_until IS NULL))
);
CREATE INDEX webhook_progress_due ON hub.webhook_progress (next_at) WHERE ended_reason IS NULL;

-- What was tried, the newest of each; and what was given up.
CREATE TABLE hub.webhook_attempt (
  id          uuid PRIMARY KEY,
  webhook_id  uuid NOT NULL,
  client_id   uuid NOT NULL,
  owner_id    uuid NOT NULL,
  at          timestamptz NOT NULL,
  message     text NOT NULL,
  changes     int NOT NULL,
  status      int,
  fault       text,
  duration_ms int NOT NULL,
  next_at     timestamptz,
  FOREIGN KEY (webhook_id, client_id, owner_id) REFERENCES hub.webhook (id, client_id, owner_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX webhook_attempt_webhook ON hub.webhook_attempt (webhook_id, id);
CREATE TABLE hub.webhook_dead_letter (
  id         uuid PRIMARY KEY,
  webhook_id uuid NOT NULL,
  client_id  uuid NOT NULL,
  owner_id   uuid NOT NULL,
  at         timestamptz NOT NULL,
  message    text NOT NULL,
  changes    int NOT NULL,
  tries      int NOT NULL,
  status     int,
  fault      text,
  after      text,
  until      text NOT NULL,
  FOREIGN KEY (webhook_id, client_id, owner_id) REFERENCES hub.webhook (id, client_id, owner_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX webhook_dead_letter_webhook ON hub.webhook_dead_letter (webhook_id, id);

DO $$
DECLARE
  told text;
BEGIN
  FOREACH told IN ARRAY '{webhook,webhook_progress,webhook_attempt,webhook_dead_letter}'::text[] LOOP
    EXECUTE format('ALTER TABLE hub.%I ENABLE ROW LEVEL SECURITY', told);
    EXECUTE format('GRANT SELECT ON hub.%I TO hub_api', told);
    EXECUTE format('CREATE POLICY readable ON hub.%I FOR SELECT TO hub_api USING (%s)', told, private.rule('OWN'));
  END LOOP;
  EXECUTE format('CREATE POLICY removable ON hub.webhook FOR DELETE TO hub_api USING (%s)', private.rule('OWN'));
END $$;
-- Who keeps the API client sees its webhooks and may remove them. Where they lead to is the client's own matter: what it sees goes there.
GRANT INSERT, UPDATE, DELETE ON hub.webhook TO hub_api;
CREATE POLICY creatable ON hub.webhook FOR INSERT TO hub_api WITH CHECK (client_id = (SELECT hub.client()) AND owner_id = (SELECT hub.viewer()));
CREATE POLICY updatable ON hub.webhook FOR UPDATE TO hub_api USING (client_id = (SELECT hub.client())) WITH CHECK (client_id = (SELECT hub.client()) AND owner_id = (SELECT hub.viewer()));
CREATE TRIGGER touch BEFORE UPDATE ON hub.webhook FOR EACH ROW EXECUTE FUNCTION private.touch();
CALL private.record_changes_of('hub.webhook', 'Webhook', 'KEYS');

-- What messages are signed by has to be kept as it is. No role but the owner's reads it, no image holds it, and no backup has it: so no foreign
-- key leads from here, and a restored hub, which could send what another one sends too, has none.
CREATE TABLE private.webhook_secret (
  webhook_id uuid NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  secret     bytea NOT NULL CHECK (length(secret) = 32),
  expires_at timestamptz,
  PRIMARY KEY (webhook_id, made_at)
);

-- Within a scope it is the key of the request that saves.
CREATE FUNCTION private.keep_webhook() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM webhook_secret s WHERE s.webhook_id = OLD.id;
    RETURN OLD;
  END IF;
  NEW.key_id := coalesce(setting_id('hub.key'), NEW.key_id);
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.client_id) IS DISTINCT FROM (OLD.id, OLD.client_id) THEN
    RAISE EXCEPTION 'a webhook stays its client''s' USING ERRCODE = 'check_violation', CONSTRAINT = 'webhook_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON hub.webhook FOR EACH ROW EXECUTE FUNCTION private.keep_webhook();
CREATE FUNCTION private.begin_webhook() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  INSERT INTO webhook_progress (webhook_id, client_id, owner_id) VALUES (NEW.id, NEW.client_id, NEW.owner_id);
  RETURN NULL;
END $$;
CREATE TRIGGER begin AFTER INSERT ON hub.webhook FOR EACH ROW EXECUTE FUNCTION private.begin_webhook();

-- Gives a webhook of the client a secret; the one before signs beside it until an instant, those before that no more.
CREATE FUNCTION hub.keep_webhook_secret(webhook uuid, secret bytea, retire_old_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  newest timestamptz;
BEGIN
  PERFORM FROM webhook w WHERE w.id = webhook AND w.client_id = hub.client() FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  newest := (SELECT max(s.made_at) FROM webhook_secret s WHERE s.webhook_id = webhook);
  DELETE FROM webhook_secret s WHERE s.webhook_id = webhook AND (s.made_at < newest OR retire_old_at <= now());
  UPDATE webhook_secret s SET expires_at = retire_old_at WHERE s.webhook_id = webhook;
  INSERT INTO webhook_secret (webhook_id, secret) VALUES (webhook, keep_webhook_secret.secret);
  UPDATE webhook_progress p SET secret_made_at = now(), old_secret_until = CASE WHEN newest IS NOT NULL AND retire_old_at > now() THEN retire_old_at END
   WHERE p.webhook_id = webhook;
END $$;
-- Sends on at once, from a cursor where one is given, or anew, and begins a series of tries anew; one that has ended goes on. Of the client's own webhooks.
-- What is under way at this moment counts no more.
CREATE FUNCTION hub.restart_webhook(webhook uuid, cursor text, anew boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE webhook_progress p
     SET cursor = CASE WHEN NOT anew THEN coalesce(restart_webhook.cursor, p.cursor) END, messages = p.messages + 1, tries = 0, message_changes = NULL, failures = 0, seen_xid = NULL,
         next_at = now(), lease = NULL, leased_until = NULL, ended_reason = NULL, ended_at = NULL, behind_since = NULL
   WHERE p.webhook_id = webhook AND p.client_id = hub.client();
END $$;
GRANT EXECUTE ON FUNCTION hub.keep_webhook_secret(uuid, bytea, timestamptz), hub.restart_webhook(uuid, text, boolean) TO hub_api;

-- What a webhook may deliver is what its client may read: it has to be in force, with a key in force, and the key that saved it last not revoked,
-- since what a key that got into other hands has set up ends with it.
CREATE FUNCTION private.may_deliver(webhook uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT EXISTS (SELECT FROM webhook w JOIN api_client c ON c.id = w.client_id JOIN api_key k ON k.id = w.key_id
                  WHERE w.id = may_deliver.webhook AND c.revoked_at IS NULL AND k.revoked_at IS NULL AND k.client_id = c.id
                    AND EXISTS (SELECT FROM api_key o WHERE o.client_id = c.id AND o.revoked_at IS NULL AND o.expires_at > now()))
$$;
-- First statement of a delivery: sets the scope of the client whose webhook it is, as hub.enter does for a key, or returns no row. For the role
-- that delivers alone.
CREATE FUNCTION hub.enter_webhook(webhook uuid)
RETURNS TABLE (client_id uuid, label text, role text, organization_id uuid, expires_at timestamptz, networks cidr[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.label, c.role, c.owner_id, c.writes_for, c.networks, w.key_id,
         (SELECT max(o.expires_at) FROM api_key o WHERE o.client_id = c.id AND o.revoked_at IS NULL) AS expires_at INTO caller
    FROM webhook w JOIN api_client c ON c.id = w.client_id WHERE w.id = enter_webhook.webhook AND may_deliver(w.id);
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM scope_as(caller.owner_id, caller.role, caller.writes_for, caller.id, caller.label), set_config('hub.key', caller.key_id::text, true);
  RETURN QUERY SELECT caller.id, caller.label, caller.role, caller.owner_id, caller.expires_at, caller.networks;
END $$;
GRANT USAGE ON SCHEMA hub TO hub_delivery;
GRANT EXECUTE ON FUNCTION hub.enter_webhook(uuid) TO hub_delivery;

-- A webhook with how it stands, as who reads it finds it.
CREATE VIEW shown.webhook WITH (security_invoker = true) AS
SELECT w.*, CASE WHEN p.ended_reason IS NOT NULL THEN 'ENDED' WHEN w.is_paused THEN 'PAUSED' WHEN p.failures > 0 THEN 'RETRYING' ELSE 'ACTIVE' END AS state,
       p.ended_reason, p.ended_at, p.cursor, p.failures, p.tries, p.message_changes, p.behind_since, p.caught_up_at, p.last_tried_at, p.last_delivered_at,
       CASE WHEN p.ended_reason IS NULL AND NOT w.is_paused AND p.failures > 0 THEN p.next_at END AS next_try_at, p.horizon_at, p.secret_made_at,
       CASE WHEN p.old_secret_until > now() THEN p.old_secret_until END AS old_secret_until
  FROM hub.webhook w JOIN hub.webhook_progress p ON p.webhook_id = w.id;
GRANT SELECT ON shown.webhook TO hub_api;

-- How webhooks stand, for /metrics: counts alone.
CREATE FUNCTION hub.delivery_state() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT jsonb_build_object(
    'webhooks', jsonb_build_object('ENDED', count(*) FILTER (WHERE p.ended_reason IS NOT NULL),
                                   'PAUSED', count(*) FILTER (WHERE p.ended_reason IS NULL AND w.is_paused),
                                   'RETRYING', count(*) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused AND p.failures > 0),
                                   'ACTIVE', count(*) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused AND p.failures = 0)),
    'webhookLag', coalesce(extract(epoch FROM now() - min(p.behind_since) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused)), 0),
    'webhookOverdue', coalesce(greatest(extract(epoch FROM now() - min(p.next_at) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused)), 0), 0),
    'deadLetters', (SELECT count(*) FROM webhook_dead_letter d WHERE d.at > now() - interval '1 day'))
    FROM webhook_progress p JOIN webhook w ON w.id = p.webhook_id);
END $$;
GRANT EXECUTE ON FUNCTION hub.delivery_state() TO hub_api;
`;
