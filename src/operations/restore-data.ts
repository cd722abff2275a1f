import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { connectionConfig, withClient } from '../kernel/postgres/database';
import type { BackedUpTable, BackupReader, OnProgress } from './backup-format';
import type { CatalogueTable } from './catalogue';
import type { OpenBackup } from './open-backup';
import { lockEmpty } from './restore-target';

/** Fills the tables in one transaction, all of them or none. Returns the rows of each, in the header's order. */
export function restoreData(url: string, { header, reader }: OpenBackup, onProgress: OnProgress): Promise<number[]> {
  return withClient(connectionConfig(url, 'hub_owner'), async (client) => {
    // Told by the statement that it breaks; without a listener it would end the process.
    client.on('error', () => undefined);
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    const tables = await lockEmpty(client);
    refuseMisfit(header.tables, tables);
    await openTables(client, header.tables, tables);
    const rows = await copyTables(client, header.tables, reader, onProgress);
    const told = (await reader.trailer()).rows;
    if (rows.some((count, index) => count !== told[index]))
      throw new Error(`it tells of ${told.join(', ')} rows, and holds ${rows.join(', ')}`);
    await closeTables(client, header.tables, tables);
    await client.query('COMMIT');
    return rows;
  });
}

/** What the migrations named in the file made has to be what the file describes: only such names enter the SQL below. */
function refuseMisfit(described: BackedUpTable[], made: CatalogueTable[]): void {
  const shapeOf = ({ name, columns }: BackedUpTable) => `${name} (${columns.join(', ')})`;
  const shapes = new Set(made.map(shapeOf));
  const odd = described.map(shapeOf).filter((shape) => !shapes.has(shape));
  if (odd.length > 0) throw new Error(`no migration that it names made ${odd.join(', ')}`);
  const missing = made.filter(({ name }) => !described.some((table) => table.name === name));
  if (missing.length > 0) throw new Error(`it lacks ${missing.map(({ name }) => name).join(', ')}`);
}

/**
 * What migrations have filled gives way to the same rows of the file, months are made, and triggers rest: nothing is recorded as a change.
 * Foreign keys and checks stay, each table's at the end of its COPY.
 */
async function openTables(client: Client, described: BackedUpTable[], made: CatalogueTable[]): Promise<void> {
  await client.query(`TRUNCATE ${made.map(({ name }) => name).join(', ')} RESTART IDENTITY`);
  for (const { name, months } of described)
    for (const month of months)
      await client.query(`SELECT private.ensure_month($1, $2::timestamptz)`, [name.replace('private.', ''), month]);
  for (const { name } of made) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  for (const table of made) if (table.transactionIds.length > 0) await forgetTransactions(client, table);
}

/**
 * A transaction id of another cluster may lie above all that this one will give out for years, and what is changed next would sort before
 * what was restored. So every restored id becomes 1, which is below all: among restored rows the sequence number keeps the order, and it
 * is the order in which they were written, since a record's changes wait for each other. The file keeps the ids as they were.
 */
async function forgetTransactions(client: Client, { name, transactionIds }: CatalogueTable): Promise<void> {
  const forget = transactionIds.map(escapeIdentifier).map((column) => {
    return `NEW.${column} := CASE WHEN NEW.${column} IS NOT NULL THEN '1'::xid8 END;`;
  });
  await client.query(`
    CREATE FUNCTION ${forgetting(name)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${forget.join(' ')} RETURN NEW; END $$;
    CREATE TRIGGER forget_transactions BEFORE INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION ${forgetting(name)}()`);
}

const forgetting = (table: string): string => `private.${escapeIdentifier(`forget_transactions_of_${table}`)}`;

async function copyTables(
  client: Client,
  tables: BackedUpTable[],
  reader: BackupReader,
  onProgress: OnProgress,
): Promise<number[]> {
  const rows: number[] = [];
  let bytes = 0;
  for (const [done, { name, columns }] of tables.entries()) {
    const tell = (chunk?: Buffer) => {
      bytes += chunk?.length ?? 0;
      onProgress({ table: name, done, total: tables.length, bytes });
    };
    tell();
    const copy = client.query(copyFrom(`COPY ${name} (${columns.map(escapeIdentifier).join(', ')}) FROM STDIN`));
    await pipeline(watched(reader.section(), tell), copy).catch((error: Error & { detail?: string }) => {
      throw new Error(`${name}: ${error.message}${error.detail ? `. ${error.detail}` : ''}`, { cause: error });
    });
    rows.push(copy.rowCount);
  }
  return rows;
}

async function* watched(chunks: AsyncIterable<Buffer>, onChunk: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk;
    onChunk(chunk);
  }
}

async function closeTables(client: Client, described: BackedUpTable[], made: CatalogueTable[]): Promise<void> {
  for (const { name, transactionIds } of made) {
    if (transactionIds.length > 0) await client.query(`DROP FUNCTION ${forgetting(name)}() CASCADE`);
    await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  }
  for (const { name, sequences } of described)
    for (const { column, last } of sequences)
      if (last !== null)
        await client.query('SELECT setval(pg_get_serial_sequence($1, $2), $3::bigint)', [name, column, last]);
}
