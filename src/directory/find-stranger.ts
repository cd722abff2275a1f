import type { Db } from '../kernel/postgres/session';

/** The first of the codes, by its bytes, whose organization does not stand below the one named; null where all do. Codes that nothing has are for others to refuse. */
export async function findStranger(
  db: Pick<Db, 'rows'>,
  organization: string,
  codes: readonly string[],
): Promise<string | null> {
  if (codes.length === 0) return null;
  const [stranger] = await db.rows<{ code: string }>(
    `WITH RECURSIVE below AS (
       SELECT o.id FROM organization o JOIN organization a ON a.id = o.parent_id WHERE a.code = $1
       UNION SELECT o.id FROM organization o JOIN below b ON b.id = o.parent_id)
     SELECT o.code FROM organization o WHERE o.code = ANY ($2::text[]) AND o.id NOT IN (SELECT b.id FROM below b)
        AND EXISTS (SELECT FROM organization a WHERE a.code = $1) ORDER BY o.code LIMIT 1`,
    [organization, codes],
  );
  return stranger?.code ?? null;
}

/** What is wrong with whom a client of an organization is to write for; null where nothing is. The same for stewards and for the operator. */
export async function faultOfWritesFor(
  db: Pick<Db, 'rows'>,
  organization: string,
  writesFor: readonly string[],
): Promise<string | null> {
  const stranger = await findStranger(db, organization, writesFor);
  return stranger === null
    ? null
    : `writesFor: "${stranger}" does not stand below the organization of the client, "${organization}".`;
}
