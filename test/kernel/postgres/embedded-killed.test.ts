import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeClone, type Clone } from '../../support/embedded-clone';
import { answerOf, ask, EmbeddedHubs, kill } from '../../support/embedded-hubs';

const hubs = new EmbeddedHubs();
let clone: Clone;
beforeAll(() => {
  clone = makeClone(join(hubs.root, 'app'));
});
afterAll(() => hubs.clear());

const fork = (name: string) => hubs.fork(clone.script, name);
const pidOf = (dataDirectory: string): number =>
  Number.parseInt(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8'));

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise(setImmediate);
}

describe('When a process is killed', () => {
  beforeAll(async () => {
    const server = await hubs.start('hub');
    await ask(server.url, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS answer');
    await server.stop();
  });

  test('the next hub takes over the server of a killed one, and can stop it', async () => {
    const killed = fork('hub');
    const { url } = await answerOf(killed);
    await kill(killed);
    expect(await ask(url, 'SELECT answer FROM kept')).toBe(1);
    const next = await hubs.start('hub');
    expect(next).toMatchObject({ url, adopted: true });
    await next.stop();
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('a server that was killed recovers', async () => {
    const before = await hubs.start('hub');
    await ask(before.url, 'INSERT INTO kept VALUES (2)');
    process.kill(pidOf(before.dataDirectory), 'SIGKILL');
    const after = await hubs.start('hub');
    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT max(answer) AS answer FROM kept')).toBe(2);
  });

  test('a stranger who was given the pid of a killed server is not taken for it', async () => {
    const { dataDirectory } = await hubs.start('hub');
    const { uid, gid } = statSync(dataDirectory);
    // The same user as Postgres: its own check would take the stranger for a server that runs.
    const stranger = spawn('sleep', ['600'], { uid, gid, cwd: dataDirectory });
    await once(stranger, 'spawn');
    const killed = pidOf(dataDirectory);
    process.kill(killed, 'SIGKILL');
    const file = join(dataDirectory, 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(String(killed), String(stranger.pid)));
    const after = await hubs.start('hub');
    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT max(answer) AS answer FROM kept')).toBe(2);
    await after.stop();
    expect(stranger.signalCode).toBeNull();
    stranger.kill();
  });

  test('a data directory that was half made is made anew', async () => {
    const directory = join(hubs.root, 'half');
    const drafts = (): string[] =>
      existsSync(directory) ? readdirSync(directory).filter((name) => name.includes('initdb')) : [];
    const killed = fork('half');
    await until(() => drafts().some((name) => existsSync(join(directory, name, 'data', 'PG_VERSION'))));
    await kill(killed);
    expect(existsSync(join(directory, 'postgres'))).toBe(false);
    const server = await hubs.start('half');
    expect(await ask(server.url, 'SELECT 1 AS answer')).toBe(1);
    expect(drafts()).toEqual([]);
    await server.stop();
  });
});

test('Hubs that start at the same time share one server', async () => {
  const all = await Promise.all([answerOf(fork('shared')), answerOf(fork('shared')), hubs.start('shared')]);
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);
});
