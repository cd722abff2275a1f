import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { readConfig } from '../src/kernel/config';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { fillFinding } from './finding-data';

/**
 * What finding takes of Postgres: ms as EXPLAIN ANALYZE gives them, for the national center, one of 34 regional centers, and a partner that
 * sees 1 % by agreement, over a million searchable records and two million addresses. Run: node -r ./test/support/register.cjs
 * bench/finding.ts; DATABASE_URL names an empty scratch database, or one that an earlier run has filled, in place of an embedded one.
 */
const viewers = { national: 'NMC', regional: 'RC-7', partner: 'PARTNER' };
const rounds = 7;

const searches: readonly (readonly [what: string, text: string])[] = [
  ['a name', 'rc-7-1-router-100'],
  ['a serial', 'SN310100'],
  ['an address', '10.0.0.77'],
  ['the beginning of 600,000 names', 'gigabit'],
  ['a word in 100,000 names', 'router'],
  ['the beginning of it', 'rou'],
  ['a word in 200,000 descriptions', 'uplink'],
  ['a region, in other words than its own', 'da nang'],
  ['two words that stand together', 'uplink ha noi'],
  ['two words, turned', 'ha noi tram'],
  ['two frequent words that never meet', 'router switch'],
  ['two frequent words, one begun', '7 router'],
  ['one letter', 'r'],
  ['nothing', 'zzz'],
];

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  const database = await openDatabase(
    readConfig({ LOG_LEVEL: 'error', ...process.env, DATA_DIR: directory }),
    migrations,
  );
  try {
    const { rows } = await database.operator.query('SELECT FROM hub.device LIMIT 1');
    if (rows.length === 0) await fillFinding(database.operator, console.log);
    const client = await database.operator.connect();
    await measureAll(client);
    client.release();
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measureAll(client: PoolClient): Promise<void> {
  console.log(
    `${'ms of Postgres'.padEnd(60)}${Object.keys(viewers)
      .map((name) => name.padStart(18))
      .join('')}`,
  );
  const types = (
    await client.query<{ types: string[] }>(
      'SELECT array_agg(DISTINCT e.record_type) AS types FROM private.search_entry e',
    )
  ).rows[0]!.types;
  for (const [what, text] of searches)
    await line(client, `search: ${what} (${text})`, 'SELECT * FROM hub.search_records($1, $2, NULL, NULL, NULL, 21)', [
      text,
      types,
    ]);
  await line(client, 'search: sites alone (tram)', 'SELECT * FROM hub.search_records($1, $2, NULL, NULL, NULL, 21)', [
    'tram',
    ['Site'],
  ]);
  for (const address of ['11.31.5.7', '11.31.200.7', '10.0.248.100', '2001:db8::1'])
    await line(client, `address lookup: ${address}`, 'SELECT * FROM hub.address_matches($1, NULL, 501)', [address]);
  const filter = (column: string, value: string, type: string) =>
    `SELECT t.id FROM device t WHERE t.id IN (SELECT hub.devices_by_${column}('{${value}}'::${type}[])) AND t.${column} = '${value}'`;
  await line(client, 'devices by serial', filter('serial', 'SN310100', 'text'), []);
  await line(
    client,
    'devices by serial, the column alone',
    filter('serial', 'SN310100', 'text').replace(/t\.id IN .*? AND /, ''),
    [],
  );
  await line(client, 'devices by management address', filter('management_address', '10.0.248.100', 'inet'), []);
  const [site] = (
    await client.query<{ id: string }>(
      `SELECT s.id FROM hub.site s JOIN hub.organization o ON o.id = s.owner_id WHERE o.code = 'RC-7-1' AND s.code = 'S2'`,
    )
  ).rows;
  await line(client, 'impact of a site', 'SELECT * FROM hub.impact_of($1, $2, 16, 2000)', ['Site', site!.id]);
}

async function line(client: PoolClient, what: string, sql: string, values: unknown[]): Promise<void> {
  const cells: string[] = [];
  for (const code of Object.values(viewers)) cells.push(await cell(client, code, sql, values));
  console.log(`${what.padEnd(60)}${cells.map((text) => text.padStart(18)).join('')}`);
}

/** The median of some rounds, after two that plan and warm up, and how many rows came of it. */
async function cell(client: PoolClient, code: string, sql: string, values: unknown[]): Promise<string> {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds + 2; round += 1) {
    await client.query('BEGIN');
    await client.query(
      `SELECT private.scope_as((SELECT o.id FROM hub.organization o WHERE o.code = $1), 'READER', '{}', NULL, NULL)`,
      [code],
    );
    await client.query(
      'SET LOCAL ROLE hub_api; SET LOCAL search_path = shown, hub; SET LOCAL plan_cache_mode = force_generic_plan',
    );
    const { rows } = await client.query<{
      'QUERY PLAN': [{ Plan: { 'Actual Rows': number }; 'Execution Time': number }];
    }>(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, values);
    await client.query('ROLLBACK');
    const [{ Plan: plan, 'Execution Time': time }] = rows[0]!['QUERY PLAN'];
    found = plan['Actual Rows'];
    if (round > 1) times.push(time);
  }
  return `${times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!.toFixed(2)} (${found})`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
