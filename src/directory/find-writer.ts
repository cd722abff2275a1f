import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';

export interface Writer {
  id: string;
  code: string;
}

/** The organization of this code, where the key may write for it. */
export async function findWriter(db: Db, code: string): Promise<Writer> {
  const [found] = await db.rows<Writer & { writable: boolean }>(
    `SELECT o.id, o.code, o.id = ANY ((SELECT hub.writers())::uuid[]) AS writable FROM organization o WHERE o.code = $1`,
    [code],
  );
  if (!found) throw new HubError('BAD_USER_INPUT', `There is no organization with the code "${code.slice(0, 63)}".`);
  if (!found.writable) {
    throw new HubError(
      'FORBIDDEN',
      `This key may not write for "${found.code}": a steward of this key's organization can issue another that names it in writesFor.`,
    );
  }
  return found;
}
