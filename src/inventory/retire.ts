import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import { retireMissing, retireNotSentSince, type UpsertTarget } from '../kernel/writing/upsert';
import type { Batch, SentRecord } from './upsert-records';

/** An empty batch is far more often a fault of its sender than a source that lost everything. */
export function refuseUnclearRetiring({
  records,
  retireMissing: missing,
  retireNotSentSince: since,
}: Batch<SentRecord>): void {
  if (missing && since)
    throw new HubError('BAD_USER_INPUT', 'Retire by retireMissing or by retireNotSentSince, not by both.');
  if (missing && records.length === 0)
    throw new HubError(
      'BAD_USER_INPUT',
      'retireMissing with no records would retire everything of this source: send its records, or say retireNotSentSince.',
    );
}

/** Retires what a batch says is gone, and tells how many. */
export async function retire(
  db: Db,
  of: UpsertTarget['of'],
  ownerId: string,
  batch: Batch<SentRecord>,
): Promise<number> {
  const { source, records, retireNotSentSince: since } = batch;
  if (since) return retireNotSentSince(db, of, ownerId, source, since);
  if (!batch.retireMissing) return 0;
  return retireMissing(
    db,
    of,
    ownerId,
    source,
    records.map(({ externalId }) => externalId),
  );
}
