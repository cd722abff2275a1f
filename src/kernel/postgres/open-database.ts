import type { Pool } from 'pg';
import type { Config } from '../config';
import { createPool, withClient } from './database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';
import { migrate, type Migrations } from './migrate';

/** A database that is up to date, with a pool of the program's own. */
export interface OpenDatabase {
  url: string;
  /** null where the database is an outside one */
  embedded: EmbeddedPostgres | null;
  operator: Pool;
  close(): Promise<void>;
}

/** Starts the embedded Postgres, or uses the outside one, and brings it up to date. */
export async function openDatabase(config: Config, migrations: Migrations): Promise<OpenDatabase> {
  const embedded = config.databaseUrl ? null : await startEmbeddedPostgres({ directory: config.dataDirectory });
  const url = config.databaseUrl ?? embedded!.url;
  try {
    await migrate(url, migrations);
  } catch (error) {
    await leave(embedded, url);
    throw error;
  }
  // Each group of jobs listens on a connection and works on others.
  const operator = createPool(url, 'hub_owner', { max: 12 });
  return {
    url,
    embedded,
    operator,
    close: async () => {
      await operator.end();
      await leave(embedded, url);
    },
  };
}

/** Stops the embedded Postgres unless somebody else works on it: another command, or a running hub. */
async function leave(embedded: EmbeddedPostgres | null, url: string): Promise<void> {
  if (!embedded) return;
  const others = await withClient({ connectionString: url }, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity a
        WHERE a.backend_type = 'client backend' AND a.datname = current_database() AND a.pid <> pg_backend_pid()`,
    );
    return rows[0]!.count;
  });
  if (others === 0) await embedded.stop();
}
