import { microsOf } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { oldestKept } from '../retention/oldest-kept';
import type { Span } from './share.rules';

/** The part of a range of which samples are kept: before it none is expected. */
export async function keptSpan(db: Db, { from, to }: Span): Promise<Span> {
  const oldest = await oldestKept(db);
  return oldest === null ? { from, to } : { from: Math.min(to, Math.max(from, microsOf(oldest))), to };
}
