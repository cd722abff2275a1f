import { startHub, type Hub } from '../support/hub';

/** Functions that read past the policies, each with the reason why the API's role may call it. */
const definers: Record<string, string> = {
  network_links:
    'what holds a warning back lies with others: to keys that write it tells ids of links and of their ends, and nothing of what they are',
  network_devices: 'the same of devices: ids, of their sites, how many links they have, and whether paths begin there',
  network_needs: 'the same of interfaces and systems: ids of what they need',
  network_hanging: 'the same of what is open: ids of what it speaks of',
  open_failures: 'the same of open warnings: ids, what they speak of, and how they stand',
  speakers: 'says of pairs of organizations and objects whether the one owns the other or stands above who does',
  enter:
    'resolves a key to its scope: without a matching secret, or from another network than its own, it returns nothing and sets nothing',
  keep_secret:
    'secrets have no policy: it gives one, once, to a key of an organization that the key of the request stewards',
  record_history: 'the change log has no policy: it applies the rule of the record as it stands now',
  record_as_of:
    'the change log has no policy: it applies the rule of the record as it stands now, and that of a marking it had then',
  has_steward: 'says of an organization that the key stewards whether a steward of its own has been issued a key',
  is_party: 'says whether an organization that the key writes for is named among parties that the caller gives',
  audience_of_draft: 'asks the rule under every scope, for the owner side of the draft alone, and puts the scope back',
  audience_of_record:
    'asks the rule under every scope, for the owner side of the record alone, and puts the scope back',
  sample_points: 'samples have no policy: it applies the rule of their series',
  sample_steps_5m: 'rollups have no policy: it applies the rule of their series',
  sample_steps_1h: 'rollups have no policy: it applies the rule of their series',
  sample_steps_1d: 'rollups have no policy: it applies the rule of their series',
  search_records:
    'full-text order needs its own index: it applies the rule and what is withheld to every entry it gives',
  address_matches: 'containment of addresses is not leakproof: it applies the rule and what is withheld to each record',
  devices_by_serial:
    'the view that withholds hides the index: it gives ids by the rule, where the field is not withheld',
  devices_by_management_address:
    'the view that withholds hides the index: it gives ids by the rule, where the field is not withheld',
  interfaces_by_mac:
    'the view that withholds hides the index: it gives ids by the rule, where the field is not withheld',
  address_homes:
    'what an address leads to is for who asks: it applies the rule of the inventory under the scope of organizations that the key writes for, and puts the scope back',
  find_subjects:
    'what a rule finds is for who owns the rule: it applies the rule of the inventory under the scope of that organization, one that the key writes for, and puts the scope back',
  watch_series_of: 'who is not watched has no policy: it notes that of organizations that a desk writes for',
  advance_series: 'samples have no policy: it moves on series of organizations that the key writes for',
  series_presence: 'samples have no policy: it tells when those of a series came, by the rule of the series',
  sample_instants: 'samples have no policy: it applies the rule of their series',
  correct_samples: 'samples have no policy: it replaces those of series of organizations that the key writes for',
  hold_slices: 'locks alone, of series of organizations that the key writes for',
  drop_packed:
    'samples have no policy: of series of organizations that the key writes for it drops chunks whose samples stand as rows',
  hold_packed: 'samples have no policy: it gives chunks of series of organizations that the key writes for',
  kept_since: 'says of a level of all samples how far back it is kept: nothing of any organization',
  let_go_until: 'says of a level of all samples what has been let go: nothing of any organization',
  rule_selections:
    'how series stand to rules has no policy: it tells how many a rule selects and how many fire, by the rule of the warning rule',
  background_state: 'says how background work stands, for /metrics: nothing of any organization',
  keep_webhook_secret:
    'secrets have no grant: it gives one to a webhook of the API client that asks, and never gives one back',
  restart_webhook: 'how far a webhook has come is for the program to write: it moves those of the API client that asks',
  delivery_state: 'says how many webhooks stand how, for /metrics: nothing of any organization',
  packed_samples: 'samples have no policy: it gives those of series of organizations that the key writes for',
  feed_present:
    'says which history of the hub this is and gives the key that cursors of the viewer alone are signed by: nothing of any organization',
  keep_feed_view: 'keeps the scope that it stands in, for the organization of the key',
  feed_views: 'views have no policy: it gives hashes of those that the organization of the key was given',
  feed_view_since: 'says from when on the organization of the key has had a view: nothing of what that shows',
  feed_entries:
    'the change log has no policy: it applies the rule to what each entry left and found, under the scope or under an earlier one of the same organization, and puts the scope back',
  feed_entries_before:
    'says of entries that the caller names which transaction wrote the one before: nothing of records',
  feed_walk:
    'walks all records under the scope or an earlier one of the same organization: by the text of their own policies, and puts the scope back',
  series_span: 'samples have no policy: it tells the first and the last of a series, by the rule of the series',
  feed_transaction_at: 'says which transaction the change log began with at an instant: nothing of any organization',
  note_feed_read: 'keeps how the client of the key is served',
  feed_state: 'says how feeds are served as a whole, for /metrics: nothing of any organization',
  start_export: 'keeps what a client asks for, in the name of the key alone',
  cancel_export: 'ends an export of the client of the key alone',
  export_piece:
    'files have no policy: it gives those made for the client of the key, under what was then its scope; the program refuses them where that is another one now',
  feed_look:
    'says what types of entries the change log has of transactions from one on: nothing of whom, or of which records',
  feed_turn: 'says when time alone next changes what some key may see: nothing of whose',
  feed_viewers:
    'says of keys, each with the hash of its secret as hub.enter asks for it, what view it is; puts the scope of the caller back',
  hold_incidents: 'locks alone, of incidents that the key sees, and of those merged into them and linked to them',
  decline_hand_over:
    'takes the name of an organization that the key writes for off an incident that it was asked to take over: no policy shows it what is RED afterwards',
  quieted:
    'a silence of others may hold a warning back: it says of warnings of organizations that the key writes for which does, and nothing else of it',
  writes_for_party: 'says whether the key writes for any among parties that the caller gives',
  hold_tasks: 'a lock alone, of an incident that the key writes for a party of',
  task_flow:
    'the tasks of an incident, as far as they decide when others begin, for who writes for a party of it: nothing of what they are about',
  move_tasks:
    'what becomes of tasks by what was done with another one: of an incident that the key writes for a party of',
  take_samples: 'samples have no policy: it writes to series of organizations that the key writes for',
};

