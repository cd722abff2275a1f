import { hash, timingSafeEqual } from 'node:crypto';
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
const separator = ':';

/** What is the same of many places, as JSON in base64url. Behind it stand transaction, number and instant, and where a walk is. */
type Common = [epoch: string, began: unknown, views: unknown, pastUntil: unknown];

/**
 * Writes places as their consumers hold them. They are signed: a place of one's own making could ask what others had seen. Places along a page
 * have much in common, which is written once.
 */
export function placeWriter({ epoch, key }: Signing): (place: FeedPlace) => string {
  const sign = signing(key);
  let known: FeedPlace | null = null;
  let common = '';
  return (place) => {
    if (!known || !hasSameViews(known, place)) common = commonOf(epoch, place);
    known = place;
    const { position, at, walk } = place;
    const text = `${common}:${position.xid}:${position.seq}:${at}${walk ? `:${walk.type}:${walk.id}` : ''}`;
    return sign(text) + text;
  };
}

const hasSameViews = (one: FeedPlace, other: FeedPlace): boolean =>
  one.current === other.current &&
  one.past === other.past &&
  one.began === other.began &&
  one.pastUntil === other.pastUntil;

function commonOf(epoch: string, { began, current, past, pastUntil }: FeedPlace): string {
  const views = [current, ...past].map(({ id, since, until, isWhole }) => [id, since, until, isWhole ? 1 : 0]);
  const common: Common = [epoch, began, views, pastUntil];
  return Buffer.from(JSON.stringify(common)).toString('base64url');
}

/** The place of a cursor that this hub gave this organization, or why there is none. */
export function decodePlace(cursor: string, { epoch, key }: Signing): FeedPlace {
  const signature = Buffer.from(cursor.slice(0, signatureLength));
  const text = cursor.slice(signatureLength);
  const [first = '', ...parts] = text.split(separator);
  const common = text.length > longest ? null : parse(first);
  if (!common) throw strange(cursor);
  if (common[0] !== epoch)
    throw expired('it is of another history of the hub, before a restore or a switch to another server');
  const expected = Buffer.from(signing(key)(text));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw strange(cursor);
  return placeOf(common, parts);
}

export const expired = (reason: string): HubError =>
  new HubError('CURSOR_EXPIRED', `The cursor can not be followed any more: ${reason}. Start over with after: null.`);

const strange = (cursor: string): HubError =>
  new HubError(
    'INVALID_CURSOR',
    `"${cursor.slice(0, 40)}" is not a cursor of this feed that a key of this organization was given: use one that it returned.`,
  );

/**
 * 132 bits of SHA-512/256 over the key and the text. What it gives is not the state that it ends in, so that nobody goes on from there with more text:
 * that takes one hash, where an HMAC takes two.
 */
function signing(key: Buffer): (text: string) => string {
  const secret = key.toString('base64url');
  return (text) => hash('sha512-256', secret + text, 'base64url').slice(0, signatureLength);
}

function parse(text: string): Common | null {
  try {
    const common: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(common) && typeof common[0] === 'string' && common.length === 4 ? (common as Common) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What is signed has the form that it was given. */
function placeOf([, began, views, pastUntil]: Common, parts: readonly string[]): FeedPlace {
  const [xid, seq, at, type, id] = parts as [string, string, string, string?, string?];
  const [current, ...past] = (views as [string, string, string, number][]).map(
    ([id, since, until, isWhole]): WornView => ({ id, since, until, isWhole: isWhole === 1 }),
  );
  return {
    ...{ position: { xid, seq }, at: Number(at), began: began as string | null },
    ...{ current: current!, past, pastUntil: pastUntil as string | null },
    walk: type !== undefined && isUuid(id) ? { type, id } : null,
  };
}
