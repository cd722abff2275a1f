import { findWriter } from '../../directory/find-writer';
import { upsertRecords } from '../../inventory/upsert-records';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import type { ScheduleMaintenanceInput } from './maintenance.input.type';
import type { NoticeOutcome } from './maintenance.rules';
import { maintenanceKind, type NoticeLog } from './maintenance.write';

export interface Scheduled {
  id: string;
  outcome: NoticeOutcome;
}

/** Writes one notice of planned work; one older than what stands changes nothing. Answers the UUID of the work. */
export async function scheduleMaintenance(db: Db, input: ScheduleMaintenanceInput): Promise<Scheduled> {
  const { owner, source, ...notice } = input;
  const log: NoticeLog = new Map();
  const { refused } = await upsertRecords(db, maintenanceKind(log), {
    ...{ owner, source, records: [notice] },
  });
  if (refused[0])
    throw new HubError('BAD_USER_INPUT', refused[0].message, { field: refused[0].field, reason: refused[0].code });
  const { id: ownerId } = await findWriter(db, owner);
  const [standing] = await db.rows<{ id: string }>(
    'SELECT m.id FROM maintenance m WHERE m.owner_id = $1 AND m.source = $2 AND m.external_id = $3',
    [ownerId, source, notice.externalId],
  );
  return { id: standing!.id, outcome: log.get(notice.externalId)! };
}
