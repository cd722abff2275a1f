import { escapeLiteral } from 'pg';
import { connectionConfig, withClient, type Queryable } from '../kernel/postgres/database';
import { appliedMigrations, lockTables, readCatalogue, type CatalogueTable } from './catalogue';

/**
 * Refuses a database with records, and takes one without them back to nothing where it has been through migrations that the file has not:
 * records of an older hub fit the tables of that hub, and pass the later migrations with them.
 */
export async function prepareTarget(url: string, wanted: string[], known: string[]): Promise<void> {
  // As the user itself: where no hub has been, there may be no role to stand in.
  const applied = await withClient({ connectionString: url }, appliedMigrations);
  if (applied.length === 0) return;
  const isAhead = applied.some((name) => !wanted.includes(name)) && applied.every((name) => known.includes(name));
  await withClient(connectionConfig(url, 'hub_owner'), async (client) => {
    await client.query('BEGIN');
    await lockEmpty(client);
    if (isAhead) await client.query('DROP SCHEMA IF EXISTS hub, private, shown CASCADE');
    await client.query('COMMIT');
  });
}

/** The tables, which nobody else writes or reads until the transaction ends; refuses where one holds a record. */
export async function lockEmpty(client: Queryable): Promise<CatalogueTable[]> {
  const tables = await readCatalogue(client);
  const names = tables.map(({ name }) => name);
  await lockTables(client, names, 'EXCLUSIVE');
  const asked = tables.filter(({ isReference }) => !isReference).map(({ name }) => name);
  const { rows } = await client.query<{ name: string; database: string }>(
    `SELECT f.name, current_database() AS database FROM (
       ${asked.map((name) => `SELECT ${escapeLiteral(name)} AS name WHERE EXISTS (SELECT FROM ${name})`).join('\nUNION ALL ')}) f`,
  );
  if (rows.length === 0) return tables;
  throw new Error(
    `The database "${rows[0]!.database}" holds records already (in ${rows.map(({ name }) => name).join(', ')}), and a backup is restored ` +
      "into an empty one only. Nothing has been written. Name a new database in DATABASE_URL, or move the hub's own .data away.",
  );
}
