import { HubError } from '../errors';
import { withLimits, type Fault } from './limits.store';
import type { Refusal } from './refusal';
import type { Db } from '../postgres/session';

/** A batch names this many of its bad records: to find each of a thousand would take the database longer than it is worth. */
export const maxRefusals = 100;

export interface Attempt<R, T> {
  done: T[];
  faults: Fault<R>[];
}

/**
 * Does the work on all records at once; where a constraint refuses it, on their halves in turn, down to the records that do not fit. What
 * was done stays until the caller rolls it back.
 */
export async function findFaults<R, T>(
  db: Db,
  records: readonly R[],
  work: (part: readonly R[]) => Promise<T[]>,
): Promise<Attempt<R, T>> {
  const attempt: Attempt<R, T> = { done: [], faults: [] };
  await tryPart(db, records, work, attempt);
  return attempt;
}

/** The same for who wants the refusals alone. */
export async function findRefused<R, T>(
  db: Db,
  records: readonly R[],
  work: (part: readonly R[]) => Promise<T[]>,
  refusal: (record: R, error: HubError) => Refusal,
): Promise<{ refused: Refusal[] }> {
  const { faults } = await findFaults(db, records, work);
  return { refused: (await withLimits(db, faults)).map(({ record, error }) => refusal(record, error)) };
}

async function tryPart<R, T>(
  db: Db,
  part: readonly R[],
  work: (part: readonly R[]) => Promise<T[]>,
  attempt: Attempt<R, T>,
): Promise<void> {
  if (part.length === 0 || attempt.faults.length >= maxRefusals) return;
  await db.rows('SAVEPOINT part');
  try {
    attempt.done.push(...(await work(part)));
    await db.rows('RELEASE SAVEPOINT part');
  } catch (error) {
    if (!(error instanceof HubError) || !isOfRecord(error)) throw error;
    await db.rows('ROLLBACK TO SAVEPOINT part');
    await db.rows('RELEASE SAVEPOINT part');
    if (part.length === 1) return void attempt.faults.push({ record: part[0]!, error });
    const half = Math.ceil(part.length / 2);
    await tryPart(db, part.slice(0, half), work, attempt);
    await tryPart(db, part.slice(half), work, attempt);
  }
}

/** Whether a record is to blame, and not the state of the database. */
const isOfRecord = ({ code, extensions }: HubError): boolean =>
  code === 'BAD_USER_INPUT' || extensions['constraint'] !== undefined;
