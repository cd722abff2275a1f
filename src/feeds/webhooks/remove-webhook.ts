import type { Context } from '../../context';
import { uuidOf } from '../../kernel/ids';
import { notFound } from './save-webhook';

/** Removes a webhook of the client, or of one that it keeps. Answers its id. */
export async function removeWebhook(context: Context, id: string): Promise<string> {
  const uuid = uuidOf('whk', id);
  const removed = await context.keep((db) => db.rows('DELETE FROM webhook w WHERE w.id = $1 RETURNING w.id', [uuid]));
  if (removed.length === 0) throw notFound();
  return id;
}
