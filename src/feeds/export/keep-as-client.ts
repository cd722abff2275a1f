import type { Context } from '../../context';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';

/** A root field of a mutation that any role may send: what a client keeps for itself. What is read then is read after it. */
export async function keepAsClient<T>(context: Context, work: (db: Db) => Promise<T>): Promise<T> {
  // Not sent: the request is attempted again without assuming.
  if (!(await context.confirmed())) throw new HubError('UNAUTHENTICATED', 'The key has changed: send it again.');
  const kept = await context.beside(work);
  await context.beginAnew(context.delivered);
  return kept;
}
