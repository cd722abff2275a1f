import type { PoolClient } from 'pg';
import type { Db } from '../../../kernel/postgres/session';

/** Statements of a transaction that a job has begun, in the owner's role, as those of a request are written. */
export const statementsOn = (client: PoolClient): Db => ({
  rows: async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query<T>(text, [...values])).rows,
  cells: () => Promise.reject(new Error('A job reads rows, not cells.')),
  copy: () => Promise.reject(new Error('A job copies nothing in.')),
});
