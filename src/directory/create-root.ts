import type { Queryable } from '../kernel/postgres/database';
import { newId } from '../kernel/ids';
import { faultOfOrganization } from './organization.rules';
import type { OrganizationKind } from './organization.values';

/** Makes an organization that stands under none: what the API's role may not do, since nobody is above it. Run by the operator's connection. */
export async function createRoot(client: Queryable, code: string, name: string, kind: OrganizationKind): Promise<void> {
  const fault = faultOfOrganization(code, name);
  if (fault) throw new Error(fault);
  const { rowCount } = await client.query(
    `INSERT INTO hub.organization AS o (id, code, name, kind, community_member) VALUES ($1, $2, $3, $4, true)
     ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name WHERE o.parent_id IS NULL AND o.kind = EXCLUDED.kind`,
    [newId(), code, name, kind],
  );
  if (rowCount === 0)
    throw new Error(`${code} stands below another organization, or is no ${kind}: nothing has been changed.`);
}
