import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import type { UpsertTarget } from '../kernel/writing/upsert';

/** What a batch of one source says of its records that are not in it. */
export interface Retiring {
  source: string;
  records: readonly { externalId: string }[];
  retireMissing?: boolean | null;
  retireNotSentSince?: string | null;
}

/** An empty batch is far more often a fault of its sender than a source that lost everything. */
export function refuseUnclearRetiring({ records, retireMissing, retireNotSentSince }: Retiring): void {
  if (retireMissing && retireNotSentSince)
    throw new HubError('BAD_USER_INPUT', 'Retire by retireMissing or by retireNotSentSince, not by both.');
  if (retireMissing && records.length === 0)
    throw new HubError(
      'BAD_USER_INPUT',
      'retireMissing with no records would retire everything of this source: send its records, or say retireNotSentSince.',
    );
}

/** Retires what a source no longer sends: what its one batch does not name, or what none of its batches sent again. Tells how many. */
export async function retire(db: Db, of: UpsertTarget['of'], ownerId: string, batch: Retiring): Promise<number> {
  const { source, records, retireMissing, retireNotSentSince: since } = batch;
  if (since) await refuseFuture(db, since);
  else if (!retireMissing) return 0;
  const [gone, value] = since
    ? ['t.synced_at < $3::timestamptz', since]
    : ['NOT t.external_id = ANY ($3::text[])', records.map(({ externalId }) => externalId)];
  const rows = await db.rows(
    `UPDATE ${of.table} t SET status = 'RETIRED' WHERE t.owner_id = $1 AND t.source = $2 AND t.status <> 'RETIRED' AND ${gone} RETURNING t.id`,
    [ownerId, source, value],
  );
  return rows.length;
}

/** What was sent a moment ago would be retired with the rest. */
async function refuseFuture(db: Db, since: string): Promise<void> {
  const [clock] = await db.rows<{ isAhead: boolean }>('SELECT $1::timestamptz > now() AS "isAhead"', [since]);
  if (clock!.isAhead)
    throw new HubError(
      'BAD_USER_INPUT',
      `retireNotSentSince: ${since} lies ahead: give the earliest syncedAt that your batches were answered.`,
    );
}
