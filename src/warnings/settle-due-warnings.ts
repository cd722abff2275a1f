import type { Pool } from 'pg';
import type { ProgramJob } from '../kernel/jobs';
import { keepWork } from '../kernel/postgres/keep-work';
import { Session, type Db } from '../kernel/postgres/session';
import { resettleWarnings } from './settle-warnings';
import { findDue } from './standing.store';

const atOnce = 500;
/** A batch takes a moment; a machine that stands still holds nobody up for longer. */
const longestMs = 5_000;

/** Settles open warnings that the clock clears unless they fire again: those that flapped and were calm for long enough. Answers how many were due. */
export async function settleDueWarnings(db: Db, now: Date): Promise<number> {
  const due = await findDue(db, now, atOnce);
  await resettleWarnings(db, due, now);
  return due.length;
}

/** Batch after batch, each in a transaction of its own; a second process that comes at the same time finds them settled. */
export const dueWarningsJob = (operator: Pool): ProgramJob => ({
  name: 'settle_due_warnings',
  schedule: '* * * * *',
  work: async (_client, signal) => {
    for (let due = atOnce; due === atOnce && !signal?.aborted;) {
      const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + longestMs });
      due = await keepWork(session, () => settleDueWarnings(session, new Date()));
    }
  },
});
