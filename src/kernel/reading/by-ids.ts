import type { Db } from '../postgres/session';
import type { Collection, Row } from './collection';
import { selectList, withJoined } from './projection';
import { asObjects, type Reading } from './row-form';

/** Records by their ids, in that order; null where there is none. */
export const findByIds = <R extends Row>(db: Db, of: Collection<R>, ids: readonly string[]): Promise<(R | null)[]> =>
  readByIds(db, of, ids, asObjects(of));

export async function readByIds<R>(
  db: Db,
  of: Collection,
  ids: readonly string[],
  { projection, form }: Reading<R>,
): Promise<(R | null)[]> {
  const found = `SELECT ${selectList(of, projection)} FROM ${of.table} t WHERE t.id = ANY ($1::uuid[])`;
  const rows = await form.read(db, withJoined(found, projection, []), [ids]);
  const byId = new Map(rows.map((row) => [form.idOf(row), row]));
  return ids.map((id) => byId.get(id) ?? null);
}
