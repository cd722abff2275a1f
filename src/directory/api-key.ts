import { hash as digest, randomBytes } from 'node:crypto';
import type { Credential } from '../kernel/postgres/identity';
import { newId } from '../kernel/ids';

/** A key as its holder has it: `cwk_<id>_<secret>`. The hub keeps the id and the SHA-256 of the 256-bit secret. */
export interface NewKey extends Credential {
  text: string;
}

const pattern = /^cwk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

const hash = (secret: string): Buffer => digest('sha256', Buffer.from(secret, 'base64url'), 'buffer');

export function createKey(): NewKey {
  const keyId = newId();
  const secret = randomBytes(32).toString('base64url');
  return { keyId, secretHash: hash(secret), text: `cwk_${keyId.replaceAll('-', '')}_${secret}` };
}

/** The credential in an Authorization header; null where there is none of our form. */
export function credentialFrom(authorization: string | undefined): Credential | null {
  const match = pattern.exec(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  if (!match) return null;
  return { keyId: dashed(match[1]!), secretHash: hash(match[2]!) };
}

/** The id in what somebody has at hand of a key: the id as listed, as the API has it or without its dashes, or a key, whole or cut off after its id. */
export function keyIdIn(text: string): string | null {
  const id = text.replace(/^cwk_([^_]*)(_.*)?$|^key_/, '$1').replaceAll('-', '');
  return /^[0-9a-f]{32}$/.test(id) ? dashed(id) : null;
}

const dashed = (id: string): string =>
  [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
