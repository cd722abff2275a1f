import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { ProgramJob } from '../../kernel/jobs';
import { microsOf } from '../../kernel/instant';
import { Failures } from '../../kernel/failures';
import { inTransaction } from '../../kernel/postgres/transaction';
import { decodeChunk } from '../chunks/chunk-codec';
import type { MetricKind } from '../monitoring.values';
import { keepRollups, rollDay, type RolledDay } from './rollup.store';

const daysAtOnce = 100;

interface PackedDay {
  day: string;
  kind: MetricKind;
  data: Buffer;
}

/**
 * Rolls up what lies packed of the series that are due, each in a transaction of its own; ends early where the hub does, and the next run goes on.
 * A day that can not be read is passed, and told when all others are done.
 */
export async function rollUpAgain(client: PoolClient, signal?: AbortSignal): Promise<void> {
  const failures = new Failures();
  while (!signal?.aborted && (await inTransaction(client, () => rollUpOne(client, failures)))) await nextTurn();
  failures.throwIfAny((count) => `${count} days are not rolled up`);
}

/** Whether there was one. */
async function rollUpOne(client: PoolClient, failures: Failures): Promise<boolean> {
  const { rows } = await client.query<{ number: string }>(
    `DELETE FROM private.rollup_due d
      WHERE d.series_number = (SELECT x.series_number FROM private.rollup_due x ORDER BY x.series_number LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING d.series_number AS number`,
  );
  if (!rows[0]) return false;
  const { number } = rows[0];
  // Whoever packs it meanwhile may have read of what kind the metric was: it is waited for.
  await client.query(`SELECT pg_advisory_xact_lock('private.sample_chunk'::regclass::oid::int, private.slice_of($1))`, [
    number,
  ]);
  let days: PackedDay[];
  let after = '-infinity';
  do {
    days = await packedDays(client, number, after);
    await keepRollups(
      client,
      days.flatMap((day) => rollOrPass(number, day, failures)),
    );
    after = days.at(-1)?.day ?? after;
  } while (days.length === daysAtOnce);
  return true;
}

async function packedDays(client: PoolClient, number: string, after: string): Promise<PackedDay[]> {
  const { rows } = await client.query<PackedDay>(
    `SELECT c.day::text, coalesce(m.kind, 'GAUGE') AS kind, c.data
       FROM private.sample_chunk c LEFT JOIN hub.series s ON s.number = c.series_number LEFT JOIN hub.metric m ON m.id = s.metric_id
      WHERE c.series_number = $1 AND c.day > $2 ORDER BY c.day LIMIT $3`,
    [number, after, daysAtOnce],
  );
  return rows;
}

function rollOrPass(number: string, { day, kind, data }: PackedDay, failures: Failures): RolledDay[] {
  const start = microsOf(`${day}T00:00:00Z`);
  try {
    return [rollDay({ number, day, kind }, start, decodeChunk(data, start))];
  } catch (error) {
    failures.add(new Error(`Series number ${number} on ${day}: ${String(error)}`));
    return [];
  }
}

export const rollUpAgainJob: ProgramJob = {
  name: 'roll_up_again',
  schedule: '*/5 * * * *',
  work: rollUpAgain,
};
