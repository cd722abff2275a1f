import type { Pool } from 'pg';
import type { Context } from '../../../context';
import { HubError, statusOf } from '../../../kernel/errors';
import { messageOf, type Message } from '../content/message';
import { post, type PostOptions } from '../sending/post';
import { faultOfStatus, retryAfterOf } from '../sending/schedule.rules';
import { signedHeaders } from '../sending/sign';
import { mostBytesSent, mostChangesSent } from '../webhook.values';
import { giveBack, keepLease, type Claimed } from './deliveries.store';
import { readBatch, type Ask, type Batch } from './read-batch';
import { afterNothing, afterTry, ended, putOff, type Sent } from './standing.rules';
import { toPublicId } from '../../../kernel/ids';

export interface Delivering {
  /** A pool in the owner's role. */
  operator: Pool;
  /** A context under the access that the client of a webhook has now; refused as UNAUTHENTICATED where it has none. */
  contextOf: (webhook: string) => Promise<Context>;
  ask: Ask;
  /** Seconds from each try that fails to the next one. */
  schedule: readonly number[];
  leaseSeconds: number;
  sending: PostOptions;
  /** Lets so many read at once. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  noteFault: (error: unknown) => void;
}

/** When reading fails for a reason that is not the receiver's. */
const putOffSeconds = 30;
const refusedSeconds = 3600;

/** Sends what a webhook is due next, one message at most, and gives it back. No transaction is open while its receiver answers. */
export async function deliver(claimed: Claimed, by: Delivering): Promise<void> {
  const { standing, mayDeliver, secrets } = claimed;
  if (!mayDeliver) return void (await giveBack(by.operator, claimed, ended(standing, 'KEY_ENDED')));
  if (secrets.length === 0) return void (await giveBack(by.operator, claimed, ended(standing, 'NO_SECRET')));
  const read = await by.inTurn(() => readFor(claimed, by));
  if (read.kind === 'expired') return void (await giveBack(by.operator, claimed, ended(standing, 'CURSOR_EXPIRED')));
  if (read.kind === 'refused') return refuse(claimed, read.fault, by);
  if (read.kind === 'failed')
    return void (await giveBack(by.operator, claimed, putOff(standing, read.seconds, read.atMost)));
  const { batch } = read;
  if (batch.changes.length === 0) return void (await giveBack(by.operator, claimed, afterNothing(standing, batch)));
  await send(claimed, batch, by);
}

type Read =
  | { kind: 'read'; batch: Batch }
  | { kind: 'expired' }
  | { kind: 'refused'; fault: string }
  | { kind: 'failed'; seconds: number; atMost?: number };

async function readFor({ webhook, filter, content, standing }: Claimed, by: Delivering): Promise<Read> {
  const { cursor, messageChanges } = standing;
  let context: Context | null = null;
  try {
    context = await by.contextOf(webhook);
    const asked = { cursor, filter, content, atMost: messageChanges ?? mostChangesSent };
    return { kind: 'read', batch: await readBatch(context, by.ask, asked) };
  } catch (error) {
    return failed(error, messageChanges ?? mostChangesSent, by);
  } finally {
    await context?.close();
  }
}

function failed(error: unknown, atMost: number, { noteFault }: Delivering): Read {
  const { code, message } = error instanceof HubError ? error : { code: 'INTERNAL' as const, message: '' };
  if (code === 'CURSOR_EXPIRED' || code === 'INVALID_CURSOR') return { kind: 'expired' };
  // A key that ended in this moment: the next claim says so. A view that changed in it: again.
  if (code === 'UNAUTHENTICATED' || code === 'CONFLICT') return { kind: 'failed', seconds: 0 };
  if (code === 'RATE_LIMITED') return { kind: 'failed', seconds: putOffSeconds };
  if (code === 'DEADLINE_EXCEEDED') return { kind: 'failed', seconds: putOffSeconds, atMost: Math.ceil(atMost / 2) };
  // Filter or content were judged when they were saved: the hub has become another since.
  if (statusOf(code) === 400) return { kind: 'refused', fault: `Not sent: ${message}` };
  noteFault(error);
  return { kind: 'failed', seconds: putOffSeconds };
}

/** What can not be read by filter or content any more is told to the partner, who can save them anew. */
async function refuse(claimed: Claimed, fault: string, { operator }: Delivering): Promise<void> {
  const { standing } = claimed;
  const failing = { ...putOff(standing, refusedSeconds), failures: standing.failures + 1 };
  const attempt = { message: 'none', changes: 0, status: null, fault, durationMs: 0, isTaken: false, deadLetter: null };
  await giveBack(operator, claimed, failing, attempt);
}

async function send(claimed: Claimed, batch: Batch, by: Delivering): Promise<void> {
  const { standing, url, secrets, webhook } = claimed;
  const about = { webhook: toPublicId('whk', webhook), messages: String(standing.messages), endCursor: batch.cursor };
  const message = messageOf(batch.changes, about, mostBytesSent);
  // From here on nobody else may send it, and nothing goes out that was begun anew meanwhile.
  if (!(await keepLease(by.operator, claimed, by.leaseSeconds))) return;
  const sentAt = new Date();
  const begun = performance.now();
  const headers = { 'user-agent': 'Commonwatch', ...signedHeaders({ ...message, sentAt }, secrets) };
  const posted = await post(new URL(url), headers, message.body, by.sending);
  const durationMs = performance.now() - begun;
  if (posted.status === null && by.sending.signal?.aborted)
    return void (await giveBack(by.operator, claimed, putOff(standing, 0)));
  const retryAfterSeconds = retryAfterOf(posted.retryAfter, new Date());
  const tried = { status: posted.status, retryAfterSeconds };
  const { standing: next, fate } = afterTry(standing, sentOf(message, batch), tried, by.schedule, Math.random());
  const isTaken = fate === 'TAKEN';
  const fault = isTaken ? null : (posted.fault ?? faultOfStatus(posted.status!));
  const deadLetter =
    fate === 'GIVEN_UP' ? { after: standing.cursor, until: message.endCursor, tries: standing.tries + 1 } : null;
  const told = {
    message: message.id,
    changes: message.changes.length,
    status: posted.status,
    fault,
    durationMs,
    isTaken,
  };
  await giveBack(by.operator, claimed, next, { ...told, deadLetter });
}

const sentOf = ({ changes, endCursor, isCut }: Message, { endOfLog, expiresAt }: Batch): Sent => ({
  ...{ cursor: endCursor, endOfLog: isCut ? null : endOfLog, expiresAt, changes: changes.length },
  ...{ firstAt: changes[0]!.at, lastAt: changes.at(-1)!.at },
});
