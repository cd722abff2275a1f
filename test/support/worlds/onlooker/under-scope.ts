import type { Pool } from 'pg';
import { credentialFrom } from '../../../../src/directory/api-key';

export type Ask = <T extends object>(text: string, values?: unknown[]) => Promise<T[]>;

/** In the role of the API under the scope of a key, with no program in between. */
export async function underScope<T>(api: Pool, key: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await api.connect();
  try {
    const ask: Ask = async <R extends object>(text: string, values?: unknown[]) =>
      (await client.query<R>(text, values)).rows;
    await ask('BEGIN');
    const { keyId, secretHash } = credentialFrom(`Bearer ${key}`)!;
    await ask('SELECT FROM hub.enter($1, $2)', [keyId, secretHash]);
    return await work(ask);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
