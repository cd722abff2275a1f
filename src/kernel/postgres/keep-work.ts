import { enter, type EnterOptions } from './enter';
import type { Db, Session } from './session';

/** Keeps all that the work did in the session's transaction, or nothing of it. */
export async function keepWork<T>(session: Session, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await session.commit();
    return result;
  } catch (error) {
    await session.rollback();
    throw error;
  }
}

/** The same in a transaction of its own, by connections that no request holds: one that waited for a second of those could wait for itself. */
export async function keepBeside<T>(options: EnterOptions, work: (db: Db) => Promise<T>): Promise<T> {
  const { session } = await enter({ ...options, api: options.canceller }, 'write');
  return keepWork(session, () => work(session));
}
