import type { Pool, PoolClient } from 'pg';
import { regions } from '../../src/demo/country';
import { directory, preparations, regionsSql } from './directory';
import { sampleStages, samplesEnd, samplesStart } from './samples';
import { sizesOf, type Sizes } from './sizes';
import { incidentStages, inventoryStages, seriesStage, type Stage } from './stages';

/** Goes up with what is filled, so that a database of an earlier benchmark is not taken for one of this. */
const version = 1;

/**
 * Fills an empty database. The triggers are in force, so that places, owners, markings and whatever else is kept by them is what it would be had
 * the records come one by one, but for two kinds, because the questions read neither table: the change log and the words of search stay empty.
 */
export async function fill(operator: Pool, scale: number, samples: number, say: (line: string) => void): Promise<void> {
  if (await isFilled(operator, scale, samples)) return say(`The database holds the data at ${scale}x already.`);
  const client = await operator.connect();
  try {
    await client.query(preparations);
    const began = performance.now();
    await withoutLogs(client, () => fillTables(client, sizesOf(scale, samples), say));
    await client.query(
      `CREATE SCHEMA bench; CREATE TABLE bench.fill AS SELECT ${version} AS version, ${scale}::float8 AS scale, ${samples}::float8 AS samples`,
    );
    say(`filled at ${scale}x in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  } finally {
    // Its temporary functions go with it.
    client.release(true);
  }
}

async function isFilled(operator: Pool, scale: number, samples: number): Promise<boolean> {
  const { rows: marks } = await operator.query<{ there: boolean }>(
    `SELECT to_regclass('bench.fill') IS NOT NULL AS there`,
  );
  if (marks[0]!.there) {
    const { rows } = await operator.query<{ version: number; scale: number; samples: number }>(
      'SELECT f.version, f.scale, f.samples FROM bench.fill f',
    );
    const [{ version: found, ...held }] = rows as [{ version: number; scale: number; samples: number }];
    if (found === version && held.scale === scale && held.samples === samples) return true;
    throw new Error(
      `The database holds data of version ${found} at ${held.scale}x, samples at ${held.samples}x: name another one, or --scale and --samples as they are.`,
    );
  }
  const { rowCount } = await operator.query('SELECT FROM hub.organization LIMIT 1');
  if (rowCount === 0) return false;
  throw new Error('The database holds records that this benchmark did not make, or did not finish: name an empty one.');
}

const logged = [
  'region',
  'organization',
  'agreement',
  'metric',
  'site',
  'device',
  'interface',
  'link',
  'incident',
  'incident_subject',
  'timeline_entry',
  'series',
];

/** Without the triggers that write the change log and the words of search. */
async function withoutLogs(client: PoolClient, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `SELECT t.tgrelid::regclass::text AS "table", t.tgname AS name FROM pg_trigger t
      WHERE t.tgname IN ('change_created', 'search_created') AND t.tgrelid = ANY ($1::regclass[])`,
    [logged.map((table) => `hub.${table}`)],
  );
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`);
  await work();
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER ${name}`);
}

async function fillTables(client: PoolClient, sizes: Sizes, say: (line: string) => void): Promise<void> {
  await client.query(regionsSql, [regions.map(({ code }) => code), regions.map(({ name }) => name)]);
  await client.query(directory);
  for (const at of [samplesStart, samplesEnd - 1])
    await client.query(`SELECT private.ensure_month('sample', to_timestamp($1))`, [at]);
  for (const stage of [...inventoryStages(sizes), ...incidentStages(sizes), seriesStage(sizes)]) {
    await run(client, stage, say);
    // What comes next looks these up: without statistics Postgres would not know how many they are.
    await client.query('ANALYZE');
  }
  await client.query(`SELECT setval(pg_get_serial_sequence('hub.series', 'number'), $1)`, [sizes.series]);
  for (const stage of sampleStages(sizes)) await run(client, stage, say);
  await settle(client, say);
}

async function run(
  client: PoolClient,
  { what, count, step = count, sql }: Stage,
  say: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  let rows = 0;
  for (let from = 1; from <= count; from += step) {
    const to = Math.min(count, from + step - 1);
    rows += (await client.query(sql(from, to))).rowCount ?? 0;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    if (to === count || from % (5 * step) === 1) say(`  ${what}: ${to} of ${count}, ${rows} rows, ${seconds} s`);
  }
}

/** As a database is that has run for a while: statistics, visibility maps, nothing left to be vacuumed under load. */
async function settle(client: PoolClient, say: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', t.schemaname, t.tablename) AS name FROM pg_tables t WHERE t.schemaname IN ('hub', 'private') ORDER BY 1`,
  );
  await foldCounters(client);
  for (const { name } of rows) await client.query(`VACUUM (FREEZE, ANALYZE) ${name}`);
  // Needs a right that an outside database's user may not have.
  await client.query('RESET ROLE; CHECKPOINT').catch(() => undefined);
  await client.query('SET ROLE hub_owner');
  say('  vacuumed and analyzed');
}

/** As a job of the hub does every minute. */
async function foldCounters(client: PoolClient): Promise<void> {
  await client.query(
    `DO $$ BEGIN
       IF to_regprocedure('private.fold_counts(regclass)') IS NOT NULL THEN
         EXECUTE 'SELECT private.fold_counts(c) FROM unnest(''{hub.site_count,hub.device_count,hub.open_incident_count}''::regclass[]) c';
       END IF;
     END $$`,
  );
}
