import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a warning says of its subject, how the network hangs together around it, and what is to be looked at again when either changes. */
export class SuppressByTopology1790000003250 implements MigrationInterface {
  name = 'SuppressByTopology1790000003250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

/** What is planned or retired carries nothing, as hub.impact_of has it. */
const idle = `'{PLANNED,RETIRED}'::text[]`;

const sql = String.raw`
ALTER TABLE hub.warning ADD COLUMN nature text NOT NULL DEFAULT 'OTHER' CHECK (nature IN ('DOWN', 'DEGRADED', 'OTHER'));
CREATE INDEX warning_open_nature ON hub.warning (subject_id) WHERE cleared_at IS NULL AND nature <> 'OTHER';
-- A warning that stands may be held by one that begins in the same statement after it.
ALTER TABLE hub.warning ALTER CONSTRAINT warning_caused_by_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- What holds a warning back lies with others: the program is told ids, how they hang together and which are down, and never what they are. Only keys that write ask.
CREATE FUNCTION private.may_settle() RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, pg_temp
AS $$ SELECT current_setting('role') = 'hub_owner' OR coalesce(cardinality(hub.writers()), 0) > 0 $$;

-- Links that end on these devices or interfaces, or at these sites on no known device, or are these.
CREATE FUNCTION hub.network_links(devices uuid[], sites uuid[], interfaces uuid[], links uuid[])
RETURNS TABLE (id uuid, a_site_id uuid, a_device_id uuid, a_interface_id uuid, b_site_id uuid, b_device_id uuid, b_interface_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT DISTINCT l.id, l.a_site_id, l.a_device_id, l.a_interface_id, l.b_site_id, l.b_device_id, l.b_interface_id FROM (
    SELECT x.* FROM link x WHERE x.a_device_id = ANY (devices)
    UNION ALL SELECT x.* FROM link x WHERE x.b_device_id = ANY (devices)
    UNION ALL SELECT x.* FROM link x WHERE x.a_site_id = ANY (sites) AND x.a_device_id IS NULL
    UNION ALL SELECT x.* FROM link x WHERE x.b_site_id = ANY (sites) AND x.b_device_id IS NULL
    UNION ALL SELECT x.* FROM link x WHERE x.a_interface_id = ANY (interfaces)
    UNION ALL SELECT x.* FROM link x WHERE x.b_interface_id = ANY (interfaces)
    UNION ALL SELECT x.* FROM link x WHERE x.id = ANY (links)) l
   WHERE l.status <> ALL (${idle}) AND (SELECT may_settle())
$$;

-- These devices and those that stand at these sites. Paths begin at the national center's, and at any that is tagged "uplink"; links counts no further than 100.
CREATE FUNCTION hub.network_devices(devices uuid[], sites uuid[])
RETURNS TABLE (id uuid, site_id uuid, is_root boolean, links int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT d.id, d.site_id, o.kind = 'NATIONAL_CENTER' OR 'uplink' = ANY (d.tags),
         (SELECT count(*)::int FROM (SELECT FROM link l WHERE l.a_device_id = d.id AND l.status <> ALL (${idle}) LIMIT 100) a)
         + (SELECT count(*)::int FROM (SELECT FROM link l WHERE l.b_device_id = d.id AND l.status <> ALL (${idle}) LIMIT 100) b)
    FROM (SELECT x.id FROM device x WHERE x.id = ANY (devices) UNION SELECT x.id FROM device x WHERE x.site_id = ANY (sites)) n
    JOIN device d ON d.id = n.id JOIN organization o ON o.id = d.owner_id
   WHERE d.status <> ALL (${idle}) AND (SELECT may_settle())
$$;

-- Of interfaces, devices, links and systems what they need: their device, site, and whatever a system runs on, is made of or needs, and that needs. Each once.
CREATE FUNCTION hub.network_needs(subjects uuid[]) RETURNS TABLE (kind text, id uuid, needs_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  WITH RECURSIVE system (id) AS (
    SELECT s.id FROM information_system s WHERE s.id = ANY (subjects)
    UNION
    SELECT n.id FROM system y CROSS JOIN LATERAL (
      SELECT p.part_id AS id FROM information_system_part p WHERE p.system_id = y.id
      UNION ALL SELECT d.needs_id FROM information_system_dependency d WHERE d.system_id = y.id) n
  ), need AS (
    SELECT 'SYSTEM' AS kind, y.id, n.needs_id FROM system y CROSS JOIN LATERAL (
      SELECT p.part_id AS needs_id FROM information_system_part p WHERE p.system_id = y.id
      UNION SELECT d.needs_id FROM information_system_dependency d WHERE d.system_id = y.id
      UNION SELECT r.device_id FROM information_system_device r WHERE r.system_id = y.id) n
    UNION ALL
    SELECT 'INTERFACE', i.id, i.device_id FROM interface i WHERE i.id = ANY (subjects)
  )
  SELECT n.kind, n.id, n.needs_id FROM need n WHERE (SELECT may_settle())
$$;

-- What is open and hangs on these devices, stands at these sites without a link, or is one of these sites: ids of what it speaks of.
CREATE FUNCTION hub.network_hanging(devices uuid[], sites uuid[]) RETURNS TABLE (subject_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  WITH RECURSIVE system (id) AS (
    SELECT r.system_id FROM information_system_device r WHERE r.device_id = ANY (devices)
    UNION
    SELECT n.id FROM system y CROSS JOIN LATERAL (
      SELECT p.system_id AS id FROM information_system_part p WHERE p.part_id = y.id
      UNION ALL SELECT d.system_id FROM information_system_dependency d WHERE d.needs_id = y.id) n
  ), hanging AS (
    SELECT y.id FROM system y
    UNION SELECT i.id FROM interface i WHERE i.device_id = ANY (devices)
    UNION SELECT s.id FROM unnest(sites) AS s(id)
    UNION SELECT d.id FROM device d WHERE d.site_id = ANY (sites)
  )
  SELECT DISTINCT h.id FROM hanging h
   WHERE (SELECT may_settle()) AND EXISTS (SELECT FROM warning w WHERE w.subject_id = h.id AND w.cleared_at IS NULL AND w.nature <> 'OTHER')
$$;

-- Whether an organization may speak for what another owns: it is the owner, or stands above it.
CREATE FUNCTION private.speaks_for(speaker uuid, owner uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = hub, pg_temp AS $$
  WITH RECURSIVE above (id) AS (
    SELECT owner UNION SELECT o.parent_id FROM above a JOIN organization o ON o.id = a.id WHERE o.parent_id IS NOT NULL
  )
  SELECT EXISTS (SELECT FROM above a WHERE a.id = speaker)
$$;

-- Open warnings of these that say they are down or worse.
CREATE FUNCTION hub.open_failures(subjects uuid[])
RETURNS TABLE (id uuid, subject_id uuid, nature text, may_cause boolean, state text, firing boolean, raised_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  WITH failing AS MATERIALIZED (
    SELECT w.* FROM warning w WHERE w.subject_id = ANY (subjects) AND w.cleared_at IS NULL AND w.nature <> 'OTHER' AND (SELECT may_settle())
  ), pair AS MATERIALIZED (
    SELECT p.writer_id, p.owner_id, speaks_for(p.writer_id, p.owner_id) AS may_cause FROM (SELECT DISTINCT f.writer_id, f.owner_id FROM failing f) p
  )
  SELECT f.id, f.subject_id, f.nature, p.may_cause, f.state, f.firing, f.raised_at
    FROM failing f JOIN pair p ON p.writer_id = f.writer_id AND p.owner_id = f.owner_id
$$;

-- Of pairs of a writer and a subject, by place, whether the one may speak for the other.
CREATE FUNCTION hub.speakers(writers uuid[], subjects uuid[]) RETURNS TABLE (place int, may_cause boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  WITH asked AS MATERIALIZED (
    SELECT u.place::int AS place, u.writer, coalesce(
           (SELECT x.owner_id FROM device x WHERE x.id = u.subject), (SELECT x.owner_id FROM interface x WHERE x.id = u.subject),
           (SELECT x.owner_id FROM link x WHERE x.id = u.subject), (SELECT x.owner_id FROM site x WHERE x.id = u.subject),
           (SELECT x.owner_id FROM information_system x WHERE x.id = u.subject)) AS owner
      FROM unnest(writers, subjects) WITH ORDINALITY AS u(writer, subject, place) WHERE (SELECT may_settle())
  ), pair AS MATERIALIZED (
    SELECT p.writer, p.owner, speaks_for(p.writer, p.owner) AS may_cause FROM (SELECT DISTINCT a.writer, a.owner FROM asked a WHERE a.owner IS NOT NULL) p
  )
  SELECT a.place, coalesce(p.may_cause, false) FROM asked a LEFT JOIN pair p ON p.writer = a.writer AND p.owner = a.owner
$$;
REVOKE EXECUTE ON FUNCTION private.may_settle(), private.speaks_for(uuid, uuid), hub.network_links(uuid[], uuid[], uuid[], uuid[]), hub.network_devices(uuid[], uuid[]),
  hub.network_needs(uuid[]), hub.network_hanging(uuid[], uuid[]), hub.open_failures(uuid[]), hub.speakers(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.network_links(uuid[], uuid[], uuid[], uuid[]), hub.network_devices(uuid[], uuid[]), hub.network_needs(uuid[]),
  hub.network_hanging(uuid[], uuid[]), hub.open_failures(uuid[]), hub.speakers(uuid[], uuid[]) TO hub_api;

-- What has to be looked at again, and by which transaction: what a warning spoke of that opened, cleared or came to be held; null for all, where the inventory changed.
CREATE TABLE private.unsettled (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id uuid,
  xid        xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX unsettled_xid ON private.unsettled (xid, subject_id);

CREATE FUNCTION private.unsettle(subjects uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  is_first CONSTANT boolean := NOT EXISTS (SELECT FROM unsettled u WHERE u.xid = pg_current_xact_id());
BEGIN
  INSERT INTO unsettled (subject_id)
  SELECT DISTINCT s FROM unnest(subjects) s
   WHERE CASE WHEN s IS NULL THEN NOT EXISTS (SELECT FROM unsettled u WHERE u.xid = pg_current_xact_id() AND u.subject_id IS NULL)
              ELSE NOT EXISTS (SELECT FROM unsettled u WHERE u.xid = pg_current_xact_id() AND u.subject_id = s) END;
  IF is_first AND to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') IS NOT NULL THEN
    EXECUTE $j$SELECT graphile_worker.add_job('settle_topology', max_attempts => 1)$j$;
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION private.unsettle(uuid[]) FROM PUBLIC;

CREATE FUNCTION private.unsettle_around_warning() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  PERFORM unsettle(array_remove(ARRAY[NEW.subject_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.subject_id END], NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER unsettled_new AFTER INSERT ON hub.warning FOR EACH ROW
  WHEN (NEW.nature <> 'OTHER' AND NEW.subject_id IS NOT NULL AND NEW.cleared_at IS NULL) EXECUTE FUNCTION private.unsettle_around_warning();
CREATE TRIGGER unsettled AFTER UPDATE ON hub.warning FOR EACH ROW
  WHEN ((OLD.nature <> 'OTHER' OR NEW.nature <> 'OTHER')
        AND (OLD.cleared_at, OLD.firing, OLD.nature, OLD.subject_id, OLD.caused_by_id, OLD.owner_id) IS DISTINCT FROM
            (NEW.cleared_at, NEW.firing, NEW.nature, NEW.subject_id, NEW.caused_by_id, NEW.owner_id))
  EXECUTE FUNCTION private.unsettle_around_warning();

-- A change of the network is a change for whatever is open.
CREATE FUNCTION private.unsettle_all() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM warning w WHERE w.cleared_at IS NULL AND w.nature <> 'OTHER') THEN PERFORM unsettle(ARRAY[NULL::uuid]); END IF;
  RETURN NULL;
END $$;
DO $$
DECLARE
  watched CONSTANT jsonb := '{"link": ["status", "a_site_id", "a_device_id", "a_interface_id", "b_site_id", "b_device_id", "b_interface_id"],
    "device": ["status", "site_id", "owner_id", "tags"], "interface": ["device_id"], "organization": ["parent_id", "kind"],
    "information_system_part": [], "information_system_dependency": [], "information_system_device": []}';
  tbl text;
  columns jsonb;
BEGIN
  FOR tbl, columns IN SELECT w.key, w.value FROM jsonb_each(watched) w LOOP
    IF columns <> '[]' THEN
      EXECUTE format('CREATE TRIGGER unsettled AFTER UPDATE ON hub.%I FOR EACH ROW WHEN (%s) EXECUTE FUNCTION private.unsettle_all()', tbl,
        (SELECT string_agg(format('OLD.%1$I IS DISTINCT FROM NEW.%1$I', c), ' OR ') FROM jsonb_array_elements_text(columns) c));
    END IF;
    IF tbl IN ('link', 'information_system_part', 'information_system_dependency', 'information_system_device') THEN
      EXECUTE format('CREATE TRIGGER unsettled_other AFTER INSERT OR DELETE ON hub.%I FOR EACH STATEMENT EXECUTE FUNCTION private.unsettle_all()', tbl);
    END IF;
  END LOOP;
END $$;
`;
