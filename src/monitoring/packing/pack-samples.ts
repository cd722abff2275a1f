import type { PoolClient } from 'pg';
import { Failures } from '../../kernel/failures';
import type { ProgramJob } from '../../kernel/jobs';
import { beforeAllRows, lastPlace, packBatch, type Packing, type RowPlace } from './pack.store';

/**
 * Rows of the last hour are never packed (hub.take_samples relies on it); of the one before, whoever wrote them has long ended. By the clock of
 * the database, as there.
 */
const openHours = 2;
/** In one transaction: what waits for it waits a moment. */
const rowsAtOnce = 20_000;
/** One a second fits. What has more stays in rows: a reader unpacks a day at a time. */
const mostOfDay = 100_000;
/** A batch that fails is tried in parts. */
const shrinking = 20;

interface PackingOptions {
  signal?: AbortSignal | undefined;
  now?: Date;
  atOnce?: number;
  mostOfDay?: number;
}

/**
 * Packs all rows of closed hours, batch by batch; ends early where the hub does, and the next run goes on. A row that can not be packed stays, and
 * keeps nobody else from being packed: it is told when all others are. Tells up to when all is packed that had come before.
 */
export async function packSamples(client: PoolClient, options: PackingOptions = {}): Promise<string | undefined> {
  const { signal, atOnce = rowsAtOnce } = options;
  const olderThan = await beginOfOpen(client, options.now ?? null);
  const packing = { olderThan, mostOfDay: options.mostOfDay ?? mostOfDay };
  const failures = new Failures();
  let place: RowPlace | null = beforeAllRows;
  while (place && !signal?.aborted) place = await packOrPass(client, place, { ...packing, atOnce }, failures);
  failures.throwIfAny((count) => `${count} samples are not packed`);
  return place ? undefined : olderThan;
}

async function packOrPass(
  client: PoolClient,
  place: RowPlace,
  packing: Packing,
  failures: Failures,
): Promise<RowPlace | null> {
  try {
    return await packBatch(client, place, packing);
  } catch (error) {
    if (packing.atOnce > 1)
      return packOrPass(client, place, { ...packing, atOnce: Math.ceil(packing.atOnce / shrinking) }, failures);
    failures.add(error);
    return lastPlace(client, place, packing);
  }
}

async function beginOfOpen(client: PoolClient, now: Date | null): Promise<string> {
  const { rows } = await client.query<{ at: string }>(
    'SELECT coalesce($1::timestamptz, now()) - make_interval(hours => $2) AS at',
    [now, openHours],
  );
  return rows[0]!.at;
}

export const packingJob: ProgramJob = {
  name: 'pack_samples',
  schedule: '41 */2 * * *',
  fill: '2h',
  work: (client, signal) => packSamples(client, { signal }),
};
