import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { Config } from '../config';
import { Client, Pool, type ClientBase, type ClientConfig, type PoolConfig } from 'pg';
import { parserOf } from './value-parsers';

/** The two roles a hub works with. The owner makes tables and sees everything; the API's role owns nothing and passes every policy. */
export type DatabaseRole = 'hub_owner' | 'hub_api';

/**
 * The API's role finds the views that withhold before the tables behind them. What it reads goes by an index, whatever the values: so its
 * statements are planned once a connection.
 */
const settings: Record<DatabaseRole, string> = {
  hub_owner: '-c search_path=hub',
  hub_api: '-c search_path=shown,hub -c plan_cache_mode=force_generic_plan',
};

/** Connections that stand in a role from their first moment, in UTC, with the hub's tables in sight. */
export function connectionConfig(url: string, role: DatabaseRole): ClientConfig {
  return {
    connectionString: url,
    application_name: `commonwatch ${role}`,
    options: `-c role=${role} ${settings[role]} -c timezone=UTC -c datestyle=ISO -c jit=off -c idle_in_transaction_session_timeout=30s`,
    types: { getTypeParser: parserOf as never },
  };
}

export function createPool(url: string, role: DatabaseRole, options: PoolConfig = {}): Pool {
  return lastingPool({ max: 10, ...options, ...connectionConfig(url, role) });
}

/** As the user the program connects as, in neither role: only that one may stop a statement of another connection. */
export const createCanceller = (url: string): Pool =>
  lastingPool({ connectionString: url, max: 2, application_name: 'commonwatch canceller' });

/** A new connection has everything to prepare and to read into its caches: so one is kept over quiet minutes. */
const keptIdleMs = 600_000;

/**
 * The connections that requests read and write by. In a pipeline statements are sent without waiting for the answers to those before; each is
 * answered, or fails, by itself all the same.
 */
export const createApiPool = (
  url: string,
  { poolSize, deadlineMs, pipeline }: Pick<Config, 'poolSize' | 'deadlineMs' | 'pipeline'>,
): Pool => {
  const options: PoolConfig & { pipeline: boolean } = {
    ...{ max: poolSize, idleTimeoutMillis: keptIdleMs, statement_timeout: deadlineMs, pipeline },
  };
  return createPool(url, 'hub_api', options);
};

function lastingPool(options: PoolConfig): Pool {
  const pool = new Pool({ connectionTimeoutMillis: 5_000, ...options });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

export async function withClient<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Migration = new () => MigrationInterface;

/** TypeORM's view of the database: migrations, and entities for what is not on the read path. */
export function createDataSource(
  url: string,
  migrations: Migration[],
  entities: (EntitySchema | (new () => object))[],
): DataSource {
  const { options, application_name } = connectionConfig(url, 'hub_owner');
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'hub',
    entities,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'all',
    installExtensions: false,
    extra: { options, application_name, max: 2 },
  });
}

/** A pool or one of its connections: what a single statement can run on. */
export type Queryable = Pick<ClientBase, 'query'>;