interface Table {
  name: string;
  protected: boolean;
  policies: number;
  grants: string[];
}

let hub: Hub;
let tables: Table[];

beforeAll(async () => {
  hub = await startHub();
  tables = await hub.sql<Table>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relrowsecurity AS protected,
            (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
            ARRAY(SELECT DISTINCT privilege_type FROM aclexplode(c.relacl) g
                   WHERE g.grantee IN (0, 'hub_api'::regrole) ORDER BY 1) AS grants
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'm', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      ORDER BY 1`,
  );
});
afterAll(() => hub.stop());

test('The role that samples are copied in may add them, and do nothing else', async () => {
  const [role] = await hub.sql(
    `SELECT r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolcanlogin AS more,
            ARRAY(SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid) AS "memberOf",
            ARRAY(SELECT DISTINCT c.oid::regclass || ' ' || g.privilege_type FROM pg_class c, aclexplode(c.relacl) g WHERE g.grantee = r.oid) AS tables,
            ARRAY(SELECT p.oid::regproc::text FROM pg_proc p, aclexplode(p.proacl) g WHERE g.grantee = r.oid) AS functions
       FROM pg_roles r WHERE r.rolname = 'hub_ingest'`,
  );
  expect(role).toEqual({ more: false, memberOf: [], tables: ['private.sample INSERT'], functions: [] });
});

test('The role that webhooks are delivered in may enter the scope of a webhook, and do nothing else', async () => {
  const [role] = await hub.sql(
    `SELECT r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolcanlogin AS more,
            ARRAY(SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid) AS "memberOf",
            ARRAY(SELECT DISTINCT c.oid::regclass || ' ' || g.privilege_type FROM pg_class c, aclexplode(c.relacl) g WHERE g.grantee = r.oid) AS tables,
            ARRAY(SELECT p.oid::regproc::text FROM pg_proc p, aclexplode(p.proacl) g WHERE g.grantee = r.oid) AS functions
       FROM pg_roles r WHERE r.rolname = 'hub_delivery'`,
  );
  expect(role).toEqual({ more: false, memberOf: [], tables: [], functions: ['enter_webhook'] });
});

describe('The role of the API', () => {
  test('is no superuser, passes no policy by, makes nothing and inherits nothing', async () => {
    const [role] = await hub.sql(
      `SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolcanlogin,
              ARRAY(SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid) AS "memberOf"
         FROM pg_roles r WHERE r.rolname = 'hub_api'`,
    );
    const never = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    };
    expect(role).toEqual({ ...never, rolcanlogin: false, memberOf: [] });
  });

  test('owns nothing, and creates in no schema', async () => {
    const owned = await hub.sql(
      `SELECT d.classid::regclass::text AS kind, d.objid::text AS id FROM pg_shdepend d
        WHERE d.refobjid = 'hub_api'::regrole AND d.deptype = 'o' AND d.dbid IN (0, (SELECT b.oid FROM pg_database b WHERE b.datname = current_database()))`,
    );
    const schemas = await hub.sql(
      `SELECT n.nspname FROM pg_namespace n WHERE has_schema_privilege('hub_api', n.oid, 'CREATE') AND n.nspname NOT LIKE 'pg\\_%temp\\_%'`,
    );
    expect({ owned, schemas }).toEqual({ owned: [], schemas: [] });
  });

  test('can not even name what lies in the private schema', async () => {
    await expect(hub.asApiRole('SELECT 1 FROM private.change')).rejects.toThrow('permission denied for schema private');
  });
});

describe('Every table of every schema', () => {
  test('is behind policies, or has no grant to the role of the API or to everybody', () => {
    const open = tables.filter(
      ({ grants, policies, protected: isProtected }) => grants.length > 0 && !(isProtected && policies > 0),
    );
    expect(open).toEqual([]);
    expect(tables.filter(({ grants }) => grants.length > 0).map(({ name }) => name)).toContain('hub.device');
  });

  test('and every view only reads: with the rights of who asks or, named here, past the policies behind a barrier', async () => {
    const views = await hub.sql<{ name: string; options: string[] | null; grants: string[] }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.reloptions AS options,
              ARRAY(SELECT DISTINCT privilege_type FROM aclexplode(c.relacl) g WHERE g.grantee IN (0, 'hub_api'::regrole)) AS grants
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const byAsker = { options: ['security_invoker=true'], grants: ['SELECT'] };
    const pastPolicies = { options: ['security_barrier=true'], grants: ['SELECT'] };
    expect(views).toEqual([
      { name: 'shown.device', ...byAsker },
      { name: 'shown.interface', ...byAsker },
      // Samples have no policy: it applies the rule of their series.
      { name: 'shown.latest_sample', ...pastPolicies },
      { name: 'shown.prefix', ...byAsker },
      { name: 'shown.site', ...byAsker },
      { name: 'shown.task', ...byAsker },
      { name: 'shown.webhook', ...byAsker },
    ]);
  });

  test('gives at most what a policy can judge: reading and writing rows', () => {
    const judged = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
    expect(tables.filter(({ grants }) => grants.some((grant) => !judged.has(grant)))).toEqual([]);
  });

  test('has a policy for each thing it grants', async () => {
    const policies = await hub.sql<{ name: string; command: string }>(
      `SELECT format('%I.%I', c.relnamespace::regnamespace, c.relname) AS name,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command
         FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE p.polroles = ARRAY['hub_api'::regrole::oid] AND p.polpermissive`,
    );
    const commands = (table: string) => policies.filter(({ name }) => name === table).map(({ command }) => command);
    const granted = tables.filter(({ grants }) => grants.length > 0);
    const uneven = granted.filter(({ name, grants }) => commands(name).sort().join() !== grants.join());
    expect(uneven).toEqual([]);
  });

  test('grants nothing column by column', async () => {
    const columns = await hub.sql(
      `SELECT a.attrelid::regclass::text AS "table", a.attname FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) g
        WHERE a.attacl IS NOT NULL AND g.grantee IN (0, 'hub_api'::regrole) AND a.attrelid::regclass::text NOT LIKE 'pg\\_%'`,
    );
    expect(columns).toEqual([]);
  });

  test('that is a partition has no grant', async () => {
    await hub.sql(`SELECT private.ensure_month('change', now() + interval '1 month')`);
    const partitions = await hub.sql<{ name: string; granted: boolean }>(
      `SELECT c.oid::regclass::text AS name,
              EXISTS (SELECT FROM aclexplode(c.relacl) g WHERE g.grantee <> c.relowner) AS granted
         FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'`,
    );
    expect(partitions.length).toBeGreaterThan(1);
    expect(partitions.filter(({ granted }) => granted)).toEqual([]);
  });
});

