import type { Pool } from 'pg';
import { keepWork } from '../../kernel/postgres/keep-work';
import { Session, type Db } from '../../kernel/postgres/session';

/** For one range: a few thousand records or a few hundred thousand samples. */
const longestMs = 30_000;

/** Who an export is for opens nothing any more. */
export class KeyGone extends Error {}

/** A transaction in the API's role and under the scope of the client that an export is for, as both are now. `operator`: a pool in the owner's role. */
export async function inScopeOf<T>(
  operator: Pool,
  exportId: string,
  mode: 'read' | 'write',
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const session = await Session.open(operator, operator, { mode, deadline: Date.now() + longestMs });
  return keepWork(session, async () => {
    const [row] = await session.rows<{ entered: boolean }>('SELECT private.enter_export($1) AS entered', [exportId]);
    if (!row!.entered) throw new KeyGone();
    await session.rows('SET LOCAL ROLE hub_api');
    // As its own connections have it: what may be withheld is read by the views that withhold.
    if (mode === 'read') await session.rows('SET LOCAL search_path = shown, hub');
    return work(session);
  });
}
