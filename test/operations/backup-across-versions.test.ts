import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../../src/kernel/postgres/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import { restore } from '../../src/operations/restore';
import { embeddedPackage } from '../support/embedded-package';
import { cloneTemplate, emptyDatabase, urlOf, type TestDatabase } from '../support/test-database';
import { asOwner, contentsOf, furnitureOf, historyOf } from './hub-contents';
import { liveIn } from './lived-in-hub';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-versions-'));
const silent = () => undefined;
const other = embeddedPackage() === 'embedded-postgres' ? 'embedded-postgres-15' : 'embedded-postgres';
const databases: TestDatabase[] = [];
let server: EmbeddedPostgres | undefined;

beforeAll(async () => {
  // Where root runs the tests, Postgres runs as somebody else, who has to get there.
  chmodSync(folder, 0o755);
  server = await startEmbeddedPostgres({ directory: folder, package: other, throwaway: true });
  await withClient({ connectionString: server.url }, async (client) => {
    await client.query(`CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'guess'`);
    await client.query('CREATE DATABASE kept');
    await client.query('GRANT CREATE ON DATABASE kept TO keeper WITH GRANT OPTION');
  });
}, 60_000);

/** A database of the other server, by a user with no more rights than a hub needs. */
function asKeeper(): string {
  const url = new URL(urlOf(server!.url, 'kept'));
  url.username = 'keeper';
  url.password = 'guess';
  return url.href;
}

afterAll(async () => {
  await server?.stop();
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

test('A hub moves to a new cluster of the other PostgreSQL that is supported, without a superuser, and back', async () => {
  databases.push(await cloneTemplate(), await emptyDatabase());
  const [here, back] = databases as [TestDatabase, TestDatabase];
  const { keys, siteId } = await liveIn(here.url);
  const there = asKeeper();

  await backup(here.url, join(folder, 'there.gz'), silent);
  await restore(there, join(folder, 'there.gz'), migrations, silent);
  expect(await contentsOf(there)).toEqual(await contentsOf(here.url));
  expect(await furnitureOf(there)).toEqual(await furnitureOf(here.url));

  // The new cluster gives out far smaller transaction ids than the one the records come from.
  await asOwner(there, `UPDATE site SET code = 'THERE' WHERE id = $1`, [siteId]);
  const history = await historyOf(there, keys.national, siteId);
  expect(history.map(({ code }) => code)).toEqual(['THERE', 'HNI', 'HN']);

  await backup(there, join(folder, 'back.gz'), silent);
  await restore(back.url, join(folder, 'back.gz'), migrations, silent);
  expect(await contentsOf(back.url)).toEqual(await contentsOf(there));
  expect((await historyOf(back.url, keys.national, siteId)).map(({ code }) => code)).toEqual(['THERE', 'HNI', 'HN']);
});
