import { selectList } from '../../kernel/reading/projection';
import { groupUnder } from '../../kernel/reading/group-under';
import type { Db } from '../../kernel/postgres/session';
import type { LinkRow } from './link.entity';
import { links } from './link.collection';

/** The link at each interface; where several stand, the oldest that is not retired. */
export async function findLinksOfInterfaces(db: Db, interfaceIds: readonly string[]): Promise<(LinkRow | null)[]> {
  const rows = await db.rows<LinkRow & { $parent: string }>(
    `SELECT p.parent AS "$parent", x.*
       FROM unnest($1::uuid[]) p(parent)
      CROSS JOIN LATERAL (SELECT ${selectList(links)} FROM link t
                           WHERE t.a_interface_id = p.parent OR t.b_interface_id = p.parent
                           ORDER BY t.status = 'RETIRED', t.id LIMIT 1) x`,
    [interfaceIds],
  );
  return groupUnder(interfaceIds, rows, ({ $parent }) => $parent).map(([link]) => link ?? null);
}
