import type { Pool } from 'pg';
import { newId } from '../../../kernel/ids';
import type { ChangeFilter } from '../../view/change-filter';
import type { Standing } from './standing.rules';

/** A webhook that this process sends for, until its lease ends. */
export interface Claimed {
  webhook: string;
  lease: string;
  url: string;
  filter: ChangeFilter;
  content: string | null;
  /** Whether its client has a key in force, and the key that saved it is not revoked. */
  mayDeliver: boolean;
  /** In force, the newest first. */
  secrets: Buffer[];
  standing: Standing;
}

export interface Claiming {
  atMost: number;
  /** Of the webhooks of one organization, those of other processes among them. */
  atMostOfOwner: number;
  leaseSeconds: number;
}

type ClaimedRow = Omit<Claimed, 'lease' | 'standing' | 'secrets'> &
  Pick<Standing, 'cursor' | 'tries' | 'messageChanges' | 'failures' | 'behindSince' | 'horizonAt'> & {
    messages: string;
    secrets: string | null;
  };

/**
 * Takes webhooks that are due, those that have waited longest first; no other process has them until the lease ends, or is given back. One that has sent
 * everything is due when the log has grown. `operator` is a pool in the owner's role.
 */
export async function claimDue(operator: Pool, { atMost, atMostOfOwner, leaseSeconds }: Claiming): Promise<Claimed[]> {
  const lease = newId();
  const { rows } = await operator.query<ClaimedRow>(claimSql, [atMost, atMostOfOwner, lease, leaseSeconds]);
  return rows.map(({ webhook, url, filter, content, mayDeliver, secrets, messages, ...standing }) => ({
    ...{ webhook, lease, url, filter, content, mayDeliver },
    secrets: (secrets ?? '')
      .split(' ')
      .filter(Boolean)
      .map((text) => Buffer.from(text, 'base64')),
    standing: { ...standing, messages: BigInt(messages), seenXid: null, nextInSeconds: 0, endedReason: null },
  }));
}

const claimSql = `
  WITH head AS MATERIALIZED (
    SELECT c.xid FROM private.change c WHERE c.xid < pg_snapshot_xmin(private.log_snapshot()) ORDER BY c.xid DESC LIMIT 1
  ), due AS (
    SELECT p.webhook_id, row_number() OVER (PARTITION BY p.owner_id ORDER BY p.next_at, p.webhook_id)
           + (SELECT count(*) FROM webhook_progress o WHERE o.owner_id = p.owner_id AND o.leased_until > now()) AS place
      FROM webhook_progress p JOIN webhook w ON w.id = p.webhook_id
     WHERE p.ended_reason IS NULL AND NOT w.is_paused AND coalesce(p.leased_until <= now(), true)
       AND (p.next_at <= now() OR p.seen_xid <= (SELECT h.xid FROM head h))
  ), taken AS (
    SELECT p.webhook_id FROM webhook_progress p JOIN due d ON d.webhook_id = p.webhook_id
     WHERE d.place <= $2 AND p.ended_reason IS NULL AND coalesce(p.leased_until <= now(), true)
     ORDER BY p.next_at, p.webhook_id LIMIT $1 FOR UPDATE OF p SKIP LOCKED
  )
  UPDATE webhook_progress p SET lease = $3, leased_until = now() + make_interval(secs => $4)
    FROM taken t JOIN webhook w ON w.id = t.webhook_id
   WHERE p.webhook_id = t.webhook_id
  RETURNING p.webhook_id AS webhook, w.url, w.filter, w.content, private.may_deliver(w.id) AS "mayDeliver",
            (SELECT string_agg(encode(s.secret, 'base64'), ' ' ORDER BY s.made_at DESC) FROM private.webhook_secret s
              WHERE s.webhook_id = w.id AND coalesce(s.expires_at > now(), true)) AS secrets,
            p.cursor, p.messages::text AS messages, p.tries, p.message_changes AS "messageChanges", p.failures,
            p.behind_since AS "behindSince", p.horizon_at AS "horizonAt"`;

