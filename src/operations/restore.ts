import { connectionConfig, withClient } from '../kernel/postgres/database';
import { migrate, type Migrations } from '../kernel/postgres/migrate';
import type { OnProgress } from './backup-format';
import { readCatalogue } from './catalogue';
import { openBackup, type OpenBackup } from './open-backup';
import { restoreData } from './restore-data';
import { prepareTarget } from './restore-target';

export interface RestoreSummary {
  file: string;
  /** The moment that the records are of. */
  takenAt: string;
  tables: { name: string; rows: number }[];
  /** Migrations that this program has beyond the file, done after its records were in. */
  migratedAfter: string[];
  leftOut: string[];
}

/**
 * Fills an empty database from a file of `backup`: checks the whole file, migrates to where the file's hub stood, loads every table in one
 * transaction, and goes on to this program's state. A restore that fails leaves the database without a record.
 */
export async function restore(
  url: string,
  file: string,
  migrations: Migrations,
  onProgress: OnProgress,
): Promise<RestoreSummary> {
  const source = await openBackup(file, onProgress);
  try {
    const { takenAt, tables, leftOut, migrations: wanted } = source.header;
    refuseNewerFile(file, wanted, migrations);
    await prepareTarget(url, wanted, migrations.map(nameOf));
    const asOfFile = migrations.filter((migration) => wanted.includes(nameOf(migration)));
    await migrate(url, asOfFile);
    const rows = await fill(url, file, source, onProgress);
    const migratedAfter = await finish(url, file, migrations);
    return { file, takenAt, tables: tables.map(({ name }, i) => ({ name, rows: rows[i]! })), migratedAfter, leftOut };
  } finally {
    await source.close();
  }
}

const nameOf = (migration: Migrations[number]): string => new migration().name ?? migration.name;

function refuseNewerFile(file: string, wanted: string[], migrations: Migrations): void {
  const known = new Set(migrations.map(nameOf));
  const strange = wanted.filter((name) => !known.has(name));
  if (strange.length === 0) return;
  throw new Error(
    `${file} was made by a newer program (it has ${strange.join(', ')}): restore it with that one, or a newer one. Nothing has been written.`,
  );
}

async function fill(url: string, file: string, source: OpenBackup, onProgress: OnProgress): Promise<number[]> {
  try {
    return await restoreData(url, source, onProgress);
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, '');
    throw new Error(`${file} could not be restored: ${reason}. Nothing of it has been kept.`, { cause: error });
  }
}

/** The rest of the migrations, and the statistics that a plan is made by: a bulk of new rows has none. */
async function finish(url: string, file: string, migrations: Migrations): Promise<string[]> {
  try {
    const { applied } = await migrate(url, migrations);
    await withClient(connectionConfig(url, 'hub_owner'), async (client) => {
      const tables = await readCatalogue(client);
      await client.query(`ANALYZE ${tables.map(({ name }) => name).join(', ')}`);
    });
    return applied;
  } catch (error) {
    throw new Error(
      `Every record of ${file} is restored, but what comes after did not pass: ${(error as Error).message}. ` +
        'Put that right, then run `hub migrate`.',
      { cause: error },
    );
  }
}
