import { refuseUnlessKeeper } from '../../directory/keeps-directory';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { whyNotKept, type KeptLevel } from './retention.rules';

export interface SavedRetention {
  levels: KeptLevel[];
}

/** Says how long levels are kept, all of them or none. Answers the UUIDs of all levels, the finest first. */
export async function saveRetention(db: Db, { levels }: SavedRetention): Promise<string[]> {
  await refuseUnlessKeeper(db, 'Saying how long samples are kept');
  // Locked, so that two who save at once are judged one after the other.
  const standing = await db.rows<KeptLevel & { id: string }>(
    'SELECT r.id, r.level, r.days FROM retention r ORDER BY r.step_seconds FOR UPDATE',
  );
  const reason = whyNotKept(levels, standing);
  if (reason) throw new HubError('BAD_USER_INPUT', reason);
  await db.rows(
    `UPDATE retention r SET days = a.days FROM unnest($1::text[], $2::int[]) AS a(level, days) WHERE r.level = a.level`,
    [levels.map(({ level }) => level), levels.map(({ days }) => days ?? null)],
  );
  return standing.map(({ id }) => id);
}
