import { findWriter } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { FedTypes } from '../fed-types';
import type { ChangeFilter } from '../view/change-filter';
import { viewFilter } from '../view/view-filter';

export interface SavedFeed {
  owner: string;
  code: string;
  filter?: ChangeFilter | null;
}

const fitting = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Makes the feed, or gives it its filter anew, if that can be followed. Answers its UUID. */
export async function saveFeed(db: Db, fed: FedTypes, { owner, code, filter }: SavedFeed): Promise<string> {
  if (!fitting.test(code))
    throw new HubError(
      'BAD_USER_INPUT',
      `code: "${code.slice(0, 63)}" does not fit: 1 to 63 of letters, digits, ".", "_", "-".`,
    );
  const { id: ownerId } = await findWriter(db, owner);
  await viewFilter(db, fed, filter ?? {});
  const said = Object.fromEntries(Object.entries(filter ?? {}).filter(([, value]) => value != null));
  const [written] = await db.rows<{ id: string }>(
    `INSERT INTO feed (id, owner_id, code, filter) VALUES ($1, $2, $3, $4)
     ON CONFLICT (owner_id, code) DO UPDATE SET filter = EXCLUDED.filter RETURNING id`,
    [newId(), ownerId, code, JSON.stringify(said)],
  );
  return written!.id;
}
