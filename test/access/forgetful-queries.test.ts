import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { ownWordsOf } from '../support/worlds/onlooker/hidden-in';
import type { Onlooker } from '../support/worlds/onlooker/onlooker';
import { Tally } from '../support/worlds/onlooker/tally';
import { underScope } from '../support/worlds/onlooker/under-scope';
import { isAbove } from '../support/worlds/oracle/trees';
import { plant } from '../support/worlds/planting/plant';
import { tables } from '../support/worlds/planting/tables';
import { readTables } from '../support/worlds/roads/reading/read-tables';
import { onlookersOf } from '../support/worlds/run/visit';
import { generateWorld } from '../support/worlds/world/generate-world';
import type { World } from '../support/worlds/world/things';

/** Tables that no generated world holds, each with who reads it. */
const others: Record<string, string> = {
  export: 'its client alone sees it, and who keeps that: test/feeds/export',
  feed_consumer: 'its client sees it, its stewards and those of the national center: test/feeds/health',
  warning_rule: 'its organization and those above it: test/warnings/rules/keeping',
  feed: 'its organization and those above it: test/feeds/cursors and test/feeds/changes',
  webhook: 'its client and its keepers alone see it: test/feeds/webhooks/saving',
  webhook_progress: 'as its webhook',
  webhook_attempt: 'as its webhook',
  webhook_dead_letter: 'as its webhook',
  classification: 'the words of RSIT, the same for every key',
  retention: 'how long samples are kept, the same for every key',
  api_client: 'API clients, for stewards of their organization and of those above it',
  api_key: 'their keys, for the same',
  latest_sample: 'the newest sample of each series, under the rule of its series',
  expected_interval: 'how often samples are to come, for who stands at or above their writer',
  site_count: 'how many sites have the same access columns and status, seen by the rule over these',
  device_count: 'the same of devices',
  open_incident_count: 'the same of open incidents and their severity',
  open_warning_count: 'the same of open warnings, with their writer, severity and state',
};

