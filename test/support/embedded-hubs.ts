import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';

export interface Started {
  url: string;
  adopted: boolean;
}

/** Embedded servers of a test file, in a folder of their own: started here, or as hubs in processes of their own. */
export class EmbeddedHubs {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'embedded-postgres-')));
  /** Where root keeps binaries that its unprivileged user can reach. */
  readonly copies = join(this.root, 'copies');
  private readonly hubs: ChildProcess[] = [];
  private readonly names = new Set<string>();

  constructor() {
    chmodSync(this.root, 0o755);
  }

  /** In this process. */
  start(name: string, more: object = {}): Promise<EmbeddedPostgres> {
    return startEmbeddedPostgres({ ...this.optionsOf(name), ...more });
  }

  /** In a process and a process group of its own, from the script of a clone. */
  fork(script: string, name: string, user: { uid?: number; gid?: number } = {}): ChildProcess {
    const options = JSON.stringify(this.optionsOf(name));
    const child = fork(script, [options], { ...user, detached: true, execArgv: [], env: {} });
    this.hubs.push(child);
    return child;
  }

  /** Whatever a failed test has left behind goes too. */
  async clear(): Promise<void> {
    for (const child of this.hubs) await kill(child);
    for (const name of this.names) {
      if (!existsSync(join(this.root, name, 'postgres', 'postmaster.pid'))) continue;
      await this.start(name).then(
        (server) => server.stop(),
        () => undefined,
      );
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }

  /** Quick to write, and yet a killed server keeps what was committed. */
  private optionsOf(name: string) {
    this.names.add(name);
    const settings = { synchronous_commit: 'on', shared_buffers: '32MB' };
    return { directory: join(this.root, name), throwaway: true, settings, binaryCopies: this.copies };
  }
}

/** What a forked hub says once its database is there. */
export async function answerOf(child: ChildProcess): Promise<Started> {
  const [answer] = (await once(child, 'message')) as [Started & { error?: string }];
  if (answer.error) throw new Error(answer.error);
  return answer;
}

/** The whole group, as a Ctrl-C in a terminal would. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

export async function ask(url: string, sql: string): Promise<unknown> {
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