/** A try, as its partner sees it. */
export interface Attempt {
  message: string;
  changes: number;
  status: number | null;
  fault: string | null;
  durationMs: number;
  isTaken: boolean;
  /** Where it was given up: what was tried, from one cursor to the other. */
  deadLetter: { after: string | null; until: string; tries: number } | null;
}

/** Gives a webhook back as it stands now, with what was tried; nothing of it where the lease is no more, since it began anew meanwhile. */
export async function giveBack(
  operator: Pool,
  { webhook, lease }: Claimed,
  standing: Standing,
  attempt: Attempt | null = null,
): Promise<boolean> {
  const { rowCount } = await operator.query(giveBackSql, [
    ...[
      webhook,
      lease,
      standing.cursor,
      standing.seenXid,
      String(standing.messages),
      standing.tries,
      standing.messageChanges,
    ],
    ...[standing.failures, standing.behindSince, standing.horizonAt, standing.nextInSeconds, standing.endedReason],
    ...[attempt !== null, attempt?.isTaken ?? false],
    ...[attempt && newId(), attempt?.message, attempt?.changes, attempt?.status, attempt?.fault, attempt?.durationMs],
    ...[
      attempt?.deadLetter && newId(),
      attempt?.deadLetter?.after,
      attempt?.deadLetter?.until,
      attempt?.deadLetter?.tries,
    ],
  ]);
  return rowCount! > 0;
}

/** So many of each are kept of a webhook. */
const mostKept = 500;

const olderOf = (table: string) =>
  `DELETE FROM ${table} o USING moved m WHERE o.webhook_id = m.webhook_id
      AND o.id <= (SELECT k.id FROM ${table} k WHERE k.webhook_id = m.webhook_id ORDER BY k.id DESC OFFSET ${mostKept - 1} LIMIT 1)`;

const giveBackSql = `
  WITH moved AS (
    UPDATE webhook_progress p
       SET lease = NULL, leased_until = NULL, cursor = $3, seen_xid = $4::text::xid8, messages = $5::bigint, tries = $6, message_changes = $7, failures = $8,
           behind_since = $9, horizon_at = $10, next_at = now() + make_interval(secs => $11::float8), ended_reason = $12::text,
           ended_at = CASE WHEN $12::text IS NOT NULL THEN now() END,
           last_tried_at = CASE WHEN $13 THEN now() ELSE p.last_tried_at END,
           last_delivered_at = CASE WHEN $14 THEN now() ELSE p.last_delivered_at END,
           caught_up_at = CASE WHEN $4::text IS NOT NULL THEN now() ELSE p.caught_up_at END
     WHERE p.webhook_id = $1 AND p.lease = $2 RETURNING p.*
  ), tried AS (
    INSERT INTO webhook_attempt (id, webhook_id, client_id, owner_id, at, message, changes, status, fault, duration_ms, next_at)
    SELECT $15::uuid, m.webhook_id, m.client_id, m.owner_id, now() - make_interval(secs => $20::float8 / 1000), $16, $17::int, $18::int, $19, round($20::float8)::int,
           CASE WHEN m.tries > 0 AND m.ended_reason IS NULL THEN m.next_at END
      FROM moved m WHERE $15::uuid IS NOT NULL
  ), given_up AS (
    INSERT INTO webhook_dead_letter (id, webhook_id, client_id, owner_id, at, message, changes, tries, status, fault, after, until)
    SELECT $21::uuid, m.webhook_id, m.client_id, m.owner_id, now(), $16, $17::int, $24::int, $18::int, $19, $22, $23 FROM moved m WHERE $21::uuid IS NOT NULL
  ), older AS (${olderOf('webhook_attempt')}), buried AS (${olderOf('webhook_dead_letter')})
  SELECT FROM moved`;

/** Keeps a webhook for longer: what it reads is not sent yet. False where it began anew meanwhile. */
export async function keepLease(operator: Pool, { webhook, lease }: Claimed, leaseSeconds: number): Promise<boolean> {
  const { rowCount } = await operator.query(
    'UPDATE webhook_progress p SET leased_until = now() + make_interval(secs => $3) WHERE p.webhook_id = $1 AND p.lease = $2',
    [webhook, lease, leaseSeconds],
  );
  return rowCount! > 0;
}
