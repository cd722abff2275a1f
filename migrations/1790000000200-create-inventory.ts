import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sites, devices, interfaces, links, prefixes, addresses and information systems. */
export class CreateInventory1790000000200 implements MigrationInterface {
  name = 'CreateInventory1790000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

/** Columns that every record of the inventory has: who owns it, which system said so, and where it lies. */
const record = `
  id          uuid PRIMARY KEY,
  owner_id    uuid NOT NULL REFERENCES hub.organization,
  source      text COLLATE "C" NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  external_id text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  synced_at   timestamptz NOT NULL DEFAULT now(),
  region_id   uuid REFERENCES hub.region,
  status      text NOT NULL DEFAULT 'ACTIVE'
              CHECK (status IN ('PLANNED', 'STAGED', 'ACTIVE', 'OFFLINE', 'DECOMMISSIONING', 'RETIRED')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, source, external_id)`;

const sortKey = `sort_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED`;

const sql = String.raw`
CREATE TABLE hub.vrf (${record},
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  ${sortKey},
  rd          text CHECK (length(rd) BETWEEN 1 AND 40)
);

CREATE TABLE hub.site (${record},
  code        text COLLATE "C" NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  ${sortKey},
  latitude    float8 CHECK (latitude BETWEEN -90 AND 90),
  longitude   float8 CHECK (longitude BETWEEN -180 AND 180),
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  UNIQUE (owner_id, code)
);

CREATE TABLE hub.device (${record},
  name               text CHECK (length(name) BETWEEN 1 AND 200),
  sort_key           text COLLATE "C" GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  role               text NOT NULL CHECK (role IN ('ROUTER', 'SWITCH', 'FIREWALL', 'LOAD_BALANCER', 'SERVER', 'STORAGE',
                                                   'WIRELESS', 'SENSOR', 'POWER', 'PATCH_PANEL', 'OTHER')),
  manufacturer       text CHECK (length(manufacturer) BETWEEN 1 AND 100),
  model              text CHECK (length(model) BETWEEN 1 AND 100),
  serial             text COLLATE "C" CHECK (length(serial) BETWEEN 1 AND 100),
  platform           text CHECK (length(platform) BETWEEN 1 AND 100),
  management_address inet CHECK (masklen(management_address) = CASE family(management_address) WHEN 4 THEN 32 ELSE 128 END),
  tags               text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 64 AND array_position(tags, NULL) IS NULL),
  site_id            uuid REFERENCES hub.site,
  UNIQUE (id, owner_id)
);

CREATE TABLE hub.interface (${record},
  device_id   uuid NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  ${sortKey},
  kind        text NOT NULL DEFAULT 'other' CHECK (length(kind) BETWEEN 1 AND 64),
  enabled     boolean NOT NULL DEFAULT true,
  speed_bps   bigint CHECK (speed_bps >= 0),
  mac         macaddr,
  description text CHECK (length(description) <= 500),
  -- an interface belongs to its device's owner, and follows it
  FOREIGN KEY (device_id, owner_id) REFERENCES hub.device (id, owner_id) ON UPDATE CASCADE
);

CREATE TABLE hub.link (${record},
  name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  ${sortKey},
  kind           text NOT NULL CHECK (kind IN ('CABLE', 'CIRCUIT', 'TUNNEL', 'RADIO', 'LOGICAL')),
  capacity_bps   bigint CHECK (capacity_bps >= 0),
  provider_id    uuid REFERENCES hub.organization,
  a_site_id      uuid REFERENCES hub.site,
  a_device_id    uuid REFERENCES hub.device,
  a_interface_id uuid REFERENCES hub.interface,
  b_site_id      uuid REFERENCES hub.site,
  b_device_id    uuid REFERENCES hub.device,
  b_interface_id uuid REFERENCES hub.interface
);

CREATE TABLE hub.prefix (${record},
  prefix      cidr NOT NULL,
  vrf_id      uuid REFERENCES hub.vrf,
  site_id     uuid REFERENCES hub.site,
  role        text CHECK (length(role) BETWEEN 1 AND 64),
  description text CHECK (length(description) <= 500)
);

CREATE TABLE hub.address (${record},
  address      inet NOT NULL,
  vrf_id       uuid REFERENCES hub.vrf,
  interface_id uuid REFERENCES hub.interface,
  dns_name     text CHECK (length(dns_name) BETWEEN 1 AND 255)
);

CREATE TABLE hub.information_system (${record},
  code            text COLLATE "C" NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  ${sortKey},
  sector          text CHECK (length(sector) BETWEEN 1 AND 100),
  level           smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  effective_level smallint NOT NULL DEFAULT 1 CHECK (effective_level BETWEEN 1 AND 5),
  UNIQUE (id, owner_id),
  UNIQUE (owner_id, code)
);
-- A row of these three belongs to the system it speaks of (system_id), and is seen like it.
CREATE TABLE hub.information_system_part (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), system_id uuid NOT NULL, owner_id uuid NOT NULL, region_id uuid REFERENCES hub.region,
  part_id uuid NOT NULL REFERENCES hub.information_system, UNIQUE (system_id, part_id), CHECK (system_id <> part_id),
  FOREIGN KEY (system_id, owner_id) REFERENCES hub.information_system (id, owner_id) ON UPDATE CASCADE
);
CREATE TABLE hub.information_system_dependency (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), system_id uuid NOT NULL, owner_id uuid NOT NULL, region_id uuid REFERENCES hub.region,
  needs_id uuid NOT NULL REFERENCES hub.information_system, UNIQUE (system_id, needs_id), CHECK (system_id <> needs_id),
  FOREIGN KEY (system_id, owner_id) REFERENCES hub.information_system (id, owner_id) ON UPDATE CASCADE
);
CREATE TABLE hub.information_system_device (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), system_id uuid NOT NULL, owner_id uuid NOT NULL, region_id uuid REFERENCES hub.region,
  device_id uuid NOT NULL REFERENCES hub.device, UNIQUE (system_id, device_id),
  FOREIGN KEY (system_id, owner_id) REFERENCES hub.information_system (id, owner_id) ON UPDATE CASCADE
);

-- Paging by id within an owner, by name, and every edge from its far end.
CREATE INDEX vrf_owner ON hub.vrf (owner_id, id);
CREATE INDEX site_owner ON hub.site (owner_id, id);
CREATE INDEX site_region ON hub.site (region_id, id);
CREATE INDEX site_name ON hub.site (sort_key, id);
CREATE INDEX device_owner ON hub.device (owner_id, id);
CREATE INDEX device_owner_name ON hub.device (owner_id, sort_key, id);
CREATE INDEX device_site ON hub.device (site_id, id);
CREATE INDEX device_region ON hub.device (region_id, id);
CREATE INDEX device_name ON hub.device (sort_key, id);
CREATE INDEX device_exact_name ON hub.device (name);
CREATE INDEX device_serial ON hub.device (serial);
CREATE INDEX device_updated ON hub.device (updated_at, id);
CREATE INDEX interface_owner ON hub.interface (owner_id, id);
CREATE INDEX interface_device ON hub.interface (device_id, id);
CREATE INDEX interface_device_name ON hub.interface (device_id, sort_key, id);
CREATE INDEX link_owner ON hub.link (owner_id, id);
CREATE INDEX link_a_device ON hub.link (a_device_id, id);
CREATE INDEX link_b_device ON hub.link (b_device_id, id);
CREATE INDEX link_a_interface ON hub.link (a_interface_id);
CREATE INDEX link_b_interface ON hub.link (b_interface_id);
CREATE INDEX link_a_site ON hub.link (a_site_id, id);
CREATE INDEX link_b_site ON hub.link (b_site_id, id);
CREATE INDEX link_provider ON hub.link (provider_id, id);
CREATE INDEX prefix_owner ON hub.prefix (owner_id, id);
CREATE INDEX prefix_site ON hub.prefix (site_id, id);
CREATE INDEX prefix_vrf ON hub.prefix (vrf_id, id);
CREATE INDEX prefix_tree ON hub.prefix USING gist (prefix inet_ops);
CREATE INDEX address_owner ON hub.address (owner_id, id);
CREATE INDEX address_interface ON hub.address (interface_id, id);
CREATE INDEX address_vrf ON hub.address (vrf_id, id);
CREATE INDEX address_value ON hub.address (address);
CREATE INDEX information_system_owner ON hub.information_system (owner_id, id);
CREATE INDEX information_system_name ON hub.information_system (sort_key, id);
CREATE INDEX information_system_part_of ON hub.information_system_part (part_id);
CREATE INDEX information_system_needed_by ON hub.information_system_dependency (needs_id);
CREATE INDEX information_system_on_device ON hub.information_system_device (device_id);

-- Where a record lies follows from what it stands on; nobody states it twice. Without a place it lies in its owner's region.
CREATE FUNCTION private.owner_region(owner uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, pg_temp
AS $$ SELECT o.region_id FROM organization o WHERE o.id = owner $$;
CREATE FUNCTION private.place_site() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := coalesce(NEW.region_id, owner_region(NEW.owner_id));
  RETURN NEW;
END $$;
CREATE FUNCTION private.place_by_site() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := coalesce((SELECT s.region_id FROM site s WHERE s.id = NEW.site_id), owner_region(NEW.owner_id));
  RETURN NEW;
END $$;
CREATE FUNCTION private.place_interface() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := (SELECT d.region_id FROM device d WHERE d.id = NEW.device_id);
  RETURN NEW;
END $$;
CREATE FUNCTION private.place_address() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := coalesce((SELECT i.region_id FROM interface i WHERE i.id = NEW.interface_id), owner_region(NEW.owner_id));
  RETURN NEW;
END $$;
-- An end named by its interface has that interface's device, and by its device that device's site.
CREATE FUNCTION private.place_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.a_device_id := coalesce((SELECT i.device_id FROM interface i WHERE i.id = NEW.a_interface_id), NEW.a_device_id);
  NEW.b_device_id := coalesce((SELECT i.device_id FROM interface i WHERE i.id = NEW.b_interface_id), NEW.b_device_id);
  NEW.a_site_id := coalesce((SELECT d.site_id FROM device d WHERE d.id = NEW.a_device_id), NEW.a_site_id);
  NEW.b_site_id := coalesce((SELECT d.site_id FROM device d WHERE d.id = NEW.b_device_id), NEW.b_site_id);
  NEW.region_id := coalesce((SELECT s.region_id FROM site s WHERE s.id = NEW.a_site_id), owner_region(NEW.owner_id));
  RETURN NEW;
END $$;
CREATE FUNCTION private.place_system_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  NEW.region_id := (SELECT s.region_id FROM information_system s WHERE s.id = NEW.system_id);
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.vrf FOR EACH ROW EXECUTE FUNCTION private.place_site();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.site FOR EACH ROW EXECUTE FUNCTION private.place_site();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.place_site();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.device FOR EACH ROW EXECUTE FUNCTION private.place_by_site();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.prefix FOR EACH ROW EXECUTE FUNCTION private.place_by_site();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.interface FOR EACH ROW EXECUTE FUNCTION private.place_interface();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.address FOR EACH ROW EXECUTE FUNCTION private.place_address();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.link FOR EACH ROW EXECUTE FUNCTION private.place_link();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system_part FOR EACH ROW EXECUTE FUNCTION private.place_system_row();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system_dependency FOR EACH ROW EXECUTE FUNCTION private.place_system_row();
CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system_device FOR EACH ROW EXECUTE FUNCTION private.place_system_row();

-- What moves takes along what stands on it. One statement a table: a touched row finds its place again by its own trigger.
CREATE FUNCTION private.move_what_stands_on_site() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE device d SET region_id = NULL WHERE d.site_id = NEW.id;
  UPDATE prefix p SET region_id = NULL WHERE p.site_id = NEW.id;
  UPDATE link l SET region_id = NULL WHERE l.a_site_id = NEW.id AND l.a_device_id IS NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_what_stands_on_device() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE interface i SET region_id = NULL WHERE i.device_id = NEW.id;
  -- A site that an end has only from its device is let go with it.
  UPDATE link l SET a_site_id = CASE WHEN l.a_device_id = NEW.id AND l.a_site_id = OLD.site_id THEN NULL ELSE l.a_site_id END,
                    b_site_id = CASE WHEN l.b_device_id = NEW.id AND l.b_site_id = OLD.site_id THEN NULL ELSE l.b_site_id END,
                    region_id = NULL
   WHERE l.a_device_id = NEW.id OR l.b_device_id = NEW.id;
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_what_stands_on_interface() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE address a SET region_id = NULL WHERE a.interface_id = NEW.id;
  UPDATE link l SET a_site_id = CASE WHEN l.a_interface_id = NEW.id AND OLD.device_id <> NEW.device_id THEN NULL ELSE l.a_site_id END,
                    b_site_id = CASE WHEN l.b_interface_id = NEW.id AND OLD.device_id <> NEW.device_id THEN NULL ELSE l.b_site_id END,
                    region_id = NULL
   WHERE l.a_interface_id = NEW.id OR l.b_interface_id = NEW.id;
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_what_speaks_of_system() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE information_system_part p SET region_id = NULL WHERE p.system_id = NEW.id;
  UPDATE information_system_dependency p SET region_id = NULL WHERE p.system_id = NEW.id;
  UPDATE information_system_device p SET region_id = NULL WHERE p.system_id = NEW.id;
  RETURN NULL;
END $$;
CREATE FUNCTION private.move_what_lies_with_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  UPDATE vrf t SET region_id = NULL WHERE t.owner_id = NEW.id;
  UPDATE information_system t SET region_id = NULL WHERE t.owner_id = NEW.id;
  -- A site states its region or has its owner's; which of the two it was is not kept.
  UPDATE site t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  -- The others find again where they lie: with what they stand on, where that has a place, or else with their owner.
  UPDATE device t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  UPDATE prefix t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  UPDATE address t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  UPDATE link t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  RETURN NULL;
END $$;
CREATE TRIGGER inventory_moved AFTER UPDATE ON hub.organization FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id) EXECUTE FUNCTION private.move_what_lies_with_owner();
CREATE TRIGGER moved AFTER UPDATE ON hub.site FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id) EXECUTE FUNCTION private.move_what_stands_on_site();
CREATE TRIGGER moved AFTER UPDATE ON hub.device FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id OR OLD.site_id IS DISTINCT FROM NEW.site_id)
  EXECUTE FUNCTION private.move_what_stands_on_device();
CREATE TRIGGER moved AFTER UPDATE ON hub.interface FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id OR OLD.device_id IS DISTINCT FROM NEW.device_id)
  EXECUTE FUNCTION private.move_what_stands_on_interface();
CREATE TRIGGER moved AFTER UPDATE ON hub.information_system FOR EACH ROW
  WHEN (OLD.region_id IS DISTINCT FROM NEW.region_id) EXECUTE FUNCTION private.move_what_speaks_of_system();

-- A composite system has the highest legal level of its parts; a system is never part of itself.
CREATE FUNCTION private.level_of(system uuid) RETURNS smallint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, pg_temp AS $$
  WITH RECURSIVE down AS (
    SELECT system AS id UNION SELECT p.part_id FROM down JOIN information_system_part p ON p.system_id = down.id
  ) SELECT max(s.level) FROM down JOIN information_system s ON s.id = down.id
$$;
CREATE FUNCTION private.raise_levels_above(changed uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  WITH RECURSIVE up AS (
    SELECT changed AS id UNION SELECT p.system_id FROM up JOIN information_system_part p ON p.part_id = up.id
  )
  UPDATE information_system s SET effective_level = level_of(s.id)
    FROM up WHERE s.id = up.id AND s.effective_level <> level_of(s.id)
$$;
CREATE FUNCTION private.keep_levels_of_system() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  PERFORM raise_levels_above(NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION private.keep_levels_of_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF TG_OP <> 'DELETE' AND EXISTS (
       WITH RECURSIVE down AS (
         SELECT NEW.part_id AS id UNION SELECT p.part_id FROM down JOIN information_system_part p ON p.system_id = down.id
       ) SELECT FROM down WHERE down.id = NEW.system_id) THEN
    RAISE EXCEPTION 'an information system can not be part of itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'information_system_part_has_no_cycle';
  END IF;
  PERFORM raise_levels_above(CASE WHEN TG_OP = 'DELETE' THEN OLD.system_id ELSE NEW.system_id END);
  RETURN NULL;
END $$;
CREATE FUNCTION private.start_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.effective_level := NEW.level;
  RETURN NEW;
END $$;
CREATE TRIGGER start_level BEFORE INSERT ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.start_level();
CREATE TRIGGER levels AFTER UPDATE OF level ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.keep_levels_of_system();
CREATE TRIGGER levels AFTER INSERT OR UPDATE OR DELETE ON hub.information_system_part FOR EACH ROW EXECUTE FUNCTION private.keep_levels_of_part();

DO $$
DECLARE
  tbl text;
BEGIN
  FOREACH tbl IN ARRAY '{vrf,site,device,interface,link,prefix,address,information_system}'::text[] LOOP
    CALL private.protect(format('hub.%I', tbl), 'OWNED', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
    EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON hub.%I FOR EACH ROW EXECUTE FUNCTION private.touch()', tbl);
  END LOOP;
  FOREACH tbl IN ARRAY '{information_system_part,information_system_dependency,information_system_device}'::text[] LOOP
    CALL private.protect(format('hub.%I', tbl), 'OWNED', 'owner_id = ANY ((SELECT hub.writers())::uuid[])');
    EXECUTE format('GRANT DELETE ON hub.%I TO hub_api', tbl);
    EXECUTE format('CREATE POLICY removable ON hub.%I FOR DELETE TO hub_api USING (owner_id = ANY ((SELECT hub.writers())::uuid[]))', tbl);
  END LOOP;
END $$;
CALL private.record_changes_of('hub.vrf', 'Vrf', 'INVENTORY');
CALL private.record_changes_of('hub.site', 'Site', 'INVENTORY');
CALL private.record_changes_of('hub.device', 'Device', 'INVENTORY');
CALL private.record_changes_of('hub.interface', 'Interface', 'INVENTORY');
CALL private.record_changes_of('hub.link', 'Link', 'INVENTORY');
CALL private.record_changes_of('hub.prefix', 'Prefix', 'INVENTORY');
CALL private.record_changes_of('hub.address', 'Address', 'INVENTORY');
CALL private.record_changes_of('hub.information_system', 'InformationSystem', 'INVENTORY');
CALL private.record_changes_of('hub.information_system_part', 'InformationSystemPart', 'INVENTORY');
CALL private.record_changes_of('hub.information_system_dependency', 'InformationSystemDependency', 'INVENTORY');
CALL private.record_changes_of('hub.information_system_device', 'InformationSystemDevice', 'INVENTORY');
`;
