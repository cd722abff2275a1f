import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { escapeIdentifier, type Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { connectionConfig, withClient } from '../kernel/postgres/database';
import { endOfSection, frame, frameOf, titleLine, type Header, type OnProgress } from './backup-format';
import { sealing } from './backup-seal';
import { appliedMigrations, lockTables, readCatalogue } from './catalogue';
import { writeWhole } from './write-whole';

export interface BackupOptions {
  /** Replace a file that is there. */
  force?: boolean;
}

export interface BackupSummary {
  file: string;
  /** The moment that every table is taken at. */
  takenAt: string;
  tables: { name: string; rows: number }[];
  leftOut: string[];
}

/** Writes every record of one moment to a file, while the hub goes on writing. Holds a few chunks of 64 KB at a time. */
export async function backup(
  url: string,
  file: string,
  onProgress: OnProgress,
  { force = false }: BackupOptions = {},
): Promise<BackupSummary> {
  return writeWhole(file, force, (sink) =>
    withClient(connectionConfig(url, 'hub_owner'), async (client) => {
      // Told by the statement that it breaks; without a listener it would end the process.
      client.on('error', () => undefined);
      const header = await begin(client);
      const rows: number[] = [];
      await pipeline(
        Readable.from(contents(client, header, rows, onProgress)),
        createGzip({ chunkSize: 65_536 }),
        sealing(),
        sink,
      );
      const { takenAt, tables, leftOut } = header;
      return { file, takenAt, tables: tables.map(({ name }, index) => ({ name, rows: rows[index]! })), leftOut };
    }),
  );
}

/** Locks the tables against a change of their columns, then takes the moment: the first statement with a snapshot comes after the lock. */
async function begin(client: Client): Promise<Header> {
  const migrated = (await appliedMigrations(client)).length > 0;
  if (!migrated) throw new Error('There is nothing to back up: no hub has been in this database.');
  const names = (await readCatalogue(client)).map(({ name }) => name);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(
    `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
     SET LOCAL row_security = off; SET LOCAL extra_float_digits = 3`,
  );
  await lockTables(client, names, 'SHARE');
  const header = await describe(client);
  const same = header.tables.length === names.length && header.tables.every(({ name }) => names.includes(name));
  if (!same) throw new Error('The database was migrated at this very moment: start the backup again.');
  return header;
}

async function describe(client: Client): Promise<Header> {
  const { rows } = await client.query<
    Pick<Header, 'takenAt' | 'postgres' | 'leftOut'> & { database: string; next: string }
  >(
    `SELECT statement_timestamp() AS "takenAt", current_setting('server_version') AS postgres, current_database() AS database,
            pg_snapshot_xmax(pg_current_snapshot())::text AS next,
            CASE WHEN to_regnamespace('graphile_worker') IS NULL THEN '{}'::text[]
                 ELSE '{"graphile_worker: jobs are made again by the program"}' END AS "leftOut"`,
  );
  const { takenAt, postgres, database, next, leftOut } = rows[0]!;
  const tables = await readCatalogue(client);
  return {
    takenAt,
    postgres,
    migrations: await appliedMigrations(client),
    epoch: { cluster: await clusterOf(client), database, nextTransaction: next },
    tables: tables.map(({ name, columns, months, sequences }) => ({ name, columns, months, sequences })),
    leftOut,
  };
}

/** The number that initdb gave the cluster; null where the provider of the server keeps it to itself. */
async function clusterOf(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ told: boolean }>(
    `SELECT has_function_privilege('pg_control_system()', 'EXECUTE') AS told`,
  );
  if (!rows[0]!.told) return null;
  const { rows: control } = await client.query<{ id: string }>(
    'SELECT c.system_identifier::text AS id FROM pg_control_system() c',
  );
  return control[0]!.id;
}

/** The file before compression; see backup-format.ts. Each chunk waits until the one before it has gone. */
async function* contents(
  client: Client,
  header: Header,
  rows: number[],
  onProgress: OnProgress,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  yield titleLine;
  yield frameOf(header);
  for (const [done, { name, columns }] of header.tables.entries()) {
    const tell = () => onProgress({ table: name, done, total: header.tables.length, bytes });
    tell();
    const copy = client.query(
      copyTo(`COPY (SELECT ${columns.map(escapeIdentifier).join(', ')} FROM ${name}) TO STDOUT`),
    );
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      yield frame(chunk);
      bytes += chunk.length;
      tell();
    }
    yield endOfSection;
    // The number of rows comes after the last of them: a statement is answered only after both.
    await client.query('SELECT');
    rows.push(copy.rowCount);
  }
  yield frameOf({ rows });
}
