import { findWriter } from '../directory/find-writer';
import { upsertOrganizations, upsertRegions } from '../directory/upsert-directory';
import { incidentKind } from '../incidents/incident.write';
import { addressKind, prefixKind, vrfKind } from '../inventory/address-plan/address-plan.write';
import { deviceKind } from '../inventory/device/device.write';
import { informationSystemKind } from '../inventory/information-system/information-system.write';
import { interfaceKind } from '../inventory/interface/interface.write';
import { linkKind } from '../inventory/link/link.write';
import { siteKind } from '../inventory/site/site.write';
import { upsertRecords, type RecordKind, type SentRecord } from '../inventory/upsert-records';
import { HubError, type ErrorCode } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import type { Identity } from '../kernel/postgres/identity';
import type { UpsertResult } from '../kernel/writing/upsert';
import { maintenanceKind, type NoticeLog } from '../warnings/quiet/maintenance.write';
import type { MaintenanceRecord } from '../warnings/quiet/maintenance.record';
import type { ImportedType } from './import-item';

export interface ImportedBatch {
  owner: string;
  source: string;
  /** All of the type that they are written as. */
  records: readonly object[];
}

export type Written = Pick<UpsertResult, 'created' | 'updated' | 'unchanged' | 'refused'>;

/** Who may not be written for: the owner of the whole batch (field `owner`), or one of the organizations in it (`code`). */
export class OwnerRefused extends Error {
  constructor(
    readonly field: 'owner' | 'code',
    { message }: HubError,
  ) {
    super(message);
  }
}

/** Writes a batch as the upsert of its type does. */
export const writeImported = (db: Db, viewer: Identity, type: ImportedType, batch: ImportedBatch): Promise<Written> =>
  writers[type](db, viewer, batch);

type Write = (db: Db, viewer: Identity, batch: ImportedBatch) => Promise<Written>;

const writers: Readonly<Record<ImportedType, Write>> = {
  Region: (db, _, { records }) => upsertRegions(db, { records: recordsOf(records) }),
  Organization: (db, _, { records }) =>
    refusing('code', ['FORBIDDEN'], () => upsertOrganizations(db, { records: recordsOf(records) })),
  Vrf: owned(() => vrfKind),
  Site: owned(() => siteKind),
  Device: owned(() => deviceKind),
  Interface: owned(() => interfaceKind),
  Link: owned(() => linkKind),
  Prefix: owned(() => prefixKind),
  Address: owned(() => addressKind),
  InformationSystem: owned(() => informationSystemKind),
  Incident: owned(({ organizationId }) => incidentKind(organizationId, new Date())),
  Maintenance: writeNotices,
};

function owned<R extends SentRecord>(kindFor: (viewer: Identity) => RecordKind<R>): Write {
  return async (db, viewer, { owner, source, records }) => {
    // Asked by itself: of what the upsert says, nothing tells a fault of the owner from one of the batch.
    await refusing('owner', ['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND'], () => findWriter(db, owner));
    return upsertRecords(db, kindFor(viewer), { owner, source, records: recordsOf(records) });
  };
}

/** By what became of each notice: one that is older than what stands changes nothing. */
async function writeNotices(db: Db, _viewer: Identity, { owner, source, records }: ImportedBatch): Promise<Written> {
  const log: NoticeLog = new Map();
  await refusing('owner', ['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND'], () => findWriter(db, owner));
  const batch = { owner, source, records: recordsOf<MaintenanceRecord>(records) };
  const { refused } = await upsertRecords(db, maintenanceKind(log), batch);
  if (refused.length > 0) return { created: 0, updated: 0, unchanged: 0, refused };
  const count = (...outcomes: string[]) => [...log.values()].filter((outcome) => outcomes.includes(outcome)).length;
  return { created: count('CREATED'), updated: count('UPDATED'), unchanged: count('UNCHANGED', 'OUTDATED'), refused };
}

/** The one place that believes a reader: an item's record is what the upsert of the item's type takes. */
function recordsOf<R extends object>(records: readonly object[]): R[] {
  return records as R[];
}

async function refusing<T>(
  field: OwnerRefused['field'],
  codes: readonly ErrorCode[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HubError && codes.includes(error.code) ? new OwnerRefused(field, error) : error;
  }
}
