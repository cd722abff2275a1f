import type { Queryable } from '../kernel/postgres/database';
import { newId } from '../kernel/ids';
import type { OrganizationKind } from './organization.values';

/** Makes an organization that stands under none: what the API's role may not do, since nobody is above it. Run by the operator's connection. */
export async function createRoot(client: Queryable, code: string, name: string, kind: OrganizationKind): Promise<void> {
  await client.query(
    `INSERT INTO hub.organization (id, code, name, kind, community_member) VALUES ($1, $2, $3, $4, true)
     ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name`,
    [newId(), code, name, kind],
  );
}
