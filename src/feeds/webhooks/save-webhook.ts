import type { Context } from '../../context';
import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { filterOf as askedFilter, readerOf } from '../changes.resolver';
import { readChanges } from '../engine/read-changes';
import type { FeedStart } from '../feed.values';
import { refuseBadContent } from './content/content';
import { ReachableNetworks } from './sending/reachable-networks';
import { newSecret, secretText } from './sending/sign';
import { faultOfTarget } from './sending/target.rules';
import type { SaveWebhookInput } from './webhook.input.type';
import type { ChangeFilter } from '../view/change-filter';
import { mostWebhooks } from './webhook.values';

export interface Saved {
  id: string;
  /** Of a new one; null of one that was there. */
  secret: string | null;
}

/** Makes a webhook of the client, or gives one that it has other terms. */
export async function saveWebhook(context: Context, input: SaveWebhookInput): Promise<Saved> {
  refuseBadTerms(context, input);
  const id = input.id == null ? null : uuidOf('whk', input.id);
  const asked = await askedFilter(input, context);
  const filter = asked ?? (id === null ? {} : await keptFilter(context, id));
  const cursor = await cursorOf(context, input, filter, id === null || asked !== null);
  return context.keep(async (db) => {
    const saved = id === null ? await make(db, input, filter) : await change(db, id, input, asked);
    await db.rows('SELECT hub.restart_webhook($1, $2, $3)', [saved.id, cursor, input.from != null && cursor === null]);
    return saved;
  });
}

function refuseBadTerms(context: Context, { label, url, content, after, from }: SaveWebhookInput): void {
  const { networks, judge } = context.delivery();
  if (label != null && (label.trim().length === 0 || label.length > 100))
    throw new HubError('BAD_USER_INPUT', 'label: it has 1 to 100 characters.');
  const fault = url == null ? null : faultOfTarget(url, new ReachableNetworks(networks), networks.length > 0);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  if (after != null && from != null)
    throw new HubError('BAD_USER_INPUT', 'from says where to begin without a cursor: leave it out with after.');
  if (content) refuseBadContent(content, judge);
}

/** The filter that a webhook of the client has. */
export async function keptFilter(context: Context, id: string): Promise<ChangeFilter> {
  const db = await context.db();
  const [found] = await db.rows<{ filter: ChangeFilter }>(
    'SELECT w.filter FROM webhook w WHERE w.id = $1 AND w.client_id = (SELECT hub.client())',
    [id],
  );
  if (!found) throw notFound();
  return found.filter;
}

/** Where to go on: null at the beginning, and where it was. Reading judges filter and cursor as a request would. */
async function cursorOf(
  context: Context,
  { after, from }: SaveWebhookInput,
  filter: ChangeFilter,
  isOther: boolean,
): Promise<string | null> {
  if (after == null && from == null && !isOther) return null;
  const start: FeedStart = from ?? 'SNAPSHOT';
  const page = await readChanges(await readerOf(context), {
    filter,
    first: 1,
    ...(after == null ? { from: start } : { after }),
  });
  if (after != null) return after;
  return from === 'NOW' ? page.cursorOf(page.place) : null;
}

async function make(db: Db, { label, url, content, isPaused }: SaveWebhookInput, filter: ChangeFilter): Promise<Saved> {
  if (label == null || url == null)
    throw new HubError('BAD_USER_INPUT', `${label == null ? 'label' : 'url'}: a new webhook needs it.`);
  await refuseTooMany(db);
  const id = newId();
  const secret = newSecret();
  await db.rows(
    `INSERT INTO webhook (id, owner_id, client_id, label, url, filter, content, is_paused)
     VALUES ($1, hub.viewer(), hub.client(), $2, $3, $4, $5, $6)`,
    [id, label.trim(), url, JSON.stringify(filter), content || null, isPaused ?? false],
  );
  await db.rows('SELECT hub.keep_webhook_secret($1, $2, NULL)', [id, secret]);
  return { id, secret: secretText(secret) };
}

/** One after the other, so that two at once do not pass the limit together. */
async function refuseTooMany(db: Db): Promise<void> {
  await db.rows(`SELECT pg_advisory_xact_lock(hashtext('a new webhook'), hashtext((SELECT hub.client())::text))`);
  const [own] = await db.rows<{ count: number }>(
    'SELECT count(*)::int AS count FROM webhook w WHERE w.client_id = (SELECT hub.client())',
  );
  if (own!.count >= mostWebhooks)
    throw new HubError(
      'CONFLICT',
      `The API client has ${mostWebhooks} webhooks, which is the most: change one, or remove one.`,
    );
}

async function change(db: Db, id: string, input: SaveWebhookInput, filter: ChangeFilter | null): Promise<Saved> {
  const { label, url, content, isPaused } = input;
  const rows = await db.rows(
    `UPDATE webhook w SET label = coalesce($2, w.label), url = coalesce($3, w.url), filter = coalesce($4, w.filter),
            content = CASE WHEN $5::text IS NULL THEN w.content ELSE nullif($5, '') END, is_paused = $6
      WHERE w.id = $1 AND w.client_id = (SELECT hub.client()) RETURNING w.id`,
    [
      id,
      label?.trim() ?? null,
      url ?? null,
      filter ? JSON.stringify(filter) : null,
      content ?? null,
      isPaused ?? false,
    ],
  );
  if (rows.length === 0) throw notFound();
  return { id, secret: null };
}

export const notFound = (): HubError =>
  new HubError('NOT_FOUND', 'There is no such webhook of the API client of this key.');
