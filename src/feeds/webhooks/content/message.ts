import { createHash } from 'node:crypto';
import type { ChangeOperation } from '../../feed.values';

/** A change as a receiver has it, in the words of Query.changes. */
export interface SentChange {
  cursor: string;
  operation: ChangeOperation;
  /** RFC 3339. */
  at: string;
  nodeId: string;
  type: string;
  /** The record as it stands now; null of what is gone, hidden, or samples. */
  node: object | null;
  ranges: readonly object[] | null;
}

export interface Message {
  id: string;
  body: Buffer;
  changes: readonly SentChange[];
  endCursor: string;
  /** Whether changes were left out, since the body would have been too large. */
  isCut: boolean;
}

export interface Sending {
  webhook: string;
  /** Messages of the webhook that were concluded before. */
  messages: string;
  endCursor: string;
}

/** The message of changes; as many of them as fit, one at least. A record that alone is too large is left for its receiver to ask for. */
export function messageOf(changes: readonly SentChange[], sending: Sending, mostBytes: number): Message {
  const fitting = changes.map((change) => fit(change, mostBytes));
  const texts = fitting.map((change) => JSON.stringify(change));
  let count = 0;
  for (let bytes = 0; count < texts.length; count += 1) {
    bytes += Buffer.byteLength(texts[count]!) + 1;
    if (bytes > mostBytes && count > 0) break;
  }
  const isCut = count < changes.length;
  const endCursor = isCut ? changes[count - 1]!.cursor : sending.endCursor;
  const head = JSON.stringify({ type: 'changes', webhook: sending.webhook, endCursor });
  const body = Buffer.from(`${head.slice(0, -1)},"changes":[${texts.slice(0, count).join(',')}]}`);
  const sent = fitting.slice(0, count);
  return { id: idOf(sent, sending), body, changes: sent, endCursor, isCut };
}

const fit = (change: SentChange, mostBytes: number): SentChange =>
  Buffer.byteLength(JSON.stringify(change)) <= mostBytes ? change : { ...change, node: null, ranges: null };

/**
 * The same for what is sent again with the same content, and for nothing else: a receiver may pass over what it has taken before. What was read
 * anew has other cursors for the same place, and another time of a walk; a message that comes again after another one is another one.
 */
function idOf(changes: readonly SentChange[], { webhook, messages }: Sending): string {
  const content = changes.map(({ operation, nodeId, type, node, ranges }) => [operation, nodeId, type, node, ranges]);
  const digest = createHash('sha256')
    .update(JSON.stringify([webhook, messages, content]))
    .digest('base64url');
  return `msg_${digest.slice(0, 32)}`;
}
