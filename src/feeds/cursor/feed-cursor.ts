import { createHmac, timingSafeEqual } from 'node:crypto';
import { HubError } from '../../kernel/errors';
import { isUuid } from '../../kernel/reading/cursor';
import type { FeedPlace, WornView } from './feed-place';

/** In which history cursors are good, and the key that the hub signs those of one organization by. */
export interface Signing {
  epoch: string;
  key: Buffer;
}

const longest = 16_000;
const signatureLength = 22;

type Parts = [epoch: string, ...parts: unknown[]];

/** A place as its consumer holds it. It is signed: a place of one's own making could ask what others had seen. */
export function encodePlace(place: FeedPlace, { epoch, key }: Signing): string {
  const { position, at, began, current, past, pastUntil, walk } = place;
  const views = [current, ...past].map(({ id, since, until, isWhole }) => [id, since, until, isWhole ? 1 : 0]);
  const parts: Parts = [epoch, position.xid, position.seq, at, began, views, pastUntil, walk && [walk.type, walk.id]];
  const text = Buffer.from(JSON.stringify(parts)).toString('base64url');
  return sign(text, key) + text;
}

/** The place of a cursor that this hub gave this organization, or why there is none. */
export function decodePlace(cursor: string, { epoch, key }: Signing): FeedPlace {
  const signature = Buffer.from(cursor.slice(0, signatureLength));
  const text = cursor.slice(signatureLength);
  const parts = parse(text);
  if (!parts) throw strange(cursor);
  if (parts[0] !== epoch)
    throw expired('it is of another history of the hub, before a restore or a switch to another server');
  const expected = Buffer.from(sign(text, key));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw strange(cursor);
  return placeOf(parts);
}

export const expired = (reason: string): HubError =>
  new HubError('CURSOR_EXPIRED', `The cursor can not be followed any more: ${reason}. Start over with after: null.`);

const strange = (cursor: string): HubError =>
  new HubError(
    'INVALID_CURSOR',
    `"${cursor.slice(0, 40)}" is not a cursor of this feed that a key of this organization was given: use one that it returned.`,
  );

const sign = (text: string, key: Buffer): string =>
  createHmac('sha256', key).update(text).digest('base64url').slice(0, signatureLength);

function parse(text: string): Parts | null {
  if (text.length > longest) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parts) && typeof parts[0] === 'string' && parts.length === 8 ? (parts as Parts) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What is signed has the form that it was given. */
function placeOf([, xid, seq, at, began, views, pastUntil, walk]: Parts): FeedPlace {
  const [current, ...past] = (views as [string, string, string, number][]).map(
    ([id, since, until, isWhole]): WornView => ({ id, since, until, isWhole: isWhole === 1 }),
  );
  const [type, id] = (walk as [string, string] | null) ?? [];
  return {
    position: { xid: xid as string, seq: seq as string },
    at: at as number,
    began: began as string | null,
    current: current!,
    past,
    pastUntil: pastUntil as string | null,
    walk: type !== undefined && isUuid(id) ? { type, id } : null,
  };
}
