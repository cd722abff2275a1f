import { DatabaseError, type PoolClient } from 'pg';
import type { SampleLevel } from '../monitoring.values';
import { inTransaction } from '../../kernel/postgres/transaction';

/** A month or a year of one level. */
export interface Part {
  level: SampleLevel;
  since: string;
  until: string;
}

/** Those that may go at an instant, the finest level first, then the oldest. */
export async function partsBeyond(client: PoolClient, at: string): Promise<Part[]> {
  const { rows } = await client.query<Part>(
    'SELECT p.level, p.since, p.until FROM private.parts_beyond($1) WITH ORDINALITY p ORDER BY p.ordinality',
    [at],
  );
  return rows;
}

export interface Asked {
  at: string;
  /** How long everybody else may have to wait while this waits for those who read or write the level already. */
  waitMs: number;
}

/** Its bytes; null where it may not go now, 'busy' where somebody reads or writes the level for longer. */
export async function letPartGo(
  client: PoolClient,
  { level, since }: Part,
  { at, waitMs }: Asked,
): Promise<number | 'busy' | null> {
  try {
    return await inTransaction(client, async () => {
      await client.query(`SELECT set_config('lock_timeout', $1, true)`, [`${waitMs}ms`]);
      const text = 'SELECT private.let_part_go($1, $2, $3) AS bytes';
      const { rows } = await client.query<{ bytes: number | null }>(text, [level, since, at]);
      return rows[0]!.bytes;
    });
  } catch (error) {
    if (error instanceof DatabaseError && isWaiting.has(error.code)) return 'busy';
    throw error;
  }
}

/** lock_not_available, deadlock_detected */
const isWaiting = new Set<string | undefined>(['55P03', '40P01']);

/** Makes it due to roll up what of a month is packed and has no step of a day; whether there was any. */
export async function findWithoutSteps(client: PoolClient, { since, until }: Part): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO private.rollup_due
     SELECT DISTINCT c.series_number FROM private.sample_chunk c
       LEFT JOIN hub.series s ON s.number = c.series_number LEFT JOIN hub.metric m ON m.id = s.metric_id
      WHERE c.day >= $1::timestamptz::date AND c.day < $2::timestamptz::date AND NOT EXISTS (
            SELECT FROM private.rollup_1d r
             WHERE r.series_number = c.series_number AND r.day = c.day AND r.is_counter = (coalesce(m.kind, 'GAUGE') = 'COUNTER'))
     ON CONFLICT (series_number) DO UPDATE SET series_number = EXCLUDED.series_number`,
    [since, until],
  );
  return rowCount! > 0;
}

export const isDue = async (client: PoolClient): Promise<boolean> =>
  (await client.query('SELECT FROM private.rollup_due LIMIT 1')).rowCount! > 0;
