import { createPool } from '../../src/kernel/database';
import { startHub } from '../support/hub';
import { createRandom } from '../support/random';
import { generateWorld } from '../support/worlds/generate';
import { plant } from '../support/worlds/plant';
import { Tally } from '../support/worlds/tally';
import { compareRoles, onlookersOf, readAll, writeAll, type Visit } from '../support/worlds/visit';

const open = (t: string) => `ALTER POLICY readable ON hub.${t} USING (true)`;
const fn = (name: string, from: string, to: string) => `DO $x$ DECLARE d text; BEGIN SELECT pg_get_functiondef(p.oid) INTO d FROM pg_proc p WHERE p.proname = '${name}'; IF position($q$${from}$q$ in d) = 0 THEN RAISE EXCEPTION 'no such text in %', d; END IF; EXECUTE replace(d, $q$${from}$q$, $q$${to}$q$); END $x$`;
const mutants: Record<string, string> = {
  'RED to ancestors': fn('sees_marked', `tlp <> 'RED' AND `, ''),
  'AMBER_STRICT only owner': fn('sees_marked', `tlp <> 'RED' AND `, `tlp NOT IN ('RED','AMBER_STRICT') AND `),
  'coworkers do not see': fn('place_incident', ` || NEW.coworker_ids`, ''),
  'reporter does not see': fn('place_incident', `, NEW.reporter_id]`, ']'),
  'GREEN to all': `CREATE OR REPLACE FUNCTION hub.open_markings() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT CASE WHEN hub.viewer() IS NULL THEN NULL ELSE '{CLEAR,GREEN}'::text[] END $$`,
  'CLEAR without key': `CREATE OR REPLACE FUNCTION hub.open_markings() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT coalesce(nullif(current_setting('hub.open_markings', true), '')::text[], '{CLEAR}') $$`,
  ...Object.fromEntries(['site', 'device', 'interface', 'link', 'vrf', 'prefix', 'address', 'information_system', 'information_system_part', 'information_system_device', 'information_system_dependency', 'series', 'incident', 'timeline_entry', 'incident_subject'].map((t) => ['open ' + t, open(t)])),
  'series by owner only': `ALTER POLICY readable ON hub.series USING (owner_id = ANY ((SELECT hub.owners())::uuid[]))`,
  'latest': fn('latest_samples', ' AND hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))', ''),
  'raw': fn('raw_samples', ' AND hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))', ''),
  'bucketed': fn('bucketed_samples', ' AND hub.sees_series(s.owner_id, s.writer_id, (SELECT hub.owners()), (SELECT hub.owners()))', ''),
  'history': fn('record_history', 'ELSE hub.sees_series(now.owner_id, now.writer_id, (SELECT hub.owners()), (SELECT hub.owners())) END', 'ELSE true END'),
  'take': fn('take_samples', 's.writer_id = ANY ((SELECT hub.writers())::uuid[])', 'true'),
  'incident moved': 'DROP TRIGGER moved ON hub.incident',
  'device moved': 'DROP TRIGGER moved ON hub.device',
  'site moved': 'DROP TRIGGER moved ON hub.site',
  'interface moved': 'DROP TRIGGER moved ON hub.interface',
  'system moved': 'DROP TRIGGER moved ON hub.information_system',
  'series of device moved': 'DROP TRIGGER series_moved ON hub.device',
  'series of link moved': 'DROP TRIGGER series_moved ON hub.link',
  'tree not pruned': fn('keep_organization_tree', 'WHERE NOT EXISTS', 'WHERE false AND NOT EXISTS'),
  'community by center': `ALTER POLICY updatable ON hub.organization USING (parent_id = ANY ((SELECT hub.stewarded())::uuid[])) WITH CHECK (parent_id = ANY ((SELECT hub.stewarded())::uuid[]))`,
  'steward takes in strangers': `ALTER POLICY updatable ON hub.organization USING (true) WITH CHECK (parent_id = ANY ((SELECT hub.stewarded())::uuid[]) AND NOT community_member)`,
  'entries by all who see': `ALTER POLICY creatable ON hub.timeline_entry WITH CHECK (author_id = ANY ((SELECT hub.writers())::uuid[]))`,
  'reader writes': fn('scope_as', `CASE WHEN role = 'READER' THEN '{}'`, `CASE WHEN false THEN '{}'`),
  'named strangers': fn('scope_as', 'n = ANY (below) AND ', ''),
  'steward keeps own': `ALTER POLICY updatable ON hub.organization USING (id = ANY ((SELECT hub.stewarded())::uuid[])) WITH CHECK (true)`,
  'region keeps': `ALTER POLICY creatable ON hub.region WITH CHECK (true)`,
  'entry marking not stricter': fn('place_timeline_entry', 'stricter(NEW.marking, i.tlp)', 'NEW.marking'),
};
test('mutants', async () => {
  for (const [name, sql] of Object.entries(mutants)) {
    if (process.env['ONLY'] && !name.includes(process.env['ONLY'])) continue;
    const hub = await startHub();
    const api = createPool(hub.databaseUrl, 'hub_api', { max: 2 });
    let told = 'ALIVE';
    try {
      await hub.sql(sql);
      const random = createRandom(Number(process.env['WORLDS_SEED'] ?? 5));
      const world = generateWorld(random);
      await plant(hub.sql, world, random);
      const visit: Visit = { hub, api, world, random, tally: new Tally() };
      for (const o of (await onlookersOf(visit)).slice(1, 5)) await readAll(visit, o);
      await compareRoles(visit);
      await writeAll(visit);
      try { visit.tally.conclude(1); } catch (e) { told = (e as Error).message.split('\n').slice(0, 2).join(' ').replace(/Again.*?:/, '').slice(0, 200); }
    } catch (e) { told = 'THREW ' + (e as Error).message.slice(0, 150); }
    process.stdout.write(`${name}: ${told}\n`);
    await api.end(); await hub.stop();
  }
}, 1_200_000);
