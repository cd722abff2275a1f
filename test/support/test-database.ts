import { randomBytes } from 'node:crypto';
import { withClient } from '../../src/kernel/postgres/database';

/** What the run's global set-up hands to the workers. */
export const environment = { server: 'COMMONWATCH_TEST_SERVER', template: 'COMMONWATCH_TEST_TEMPLATE' };

export interface TestDatabase {
  name: string;
  /** As the server's own user: the roles of the hub are taken from here. */
  url: string;
  drop(): Promise<void>;
}

/** Held while a template is copied: none may have a connection meanwhile. */
const cloneLock = 7_214_502;

/** A copy of the migrated template. */
export const cloneTemplate = (): Promise<TestDatabase> => create(given(environment.template));

/** A database that nothing has migrated yet. */
export const emptyDatabase = (): Promise<TestDatabase> => create('template0');

export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function create(template: string): Promise<TestDatabase> {
  const server = given(environment.server);
  const name = `${given(environment.template)}_${randomBytes(6).toString('hex')}`;
  await withClient({ connectionString: server }, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [cloneLock]);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const drop = () =>
    withClient({ connectionString: server }, async (admin) => {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  return { name, url: urlOf(server, name), drop };
}

function given(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: run the tests with jest, whose globalSetup starts the database.`);
}
