import type { Pool } from 'pg';
import { HubError } from '../errors';
import { Session, type Db } from './session';
import type { SessionOptions } from './session-options';
import type { Credential, Identity } from './identity';

/** Another way into a scope than by a key: who stands in it then, null where nobody may. */
export type Entering = (db: Db) => Promise<Identity | null>;

export interface EnterOptions extends Omit<SessionOptions, 'mode'> {
  api: Pool;
  /** Connections as the user the program connects as: only that one may stop a statement of another connection. */
  canceller: Pool;
  credential: Credential | Entering;
  /** The address that the request comes from; null where it is not known. */
  peer: string | null;
}

interface Entered {
  session: Session;
  identity: Identity;
}

/** Begins a transaction under the scope of a key. */
export async function enter(options: EnterOptions, mode: SessionOptions['mode']): Promise<Entered> {
  const { session, identity } = await begin(options, mode);
  return { session, identity: await identity };
}

/**
 * The same without waiting for who it is: statements may follow in the same packet. Until the database has answered they stand under no scope,
 * so a key that opens nothing shows nothing; what they gave is worth nothing where the identity fails.
 */
export async function begin(
  options: EnterOptions,
  mode: SessionOptions['mode'],
): Promise<{ session: Session; identity: Promise<Identity> }> {
  const session = await Session.open(options.api, options.canceller, { ...options, mode });
  const identity = identify(session, options);
  // Who does not wait for it asks before anything is answered.
  identity.catch(() => undefined);
  return { session, identity };
}

async function identify(session: Session, { credential, peer }: EnterOptions): Promise<Identity> {
  try {
    const identity = await (typeof credential === 'function' ? credential(session) : session.enter(credential, peer));
    if (identity) return identity;
  } catch (error) {
    await session.rollback();
    throw error;
  }
  await session.rollback();
  throw new HubError(
    'UNAUTHENTICATED',
    'No key in force matches: check that it is whole, not expired and not revoked.',
  );
}
