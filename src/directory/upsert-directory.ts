import { HubError } from '../kernel/errors';
import type { Refusal } from '../kernel/refusal';
import type { Db } from '../kernel/session';
import { maxRecords, upsert, type UpsertResult, type UpsertTarget, type Values } from '../kernel/upsert';
import { organizations, regions } from './directory.collection';
import type { OrganizationKind } from './organization.values';
import { resolveCodes, type CodeAsked } from './resolve-codes';

export interface OrganizationRecord {
  code: string;
  name: string;
  kind: OrganizationKind;
  parent?: string | null;
  region?: string | null;
  communityMember?: boolean | null;
}
export interface RegionRecord {
  code: string;
  name: string;
  parent?: string | null;
}

const organizationTarget: UpsertTarget = {
  of: organizations,
  key: ['code'],
  columns: {
    code: 'text',
    name: 'text',
    kind: 'text',
    parent_id: 'uuid',
    region_id: 'uuid',
    community_member: 'boolean',
  },
  synced: false,
};
const regionTarget: UpsertTarget = {
  of: regions,
  key: ['code'],
  columns: { code: 'text', name: 'text', parent_id: 'uuid' },
  synced: false,
};

/** Organizations are told apart by their codes; a parent stands before what is below it, in an earlier call. */
export function upsertOrganizations(db: Db, { records }: { records: OrganizationRecord[] }): Promise<UpsertResult> {
  const values = records.map(({ code, name, kind, communityMember }) => ({
    code,
    name,
    kind,
    community_member: communityMember ?? false,
  }));
  return write(db, organizationTarget, records, values, (record, index, own) => [
    {
      index,
      field: 'parent',
      target: organizations,
      code: record.parent,
      put: (id: string) => (own['parent_id'] = id),
    },
    { index, field: 'region', target: regions, code: record.region, put: (id: string) => (own['region_id'] = id) },
  ]);
}

/** Regions are told apart by their codes; a region stands before those within it, in an earlier call. */
export function upsertRegions(db: Db, { records }: { records: RegionRecord[] }): Promise<UpsertResult> {
  const values = records.map(({ code, name }) => ({ code, name }));
  return write(db, regionTarget, records, values, (record, index, own) => [
    { index, field: 'parent', target: regions, code: record.parent, put: (id: string) => (own['parent_id'] = id) },
  ]);
}

type MaybeAsked = Omit<CodeAsked, 'code'> & { code: string | null | undefined };

async function write<R extends { code: string }>(
  db: Db,
  target: UpsertTarget,
  records: R[],
  values: Values[],
  refer: (record: R, index: number, own: Values) => MaybeAsked[],
): Promise<UpsertResult> {
  if (records.length > maxRecords)
    throw new HubError(
      'BAD_USER_INPUT',
      `A batch holds ${maxRecords} records at most, this one has ${records.length}: send it in parts.`,
    );
  const asked = records
    .flatMap((record, index) => refer(record, index, values[index]!))
    .filter((entry): entry is CodeAsked => Boolean(entry.code));
  const refused = [...repeated(records), ...(await resolveCodes(db, asked))];
  if (refused.length > 0) return { ids: [], created: 0, updated: 0, unchanged: 0, refused };
  return upsert(db, target, values);
}

function repeated(records: readonly { code: string }[]): Refusal[] {
  const seen = new Set<string>();
  return records.flatMap(({ code }, index) => {
    const again = seen.has(code);
    seen.add(code);
    return again
      ? [{ index, field: 'code', code: 'DUPLICATE' as const, message: `code: "${code}" stands in the batch already.` }]
      : [];
  });
}
