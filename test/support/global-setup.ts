import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../../src/kernel/postgres/database';
import { startEmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { migrate } from '../../src/kernel/postgres/migrate';
import { migrations } from '../../src/migrations';
import { embeddedPackage } from './embedded-package';
import { onTeardown, tearDown } from './teardown';
import { environment, urlOf } from './test-database';

/**
 * One Postgres for the whole run, with one migrated database that each test file copies. PG_VERSION=15 takes the older of the
 * two that the packages bring; TEST_DATABASE_URL an outside server, whose user may create databases and roles.
 */
async function setUp(): Promise<void> {
  try {
    const server = process.env['TEST_DATABASE_URL'] || (await startServer());
    const template = `commonwatch_test_${randomBytes(4).toString('hex')}`;
    await makeTemplate(server, template);
    process.env[environment.server] = server;
    process.env[environment.template] = template;
    forgetEntities();
  } catch (error) {
    await tearDown();
    throw error;
  }
}

/** TypeORM, loaded here, keeps a register on globalThis, and jest would hand this very one to every test file it runs in this process. */
function forgetEntities(): void {
  Reflect.deleteProperty(globalThis, 'typeormMetadataArgsStorage');
}

async function startServer(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-test-'));
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  onTeardown(remove);
  // Where root runs the tests, Postgres runs as somebody else, who has to get there.
  chmodSync(directory, 0o755);
  const stopAtOnce = () => {
    process.kill(postmasterOf(directory), 'SIGQUIT');
    remove();
  };
  const server = await startEmbeddedPostgres({
    directory,
    package: embeddedPackage(),
    throwaway: true,
    database: 'postgres',
  });
  // A server outlives its starter: a run that is broken off takes it along.
  process.once('exit', stopAtOnce);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  onTeardown(async () => {
    process.off('exit', stopAtOnce);
    await server.stop();
  });
  return server.url;
}

const postmasterOf = (directory: string): number =>
  Number.parseInt(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8'));

async function makeTemplate(server: string, template: string): Promise<void> {
  const admin = { connectionString: server };
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${template} TEMPLATE template0`));
  onTeardown(() => dropAll(server, template));
  await migrate(urlOf(server, template), migrations);
}

/** The template, and copies that a broken test file has left. */
const dropAll = (server: string, template: string): Promise<void> =>
  withClient({ connectionString: server }, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT d.datname AS name FROM pg_database d WHERE starts_with(d.datname, $1)',
      [template],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });

export = setUp;