describe('Every function that runs as its owner', () => {
  interface Definer {
    name: string;
    settings: string[] | null;
  }
  let callable: Definer[];
  beforeAll(async () => {
    callable = await hub.sql<Definer>(
      `SELECT p.proname AS name, p.proconfig AS settings FROM pg_proc p
        WHERE p.prosecdef AND has_function_privilege('hub_api', p.oid, 'EXECUTE')
          AND has_schema_privilege('hub_api', p.pronamespace, 'USAGE') AND p.pronamespace <> 'pg_catalog'::regnamespace`,
    );
  });

  test('and that the API may call is on the list above, with its reason', () => {
    expect(callable.map(({ name }) => name).sort()).toEqual(Object.keys(definers).sort());
  });

  test('has a search path of its own, with the temporary schema last', async () => {
    const all = await hub.sql<Definer>(
      `SELECT p.oid::regprocedure::text AS name, p.proconfig AS settings FROM pg_proc p WHERE p.prosecdef`,
    );
    expect(
      all.filter(({ settings }) => !settings?.some((setting) => /^search_path=(\w+, )*pg_temp$/.test(setting))),
    ).toEqual([]);
    expect(all.length).toBeGreaterThan(callable.length);
  });

  test('or otherwise, of ours, can not be called by everybody', async () => {
    const open = await hub.sql(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname IN ('hub', 'private') AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) g WHERE g.grantee = 0))`,
    );
    expect(open).toEqual([]);
  });
});
