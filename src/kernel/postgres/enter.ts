import type { Pool } from 'pg';
import { HubError } from '../errors';
import { Session, type Credential, type Identity, type SessionOptions } from './session';

export interface EnterOptions extends Omit<SessionOptions, 'mode'> {
  api: Pool;
  /** Connections as the user the program connects as: only that one may stop a statement of another connection. */
  canceller: Pool;
  credential: Credential;
  /** The address that the request comes from; null where it is not known. */
  peer: string | null;
}

/** Begins a transaction under the scope of a key. */
export async function enter(
  options: EnterOptions,
  mode: SessionOptions['mode'],
): Promise<{ session: Session; identity: Identity }> {
  const session = await Session.open(options.api, options.canceller, { ...options, mode });
  try {
    const identity = await session.enter(options.credential, options.peer);
    if (identity) return { session, identity };
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
