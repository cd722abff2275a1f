import { HubError } from '../kernel/errors';
import { newId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import { refuseOversized, repeated } from '../kernel/writing/sent-batch';
import { nothingWritten, upsert, type UpsertResult, type UpsertTarget, type Values } from '../kernel/writing/upsert';
import { organizations, regions } from './directory.collection';
import type { OrganizationKind } from './organization.values';
import { refuseUnlessKeeper } from './keeps-directory';
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

/**
 * Organizations are told apart by their codes; a parent stands before what is below it, in an earlier call. What a record does not say of
 * region and community stays as it stands.
 */
export async function upsertOrganizations(
  db: Db,
  { records }: { records: OrganizationRecord[] },
): Promise<UpsertResult> {
  refuseOversized(records);
  const standing = await findStanding<StandingOrganization>(
    db,
    't.region_id, t.community_member',
    organizationTarget,
    records,
  );
  const values: Values[] = records.map(({ code, name, kind, region, communityMember }) => ({
    ...{ code, name, kind },
    region_id: region === undefined ? standing.get(code)?.region_id : null,
    community_member: communityMember ?? standing.get(code)?.community_member ?? false,
  }));
  const asked = records.flatMap(({ parent, region }, index) => {
    const row = values[index]!;
    return [
      { index, field: 'parent', target: organizations, code: parent, put: (id: string) => (row['parent_id'] = id) },
      { index, field: 'region', target: regions, code: region, put: (id: string) => (row['region_id'] = id) },
    ];
  });
  return write(db, organizationTarget, records, values, asked).catch(sayWhoKeeps);
}

/** Which of them a policy refused it does not say. */
function sayWhoKeeps(error: unknown): never {
  if (!(error instanceof HubError) || error.code !== 'FORBIDDEN') throw error;
  throw new HubError(
    'FORBIDDEN',
    'An organization is kept by a steward above it, and who is of the community by a steward of the national center: this key is neither for one of these.',
  );
}

/** Regions are told apart by their codes; a region may stand in the same call as those within it. */
export async function upsertRegions(db: Db, { records }: { records: RegionRecord[] }): Promise<UpsertResult> {
  await refuseUnlessKeeper(db, 'Keeping regions');
  refuseOversized(records);
  const standing = await findStanding<Standing>(db, 't.parent_id', regionTarget, records);
  const ids = new Map(records.map(({ code }) => [code, standing.get(code)?.id ?? newId()]));
  const values: Values[] = records.map(({ code, name, parent }) => ({
    id: ids.get(code),
    code,
    name,
    parent_id: ids.get(parent ?? ''),
  }));
  const asked = records.map(({ parent }, index) => ({
    ...{ index, field: 'parent', target: regions, code: ids.has(parent ?? '') ? null : parent },
    put: (id: string) => (values[index]!['parent_id'] = id),
  }));
  return write(db, regionTarget, records, values, asked);
}

interface Standing {
  id: string;
  code: string;
}
interface StandingOrganization extends Standing {
  region_id: string | null;
  community_member: boolean;
}

async function findStanding<S extends Standing>(
  db: Db,
  columns: string,
  { of }: UpsertTarget,
  records: readonly { code: string }[],
): Promise<Map<string, S>> {
  const rows = await db.rows<S>(`SELECT t.id, t.code, ${columns} FROM ${of.table} t WHERE t.code = ANY ($1::text[])`, [
    records.map(({ code }) => code),
  ]);
  return new Map(rows.map((row) => [row.code, row]));
}

async function write(
  db: Db,
  target: UpsertTarget,
  records: readonly { code: string }[],
  values: Values[],
  asked: CodeAsked[],
): Promise<UpsertResult> {
  const refused = [...repeated('code', records), ...(await resolveCodes(db, asked))];
  return refused.length > 0 ? { ...nothingWritten, refused } : upsert(db, target, values);
}
