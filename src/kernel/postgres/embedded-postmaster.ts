import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, open, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { run } from './embedded-binaries';

const LONGEST_PAUSE_MS = 250;
/** Crash recovery of a large database takes minutes: what is alive is waited for this long. */
const PATIENCE_MS = 10 * 60_000;
const LOG_LINES = 15;

const OWNER = 'Start the hub as the user who made it, or give it to this one with all that is in it (chown -R).';

/** The directory, made if missing, by its real path. */
export async function openDirectory(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK);
    return await realpath(path);
  } catch (cause) {
    throw new Error(`This user cannot write in ${path}. ${OWNER}`, { cause });
  }
}

/** A file's text, or undefined when there is no such file. */
export async function contents(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`This user cannot read ${path}. ${OWNER}`, { cause });
  }
}

/** What a running or killed server has noted about itself in its data directory. */
export async function readPostmasterFile(dataDirectory: string) {
  const lines = (await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : undefined;
}

/** A setting without meaning to Postgres: by its command line a server can be told from a stranger with an old pid. */
export const mark = (dataDirectory: string): string => `commonwatch.directory=${dataDirectory}`;

/** True when that process is the server of that data. In a container not even root may ask for its working directory. */
export async function isPostmaster(pid: number, dataDirectory: string): Promise<boolean> {
  if (process.platform !== 'linux') return (await ps(pid, 'command=')).includes(mark(dataDirectory));
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(mark(dataDirectory));
}

/** When a living process began, in a form to compare only; empty when it is gone. A pid alone may be used again. */
async function processBirth(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [state, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (state !== 'Z' && fields[18]) || '';
}

async function ps(pid: number, column: string): Promise<string> {
  return (await run('ps', ['-o', column, '-p', String(pid)])).output.trim();
}

/** Asks again until there is an answer; when the patience is at its end it throws what `late` says. */
export async function until<T>(ask: () => Promise<T | undefined>, late: string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(late);
    await delay(pause);
  }
}

/**
 * One process at a time prepares and starts the server of a directory; the lock of a dead process is broken. It only
 * keeps starters out of each other's way: that one server alone uses the data is Postgres' own guarantee.
 */
export async function withStartLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const lock = join(directory, 'postgres.lock');
  const mine = `${process.pid} ${await processBirth(process.pid)}`;
  await until(
    () => takeLock(lock, mine),
    `Another process is still starting PostgreSQL in ${directory}: stop it (its pid is the first word in ${lock}).`,
  );
  return work().finally(() => rm(lock, { force: true }));
}

async function takeLock(lock: string, mine: string): Promise<true | undefined> {
  const owner = await contents(lock);
  if (owner !== undefined) {
    const [pid, birth] = owner.split(/ (.*)/);
    if ((await processBirth(Number(pid))) !== birth) await breakLock(lock, owner);
    return undefined;
  }
  const draft = `${lock}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o600 });
  // A link appears whole or not at all, so nobody reads a lock without its owner.
  return linked(draft, lock).finally(() => rm(draft, { force: true }));
}

async function breakLock(lock: string, owner: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}`;
  await rename(lock, aside).catch(() => undefined);
  const taken = await readFile(aside, 'utf8').catch(() => owner);
  // Someone else may have broken and retaken it since we looked: then it goes back.
  if (taken !== owner) await linked(aside, lock);
  await rm(aside, { force: true });
}

async function linked(from: string, to: string): Promise<true | undefined> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

/** The port of a server as soon as it takes our password; undefined when its process goes away instead. */
export async function awaitAnswer(
  pid: number,
  dataDirectory: string,
  urlOf: (port: number) => string,
): Promise<number | undefined> {
  const gone = 0;
  const ask = async (): Promise<number | undefined> => {
    if (!(await isPostmaster(pid, dataDirectory))) return gone;
    const noted = await readPostmasterFile(dataDirectory);
    if (noted?.pid !== pid || !noted.ready) return undefined;
    return (await answers(urlOf(noted.port), dataDirectory)) ? noted.port : undefined;
  };
  const late = `PostgreSQL (pid ${pid}) in ${dataDirectory} runs but does not answer: read its log.`;
  return (await until(ask, late)) || undefined;
}

async function answers(url: string, dataDirectory: string): Promise<boolean> {
  try {
    await withConnection(url, (client) => client.query('SELECT 1'));
    return true;
  } catch (cause) {
    // 28: the password or the role was refused; everything else (starting, stopping, no connection free) may pass.
    if (!(cause instanceof DatabaseError) || !cause.code?.startsWith('28')) return false;
    const advice = 'Put that file back from your backup.';
    throw new Error(`The server in ${dataDirectory} refuses the password in postgres-password. ${advice}`, { cause });
  }
}

export async function withConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks between two statements has no one else to tell.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Fast shutdown, and back when the server is gone. The pid is not signalled when it is no longer that server's. */
export async function stopPostmaster(pid: number, dataDirectory: string): Promise<void> {
  try {
    if (await isPostmaster(pid, dataDirectory)) process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await until(
    async () => (await isPostmaster(pid, dataDirectory)) === false || undefined,
    `PostgreSQL (pid ${pid}) in ${dataDirectory} does not stop: read its log, and kill -QUIT ${pid} as a last resort.`,
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The last lines written to a log since it had that many bytes. */
export async function logTail(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const length = Math.max(0, (await file.stat()).size - from);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-LOG_LINES).join('\n');
  } finally {
    await file.close();
  }
}
