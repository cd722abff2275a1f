import type { PoolClient } from 'pg';
import type { ProgramJob } from '../kernel/jobs';
import { mostInChunk } from './chunks/chunk-codec';
import { beforeAllRows, packBatch, type RowPlace } from './pack.store';

const hour = 3_600_000;
/** Rows of the last hour are never packed (hub.take_samples relies on it); of the one before, whoever wrote them has long ended. */
const openMs = 2 * hour;
/** In one transaction: what waits for it waits a moment. */
const rowsAtOnce = 50_000;

interface PackingOptions {
  signal?: AbortSignal | undefined;
  now?: Date;
  atOnce?: number;
  mostOfDay?: number;
}

/** Packs all rows of closed hours, batch by batch; ends early where the hub does, and the next run goes on. */
export async function packSamples(
  client: PoolClient,
  { signal, now = new Date(), atOnce = rowsAtOnce, mostOfDay = mostInChunk }: PackingOptions = {},
): Promise<void> {
  const olderThan = new Date(now.getTime() - openMs).toISOString();
  for (let place: RowPlace | null = beforeAllRows; place && !signal?.aborted;)
    place = await packBatch(client, place, { olderThan, atOnce, mostOfDay });
}

export const packingJob: ProgramJob = {
  name: 'pack_samples',
  schedule: '41 */2 * * *',
  fill: '2h',
  work: (client, signal) => packSamples(client, { signal }),
};
