import type { Client } from 'pg';
import type { DataSource, MigrationInterface } from 'typeorm';
import { createDataSource, withClient } from './database';

export type Migrations = (new () => MigrationInterface)[];

export interface MigrationReport {
  applied: string[];
}

/** Locks for the length of a migration, so that any number of programs may start at once. */
const migrationLock = 7_214_501;
const oldestMajor = 15;

/** Brings a database to this program's state; does nothing where it is there already, and refuses one that a newer program made. */
export async function migrate(url: string, migrations: Migrations): Promise<MigrationReport> {
  return withClient({ connectionString: url, application_name: 'commonwatch migrate' }, async (client) => {
    await refuseOldServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await prepareRoles(client);
    await refuseNewerDatabase(client, migrations);
    return applyMigrations(url, migrations);
  });
}

async function applyMigrations(url: string, migrations: Migrations): Promise<MigrationReport> {
  const source: DataSource = createDataSource(url, migrations, []);
  await source.initialize();
  try {
    const applied = await source.runMigrations();
    // The months of the change log that lie ahead; from here on a job makes them.
    await source.query(
      `SELECT private.ensure_month('change', now() + n * interval '1 month') FROM generate_series(0, 2) n`,
    );
    return { applied: applied.map(({ name }) => name) };
  } finally {
    await source.destroy();
  }
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  const major = Math.floor(Number(rows[0]!.server_version_num) / 10_000);
  if (major < oldestMajor)
    throw new Error(`This database is PostgreSQL ${major}: Commonwatch needs ${oldestMajor} or newer.`);
}

/** Names this program knows must hold all that the database has been through. */
async function refuseNewerDatabase(client: Client, migrations: Migrations): Promise<void> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('hub.migration') IS NOT NULL AS there`,
  );
  if (!tables[0]!.there) return;
  const { rows } = await client.query<{ name: string }>('SELECT m.name FROM hub.migration m ORDER BY m.id');
  const known = new Set(migrations.map((migration) => new migration().name ?? migration.name));
  const strange = rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (strange.length > 0) {
    throw new Error(
      `This database was made by a newer program (it has ${strange.join(', ')}): start that one, or a newer one.`,
    );
  }
}

/** Roles belong to the cluster: another database's migration may be making them at this moment, so each step may be repeated. */
const rolesSql = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'hub_owner') THEN CREATE ROLE hub_owner NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'hub_api') THEN CREATE ROLE hub_api NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'hub_ingest') THEN CREATE ROLE hub_ingest NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'hub_delivery') THEN CREATE ROLE hub_delivery NOLOGIN; END IF;
  IF NOT pg_has_role('hub_owner', 'SET_OR_MEMBER') THEN EXECUTE format('GRANT hub_owner TO %I', current_user); END IF;
  IF NOT pg_has_role('hub_api', 'SET_OR_MEMBER') THEN EXECUTE format('GRANT hub_api TO %I', current_user); END IF;
  IF NOT pg_has_role('hub_ingest', 'SET_OR_MEMBER') THEN EXECUTE format('GRANT hub_ingest TO %I', current_user); END IF;
  IF NOT pg_has_role('hub_delivery', 'SET_OR_MEMBER') THEN EXECUTE format('GRANT hub_delivery TO %I', current_user); END IF;
  IF NOT has_database_privilege('hub_owner', current_database(), 'CREATE') THEN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO hub_owner', current_database());
    -- A right that one has without the right to pass it on is not passed on, and nothing but a warning says so.
    IF NOT has_database_privilege('hub_owner', current_database(), 'CREATE') THEN
      RAISE insufficient_privilege USING MESSAGE = format('permission to pass on CREATE on database %I denied', current_database());
    END IF;
  END IF;
  -- TypeORM looks for its table before the first migration makes the schema.
  IF to_regnamespace('hub') IS NULL THEN CREATE SCHEMA hub AUTHORIZATION hub_owner; END IF;
END $$`;

const needs =
  'The database user needs CREATEROLE (for the roles hub_owner, hub_api, hub_ingest and hub_delivery) and CREATE on the database, nothing more: ' +
  'ALTER ROLE <user> CREATEROLE; GRANT CREATE ON DATABASE <database> TO <user> WITH GRANT OPTION;';
/** duplicate_object, unique_violation, and "tuple concurrently updated", which has no code of its own. */
const races = new Set(['42710', '23505', 'XX000']);

async function prepareRoles(client: Client, tries = 20): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version`,
  );
  const membership = rows[0]!.version >= 16 ? 'SET' : 'MEMBER';
  try {
    await client.query(rolesSql.replaceAll('SET_OR_MEMBER', membership));
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (races.has(code) && tries > 0) return prepareRoles(client, tries - 1);
    if (code === '42501') throw new Error(`${(error as Error).message}. ${needs}`);
    throw error;
  }
}