const seed = 20261122;
let hub: Hub;
let api: Pool;
let world: World;
let onlookers: Onlooker[];
let readable: string[];
let tally: Tally;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 2 });
  const random = createRandom(seed);
  world = generateWorld(random);
  await plant(hub.sql, world, random);
  tally = new Tally();
  onlookers = await onlookersOf({ hub, world, tally, random });
  const found = await hub.asApiRole<{ name: string }>(
    `SELECT DISTINCT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
  );
  readable = found.map(({ name }) => name);
});
afterAll(async () => {
  await api.end();
  await hub.stop();
});

/** Queries as somebody writes them who has forgotten that there is anything to hide: no word of a viewer in any. */
const joined = [
  'site s FULL JOIN device d ON d.site_id = s.id FULL JOIN interface i ON i.device_id = d.id FULL JOIN address a ON a.interface_id = i.id',
  'link l LEFT JOIN device a ON a.id = l.a_device_id LEFT JOIN device b ON b.id = l.b_device_id LEFT JOIN site s ON s.id IN (l.a_site_id, l.b_site_id)',
  'incident i FULL JOIN timeline_entry e ON e.incident_id = i.id FULL JOIN incident_subject t ON t.incident_id = i.id LEFT JOIN device d ON d.id = t.device_id',
  'information_system y LEFT JOIN information_system_device o ON o.system_id = y.id LEFT JOIN device d ON d.id = o.device_id LEFT JOIN information_system_part p ON p.system_id = y.id',
  'prefix p CROSS JOIN LATERAL (SELECT a.* FROM address a WHERE a.address <<= p.prefix) a LEFT JOIN vrf v ON v.id = p.vrf_id',
  'series s LEFT JOIN device d ON d.id = s.device_id LEFT JOIN interface i ON i.id = s.interface_id',
  'agreement g LEFT JOIN sharing_group_member m ON m.group_id = g.group_id LEFT JOIN organization o ON o.id = m.organization_id',
];
const texts = (): string[] => [
  ...readable.map((name) => `SELECT * FROM ${name}`),
  ...readable.map((name) => `SELECT json_agg(t) AS all, max(t::text) AS most, min(t::text) AS least FROM ${name} t`),
  ...joined.map((join) => `SELECT * FROM ${join}`),
  ...joined.map((join) =>
    `SELECT count(*) AS n, jsonb_agg(to_jsonb(x)) AS rows FROM (SELECT * FROM ${join}) x GROUP BY GROUPING SETS ((), (x))`.replace(
      '(SELECT *',
      `(SELECT ${aliasesIn(join)}`,
    ),
  ),
  'SELECT serial, management_address, count(*) OVER (ORDER BY serial) FROM device GROUP BY serial, management_address',
  'SELECT DISTINCT ON (serial) serial, id FROM device ORDER BY serial DESC NULLS LAST',
  'SELECT string_agg(serial, $$,$$ ORDER BY serial), array_agg(management_address) FROM device',
  'SELECT d.id FROM device d WHERE d.serial IS NOT NULL OR EXISTS (SELECT FROM interface i WHERE i.mac IS NOT NULL OR i.description > $$$$)',
  'TABLE device UNION TABLE device',
  'WITH RECURSIVE w AS (SELECT id, part_id FROM information_system_part UNION SELECT p.id, p.part_id FROM information_system_part p JOIN w ON p.system_id = w.part_id) SELECT * FROM w',
];
const aliasesIn = (join: string): string => {
  const names = [...join.matchAll(/(?:^|JOIN )(?:LATERAL \(.*?\)|\w+) (\w)\b/g)].map(([, alias]) => alias!);
  return [...new Set(names)].map((alias) => `to_jsonb(${alias}) AS ${alias}_row`).join(', ');
};

test('Every table that the role of the API reads is held by the generated worlds, or named here', () => {
  expect(readable.filter((name) => !(name in tables) && !(name in others))).toEqual([]);
  expect(Object.keys(tables).filter((name) => !readable.includes(name))).toEqual([]);
});

test('A query that forgets every predicate leaks nothing: no row, no word of a hidden record, nothing that is withheld', async () => {
  for (const onlooker of onlookers) {
    await readTables(api, onlooker);
    for (const text of texts()) {
      const rows = await underScope(api, onlooker.key, (ask) => ask(text));
      onlooker.findNothingHidden(text, ownWordsOf(rows));
    }
  }
  tally.conclude(seed);
});

test('Counts and sums are those of what the viewer sees', async () => {
  for (const { key, sight, agree } of onlookers.map((one) => ({
    ...one,
    sight: one.sight,
    agree: one.agree.bind(one),
  }))) {
    const devices = sight.all('Device');
    const serials = devices.filter((device) => device.serial && !sight.withholds(device, 'SERIAL'));
    const text = `SELECT (SELECT count(*) FROM device)::int AS devices, (SELECT count(serial) FROM device)::int AS serials,
                         (SELECT count(*) FROM incident)::int AS incidents, (SELECT count(*) FROM address)::int AS addresses`;
    const rows = await underScope(api, key, (ask) => ask(text));
    const due = { devices: devices.length, serials: serials.length };
    agree('counts', rows, [
      { ...due, incidents: sight.all('Incident').length, addresses: sight.all('Address').length },
    ]);
    const open = sight.all('Incident').filter(({ state }) => state !== 'RESOLVED' && state !== 'CLOSED');
    const counted = await underScope(api, key, (ask) =>
      ask(`SELECT (SELECT coalesce(sum(n), 0) FROM device_count)::int AS devices, (SELECT coalesce(sum(n), 0) FROM site_count)::int AS sites,
                  (SELECT coalesce(sum(n), 0) FROM open_incident_count)::int AS open`),
    );
    agree('counters', counted, [{ devices: devices.length, sites: sight.all('Site').length, open: open.length }]);
  }
  tally.conclude(seed);
});

test('Keys are for stewards alone, of their own organization and those below', async () => {
  const text = 'SELECT c.owner_id FROM api_client c UNION SELECT k.owner_id FROM api_key k';
  for (const { key, role, organization } of onlookers) {
    const rows = await underScope(api, key, (ask) => ask<{ owner_id: string }>(text));
    const below = world.Organization.filter((one) => isAbove(organization, one)).map(({ id }) => id);
    expect(rows.filter(({ owner_id: owner }) => role !== 'STEWARD' || !below.includes(owner))).toEqual([]);
  }
});

test('Without a scope the role of the API sees nothing, whatever it asks', async () => {
  for (const name of readable) expect([name, await hub.asApiRole(`SELECT * FROM ${name}`)]).toEqual([name, []]);
  for (const join of joined) expect([join, await hub.asApiRole(`SELECT 1 AS one FROM ${join}`)]).toEqual([join, []]);
});
