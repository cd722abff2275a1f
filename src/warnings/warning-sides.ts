import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';

/** An organization that may have a say in a warning. */
interface Side {
  code: string;
  /** Whether the key writes for it. */
  isOwn: boolean;
}
export interface Sides {
  owner: Side;
  writer: Side;
}

/** Whose a warning is, and in whose name it was raised; NOT_FOUND where the key sees none. */
export async function findSides(db: Db, id: string): Promise<Sides> {
  const [found] = await db.rows<{ owner: string; isOwners: boolean; writer: string; isWriters: boolean }>(
    `SELECT o.code AS owner, o.id = ANY ((SELECT hub.writers())::uuid[]) AS "isOwners",
            r.code AS writer, r.id = ANY ((SELECT hub.writers())::uuid[]) AS "isWriters"
       FROM warning w JOIN organization o ON o.id = w.owner_id JOIN organization r ON r.id = w.writer_id WHERE w.id = $1`,
    [id],
  );
  if (!found) throw new HubError('NOT_FOUND', 'There is no such warning for this key.');
  return {
    owner: { code: found.owner, isOwn: found.isOwners },
    writer: { code: found.writer, isOwn: found.isWriters },
  };
}

export function refuseUnlessOf(asked: readonly Side[], what: string): void {
  if (asked.some(({ isOwn }) => isOwn)) return;
  const codes = [...new Set(asked.map(({ code }) => `"${code}"`))].join(' or ');
  throw new HubError('FORBIDDEN', `Only a key that writes for ${codes} ${what}.`);
}
