import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getMetadataArgsStorage } from 'typeorm';
import { createPool, withClient } from '../src/kernel/postgres/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/kernel/postgres/embedded-postgres';
import { columnsOf, tableOf } from '../src/kernel/entity';
import { migrate } from '../src/kernel/postgres/migrate';
import { migrations } from '../src/migrations';
import '../src/schema';
import { embeddedPackage } from './support/embedded-package';
import { landedMigrations } from './support/landed-migrations';
import { cloneTemplate, emptyDatabase, urlOf, type TestDatabase } from './support/test-database';

const names = migrations.map((migration) => new migration().name ?? migration.name);
const databases: TestDatabase[] = [];

async function kept(making: Promise<TestDatabase>): Promise<string> {
  const database = await making;
  databases.push(database);
  return database.url;
}

const ask = <T extends object>(url: string, text: string, values: unknown[] = []): Promise<T[]> =>
  withClient({ connectionString: url }, async (client) => (await client.query<T>(text, values)).rows);

afterAll(async () => {
  for (const database of databases) await database.drop();
});

describe('A database is brought to the state of the program', () => {
  test('from nothing, by every migration in its order, and once only', async () => {
    const url = await kept(emptyDatabase());
    expect(await migrate(url, migrations)).toEqual({ applied: names });
    expect(await migrate(url, migrations)).toEqual({ applied: [] });
  });

  test('by whichever of twenty programs comes first, when all start at once', async () => {
    const url = await kept(emptyDatabase());
    const reports = await Promise.all(Array.from({ length: 20 }, () => migrate(url, migrations)));
    expect(reports.filter(({ applied }) => applied.length > 0)).toEqual([{ applied: names }]);
  });

  test('unless a newer program has been there, whose migration is named', async () => {
    const url = await kept(cloneTemplate());
    await ask(url, `INSERT INTO hub.migration (timestamp, name) VALUES (9990000000000, 'ReadMinds9990000000000')`);
    await expect(migrate(url, migrations)).rejects.toThrow('newer program (it has ReadMinds9990000000000)');
  });

  test('by texts that stay: a migration that has landed is mended by another one', () => {
    const folder = join(__dirname, '../migrations');
    const hashOf = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(folder, `${name}.ts`)))
        .digest('hex');
    const texts = Object.keys(landedMigrations).map((name) => [name, hashOf(name).slice(0, 32)]);
    expect(Object.fromEntries(texts)).toEqual(landedMigrations);
  });

  test('without a way back', async () => {
    for (const migration of migrations)
      await expect(new migration().down(undefined as never)).rejects.toThrow('backup');
  });
});

describe('The entities say what the catalogue says', () => {
  const entities = getMetadataArgsStorage()
    .tables.map(({ target }) => target as new () => object)
    .map((entity) => ({ name: entity.name, entity }));
  let url: string;
  beforeAll(async () => {
    url = await kept(cloneTemplate());
  });

  test.each(entities)('$name: every column with its type', async ({ entity }) => {
    const found = await ask<{ name: string; type: string; nullable: boolean }>(
      url,
      `SELECT a.attname AS name, a.atttypid::regtype::text AS type, NOT a.attnotnull AS nullable
         FROM pg_attribute a WHERE a.attrelid = to_regclass('hub.' || $1) AND a.attnum > 0 AND NOT a.attisdropped`,
      [tableOf(entity)],
    );
    const spellings = await typeNames(url);
    const declared = columnsOf(entity).map(({ column, type, array, property }) => ({
      name: column,
      type: `${spellings.get(type) ?? type}${array ? '[]' : ''}`,
      nullable: isNullable(entity, property),
    }));
    expect(sorted(declared)).toEqual(sorted(found));
  });
});

const sorted = <T extends { name: string }>(columns: T[]): T[] =>
  columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** `timestamptz` and `int8` as the catalogue writes them. */
async function typeNames(url: string): Promise<Map<string, string>> {
  const rows = await ask<{ short: string; long: string }>(
    url,
    `SELECT t.typname AS short, t.oid::regtype::text AS long FROM pg_type t`,
  );
  return new Map(rows.map(({ short, long }) => [short, long]));
}

function isNullable(entity: new () => object, property: string): boolean {
  const columns = getMetadataArgsStorage().columns.filter(({ propertyName }) => propertyName === property);
  const declared =
    columns.find(({ target }) => target === entity) ??
    columns.find(({ target }) => entity.prototype instanceof (target as typeof Object));
  return declared?.options.nullable ?? false;
}

describe('A database user that is no superuser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-roles-'));
  let server: EmbeddedPostgres;
  const asUser = (user: string, database: string) => {
    const url = new URL(urlOf(server.url, database));
    Object.assign(url, { username: user, password: 'guess' });
    return url.href;
  };

  // Roles are the server's, and those of the hub are made once: here nobody has made them yet.
  beforeAll(async () => {
    chmodSync(directory, 0o755);
    server = await startEmbeddedPostgres({
      directory,
      package: embeddedPackage(),
      throwaway: true,
      settings: { shared_buffers: '32MB' },
    });
    const statements = [
      `CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'guess'`,
      `CREATE ROLE guest LOGIN PASSWORD 'guess'`,
      `CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'guess'`,
      'CREATE DATABASE kept',
      'GRANT CREATE ON DATABASE kept TO keeper WITH GRANT OPTION',
      'CREATE DATABASE shut',
      'CREATE DATABASE lent',
      'GRANT CREATE ON DATABASE lent TO keeper',
    ];
    for (const statement of statements) await ask(server.url, statement);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  });

  test('is told what it lacks, where it may neither make roles nor a schema', async () => {
    await expect(migrate(asUser('guest', 'shut'), migrations)).rejects.toThrow(
      /needs CREATEROLE .* and CREATE on the database/,
    );
  });

  test('is told what it lacks, where it may make roles but no schema', async () => {
    await expect(migrate(asUser('maker', 'shut'), migrations)).rejects.toThrow(
      /needs CREATEROLE .* and CREATE on the database/,
    );
  });

  test('migrates with CREATEROLE and CREATE on the database, and the API works for it', async () => {
    const url = asUser('keeper', 'kept');
    expect(await migrate(url, migrations)).toEqual({ applied: names });
    expect(await migrate(url, migrations)).toEqual({ applied: [] });
    const api = createPool(url, 'hub_api');
    const { rows } = await api.query(
      'SELECT current_user AS role, o.id FROM organization o RIGHT JOIN (VALUES (1)) v ON true',
    );
    await api.end();
    expect(rows).toEqual([{ role: 'hub_api', id: null }]);
  });

  test('is told what it lacks, where it may create but not pass that on', async () => {
    await expect(migrate(asUser('keeper', 'lent'), migrations)).rejects.toThrow(/WITH GRANT OPTION/);
  });
});
