import type { Context } from '../../context';
import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { readerOf } from '../changes.resolver';
import { readChanges } from '../engine/read-changes';
import { newSecret, secretText } from './sending/sign';
import { keptFilter, notFound } from './save-webhook';
import type { RedeliverInput, RotateWebhookSecretInput } from './webhook.input.type';

const aDay = 86_400_000;
const mostDays = 30;

/** Gives a webhook of the client another secret; the one before signs beside it for a while. */
export async function rotateSecret(
  context: Context,
  { webhook, retireOldAt }: RotateWebhookSecretInput,
): Promise<{ id: string; secret: string }> {
  const id = uuidOf('whk', webhook, 'webhook');
  const until = retireOldAt == null ? context.now().getTime() + aDay : Date.parse(retireOldAt);
  if (until > context.now().getTime() + mostDays * aDay)
    throw new HubError('BAD_USER_INPUT', `retireOldAt: the secret before signs for ${mostDays} days more at most.`);
  const secret = newSecret();
  await context.keep(async (db) => {
    await refuseStrange(db, id);
    await db.rows('SELECT hub.keep_webhook_secret($1, $2, $3)', [id, secret, new Date(until)]);
  });
  return { id, secret: secretText(secret) };
}

/** Sends again from a cursor on. Answers the UUID. */
export async function redeliver(context: Context, { webhook, after }: RedeliverInput): Promise<string> {
  const id = uuidOf('whk', webhook, 'webhook');
  // Refuses a cursor that can not be followed, as a request would.
  await readChanges(await readerOf(context), { after, filter: await keptFilter(context, id), first: 1 });
  await context.keep(async (db) => {
    await refuseStrange(db, id);
    await db.rows('SELECT hub.restart_webhook($1, $2, false)', [id, after]);
  });
  return id;
}

async function refuseStrange(db: Db, id: string): Promise<void> {
  const own = 'SELECT w.id FROM webhook w WHERE w.id = $1 AND w.client_id = (SELECT hub.client())';
  if ((await db.rows(own, [id])).length === 0) throw notFound();
}
