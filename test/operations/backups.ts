import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cloneTemplate, type TestDatabase } from '../support/test-database';
import { liveIn, type LivedIn } from './lived-in-hub';

export const silent = () => undefined;

/** Enough samples for a backup to be met while it is under way. */
const manySamples = 200_000;

/** The databases and files of one test file, gone at its end. */
export class Backups {
  readonly folder = mkdtempSync(join(tmpdir(), 'commonwatch-backup-'));
  private readonly databases: TestDatabase[] = [];
  private files = 0;

  newFile(): string {
    return join(this.folder, `${++this.files}.backup.gz`);
  }

  /** What there is of a file, under its own name or a longer one. */
  remainsOf(file: string): string[] {
    return readdirSync(this.folder).filter((name) => join(this.folder, name).startsWith(file));
  }

  async kept(making: Promise<TestDatabase>): Promise<string> {
    const database = await making;
    this.databases.push(database);
    return database.url;
  }

  /** A hub that holds some of whatever a hub can hold. */
  async livedIn(): Promise<LivedIn & { source: string }> {
    const source = await this.kept(cloneTemplate());
    return { source, ...(await liveIn(source, manySamples)) };
  }

  async clear(): Promise<void> {
    for (const database of this.databases) await database.drop();
    rmSync(this.folder, { recursive: true });
  }
}

/** Ends the connection of a backup or a restore, and returns when it is gone: this process does nothing meanwhile. */
export function breakConnection(url: string): void {
  const script = `const client = new (require('pg').Client)(process.argv[1]);
    client.connect()
      .then(() => client.query("SELECT pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a WHERE a.datname = current_database() AND a.query LIKE 'COPY%' AND a.pid <> pg_backend_pid()"))
      .then(({ rowCount }) => process.exit(rowCount === 1 ? 0 : 1));`;
  execFileSync(process.execPath, ['-e', script, url], { cwd: resolve(__dirname, '../..') });
}
