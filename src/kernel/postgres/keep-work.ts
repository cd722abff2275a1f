import type { Session } from './session';

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
