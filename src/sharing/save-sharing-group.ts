import { findKeeper } from '../directory/find-writer';
import { organizations } from '../directory/directory.collection';
import { idsOf } from '../directory/resolve-codes';
import { HubError } from '../kernel/errors';
import { newId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { SaveSharingGroupInput } from './sharing-group.input.type';

const maxMembers = 1000;

/** Makes the group, or gives it its name and members anew. Answers its UUID. */
export async function saveSharingGroup(db: Db, { owner, code, name, members }: SaveSharingGroupInput): Promise<string> {
  if (members.length > maxMembers)
    throw new HubError(
      'BAD_USER_INPUT',
      `members: a group has ${maxMembers} members at most, ${members.length} are named.`,
    );
  const keeper = await findKeeper(db, owner);
  const found = await idsOf(db, { members: { target: organizations, codes: members } });
  const id = await write(db, keeper.id, code, name);
  await replaceMembers(db, id, keeper.id, found.members);
  return id;
}

async function write(db: Db, keeperId: string, code: string, name: string): Promise<string> {
  const [written] = await db.rows<{ id: string }>(
    `INSERT INTO sharing_group AS g (id, owner_id, code, name) VALUES ($1, $2, $3, $4)
     ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name WHERE g.owner_id = EXCLUDED.owner_id RETURNING g.id`,
    [newId(), keeperId, code, name],
  );
  if (written) return written.id;
  throw new HubError(
    'CONFLICT',
    `code: another organization keeps a group "${code.slice(0, 63)}": choose another code.`,
  );
}

async function replaceMembers(db: Db, groupId: string, keeperId: string, memberIds: string[]): Promise<void> {
  await db.rows(
    'DELETE FROM sharing_group_member m WHERE m.group_id = $1 AND NOT m.organization_id = ANY ($2::uuid[])',
    [groupId, memberIds],
  );
  await db.rows(
    `INSERT INTO sharing_group_member (group_id, owner_id, organization_id)
     SELECT $1, $2, m.id FROM unnest($3::uuid[]) AS m(id) ORDER BY m.id ON CONFLICT DO NOTHING`,
    [groupId, keeperId, memberIds],
  );
}
