import { organizations } from '../../directory/directory.collection';
import { sourcedColumns, sourcedKey, type Ask, type RecordKind } from '../../inventory/upsert-records';
import type { Db } from '../../kernel/postgres/session';
import type { Values } from '../../kernel/writing/upsert';
import { subjectKinds, type SubjectKind } from '../../monitoring/subject';
import { maintenances } from './maintenance.collection';
import type { MaintenanceRecord, SentObject } from './maintenance.record';
import { faultOfMaintenance, isOutdated, type NoticeOutcome } from './maintenance.rules';
import type { maintenanceImpacts } from './quiet.values';
import { type MaintenanceStatus } from './quiet.values';
import { replaceObjects, type ObjectPlace } from './replace-objects';

/** What became of notices, by their external ids. */
export type NoticeLog = Map<string, NoticeOutcome>;

const terms = {
  ...{ title: 'text', status: 'text', impact: 'text', starts_at: 'timestamptz', ends_at: 'timestamptz' },
  ...{ provider_id: 'uuid', provider_name: 'text', reference: 'text', account: 'text' },
  ...{ sequence: 'int', stamped_at: 'timestamptz' },
};

export const maintenanceKind = (log: NoticeLog): RecordKind<MaintenanceRecord> => ({
  target: { of: maintenances, key: sourcedKey, columns: { ...sourcedColumns, ...terms }, synced: true },
  check: faultOfMaintenance,
  values: valuesOf,
  refer: ({ provider, objects, impact }, values, ask) => {
    ask.code('provider', organizations, provider, (id) => (values['provider_id'] = id));
    if (objects) values['objects'] = objects.map((object, i) => placeOf(object, object.impact ?? impact, i, ask));
  },
  complete: (db, values) => keepNewest(db, values, log),
  after: async (db, written) => {
    for (const key of await replaceObjects(db, written)) if (log.get(key) === 'UNCHANGED') log.set(key, 'UPDATED');
  },
});

function valuesOf(sent: MaintenanceRecord): Values {
  const { title, status, impact, startsAt, endsAt, providerName, reference, account, sequence, stampedAt } = sent;
  return {
    ...{ title, status: status ?? null, impact, starts_at: startsAt, ends_at: endsAt },
    ...{ provider_id: null, provider_name: providerName ?? null, reference: reference ?? null },
    ...{ account: account ?? null, sequence: sequence ?? null, stamped_at: stampedAt ?? null },
  };
}

const objectKinds = subjectKinds.filter(
  (kind): kind is SubjectKind & { field: Exclude<SubjectKind['field'], 'organization'> } =>
    kind.field !== 'organization',
);

function placeOf(object: SentObject, impact: (typeof maintenanceImpacts)[number], i: number, ask: Ask): ObjectPlace {
  const place: ObjectPlace = { circuit: object.circuit?.trim() ?? null, impact };
  for (const { field, column, collection } of objectKinds)
    ask.record(`objects[${i}].${field}`, collection, object[field], (id) => (place[column] = id));
  return place;
}

interface Standing {
  external_id: string;
  status: MaintenanceStatus;
  sequence: number | null;
  stamped_at: string | null;
}

/**
 * A notice that is older than what stands is written as that stands. Notices of one source wait for each other here: two that tell of the same
 * new work at once do not pass each other unseen.
 */
async function keepNewest(db: Db, notices: Values[], log: NoticeLog): Promise<void> {
  const [{ owner_id: owner, source } = {}] = notices;
  await db.rows(`SELECT pg_advisory_xact_lock('hub.maintenance'::regclass::oid::int, hashtext($1))`, [
    `${String(owner)} ${String(source)}`,
  ]);
  const rows = await db.rows<Standing & Values>(
    `SELECT m.external_id, ${Object.keys(terms)
      .map((term) => `m.${term}`)
      .join(', ')} FROM maintenance m
      WHERE m.owner_id = $1 AND m.source = $2 AND m.external_id = ANY ($3::text[]) ORDER BY m.id FOR UPDATE`,
    [owner, source, notices.map((values) => values['external_id'])],
  );
  const standing = new Map(rows.map((row) => [row.external_id, row]));
  for (const notice of notices) settle(notice, standing.get(notice['external_id'] as string), log);
}

function settle(notice: Values, standing: (Standing & Values) | undefined, log: NoticeLog): void {
  const key = notice['external_id'] as string;
  if (!standing) {
    notice['status'] ??= 'TENTATIVE';
    return void log.set(key, 'CREATED');
  }
  const { sequence, stamped_at: stampedAt, status } = notice as unknown as Standing;
  const isOld = isOutdated({ ...standing, stampedAt: standing.stamped_at }, { sequence, stampedAt, status });
  for (const kept of ['status', 'sequence', 'stamped_at'] as const) notice[kept] ??= standing[kept];
  log.set(key, saysTheSame(notice, standing) ? 'UNCHANGED' : isOld ? 'OUTDATED' : 'UPDATED');
  if (!isOld) return;
  delete notice['objects'];
  Object.assign(notice, standing);
}

const saysTheSame = (notice: Values, standing: Values): boolean =>
  Object.keys(terms).every((term) => {
    const [said, stands] = [notice[term] ?? null, standing[term] ?? null];
    if (said === null || stands === null) return said === stands;
    return term.endsWith('_at') ? Date.parse(String(said)) === Date.parse(String(stands)) : said === stands;
  });
