import type { Pool } from 'pg';
import { credentialFrom } from '../../src/directory/api-key';
import { issueKeyAsOperator } from '../../src/directory/operator-keys.store';
import type { OrganizationKind } from '../../src/directory/organization.values';
import type { Role } from '../../src/directory/role.values';
import { newId, toPublicId } from '../../src/kernel/ids';

export interface RegionGiven {
  code: string;
  name?: string;
  /** Code of the region it lies in. */
  parent?: string;
}

export interface OrganizationGiven {
  code: string;
  name?: string;
  /** Code of the organization above it; a root where there is none. */
  parent?: string;
  /** Code of the region it answers for. */
  region?: string;
  kind?: OrganizationKind;
  communityMember?: boolean;
}

export interface KeyGiven {
  organization: string;
  role?: Role;
  /** Codes of organizations below that it may write for too. */
  writesFor?: string[];
  /** In the past for a key that has run out. */
  expiresAt?: Date;
  label?: string;
}

const hour = 3_600_000;

/** The UUID by which the hub keeps a key. */
export const keyIdOf = (key: string): string => credentialFrom(`Bearer ${key}`)!.keyId;

/** The directory as the operator of a hub makes it: no key stands above a root. */
export function directoryBuilders(owner: Pool) {
  async function region({ code, name, parent }: RegionGiven): Promise<string> {
    const id = newId();
    const parentId = '(SELECT r.id FROM region r WHERE r.code = $4)';
    await owner.query(`INSERT INTO region (id, code, name, parent_id) VALUES ($1, $2, $3, ${parentId})`, [
      id,
      code,
      name ?? code,
      parent,
    ]);
    return toPublicId('reg', id);
  }

  async function organization({
    code,
    name,
    kind,
    parent,
    region: place,
    communityMember,
  }: OrganizationGiven): Promise<string> {
    const id = newId();
    await owner.query(
      `INSERT INTO organization (id, code, name, kind, parent_id, region_id, community_member)
       VALUES ($1, $2, $3, $4, (SELECT o.id FROM organization o WHERE o.code = $5), (SELECT r.id FROM region r WHERE r.code = $6), $7)`,
      [id, code, name ?? code, kind ?? 'AGENCY', parent, place, communityMember ?? false],
    );
    return toPublicId('org', id);
  }

  async function key({ organization: code, role, writesFor, expiresAt, label }: KeyGiven): Promise<string> {
    const end = expiresAt ?? new Date(Date.now() + hour);
    const isOver = end.getTime() <= Date.now();
    const { text, keyId } = await issueKeyAsOperator(owner, {
      organization: code,
      label: label ?? `${code} desk`,
      role: role ?? 'STEWARD',
      writesFor: writesFor ?? [],
      expiresAt: isOver ? new Date(Date.now() + hour) : end,
    });
    // Nobody can issue a key that is over: it was issued a day before its end.
    if (isOver) {
      const ended = `expires_at = $2, created_at = $2::timestamptz - interval '1 day'`;
      await owner.query(`UPDATE hub.api_key SET ${ended} WHERE id = $1`, [keyId, end]);
    }
    return text;
  }

  /** Another place in the tree, as of now; null for a root. */
  async function moveOrganization(code: string, parent: string | null): Promise<void> {
    await owner.query(
      'UPDATE organization o SET parent_id = (SELECT p.id FROM organization p WHERE p.code = $2) WHERE o.code = $1',
      [code, parent],
    );
  }

  return { region, organization, key, moveOrganization };
}

export type DirectoryBuilders = ReturnType<typeof directoryBuilders>;
