import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';

/** Whether the key is of a steward of the national center: who keeps regions and the vocabulary of metrics. */
export async function keepsDirectory(db: Db): Promise<boolean> {
  const [scope] = await db.rows<{ keeps: boolean }>('SELECT hub.keeps_directory() AS keeps');
  return scope!.keeps;
}

export async function refuseUnlessKeeper(db: Db, what: string): Promise<void> {
  if (!(await keepsDirectory(db)))
    throw new HubError(
      'FORBIDDEN',
      `${what} is for a steward of the national center: this key is of another organization.`,
    );
}
