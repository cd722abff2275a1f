import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/kernel/config';
import { openDatabase, type OpenDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { fill } from './data/fill';
import { keepKeys, viewers, type ViewerName } from './data/viewers';
import { questions, type Ask } from './questions/questions';
import { asViewer } from './questions/scoped';
import { makeFunctions } from './rivals/functions';
import { parentOf } from './servers/process';

export interface BenchDatabase {
  url: string;
  /** The server's process, where it runs on this machine. */
  postmaster: number | null;
  /** Of a question, what a viewer may ask. */
  asks: (question: string, viewer: ViewerName) => Promise<Ask[]>;
  close: () => Promise<void>;
}

export interface Wanted {
  /** Folder that keeps an embedded Postgres for each scale; null for one that goes when the run ends. */
  data: string | null;
  scale: number;
  samples: number;
}

/** A database that is up to date and filled, whose viewers have their keys. */
export async function openBenchDatabase(
  { data, scale, samples }: Wanted,
  say: (line: string) => void,
): Promise<BenchDatabase> {
  const directory = data ? join(data, `${scale}x`) : mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  mkdirSync(directory, { recursive: true });
  const remove = () => {
    if (!data) rmSync(directory, { recursive: true, force: true });
  };
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations).catch(
    (error: unknown) => {
      remove();
      throw error;
    },
  );
  const close = async () => {
    await database.close();
    remove();
  };
  try {
    await fill(database.operator, scale, samples, say);
    await keepKeys(database.operator);
    await makeFunctions(database.operator);
    return { url: database.url, postmaster: await postmasterOf(database), asks: asksOf(database), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const asksOf =
  (database: OpenDatabase) =>
  (question: string, viewer: ViewerName): Promise<Ask[]> =>
    asViewer(
      database.operator,
      viewers.find(({ name }) => name === viewer)!.name,
      questions.find(({ name }) => name === question)!.asks,
    );

/** The parent of the connection's process, unless that is a process of another machine with the same number. */
export async function postmasterOf({ operator, embedded }: OpenDatabase): Promise<number | null> {
  const { rows } = await operator.query<{ pid: number; here: boolean }>(
    `SELECT pg_backend_pid() AS pid, coalesce(inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1', true) AS here`,
  );
  return embedded || rows[0]!.here ? parentOf(rows[0]!.pid) : null;
}
