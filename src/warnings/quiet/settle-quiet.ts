import type { Pool } from 'pg';
import type { ProgramJob } from '../../kernel/jobs';
import { keepWork } from '../../kernel/postgres/keep-work';
import { Session, type Db } from '../../kernel/postgres/session';
import { resettleWarnings } from '../settle-warnings';

/** Open warnings in one transaction. */
const pageSize = 500;
/** A page takes a moment; a machine that stands still holds nobody up for longer. */
const longestMs = 5_000;
/** Changes that one pass takes off the list; what is more waits for the next. */
const mostDue = 10_000;
const mostBound = 1_000;
/** So much later the next pass looks once more: a warning that was being settled meanwhile was not there yet, and knew nothing of what changed. */
const againMs = 3 * longestMs;

interface Place {
  raisedAt: string;
  id: string;
}
const beforeAll: Place = { raisedAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

interface Pass {
  /** What had changed when it began. */
  due: string[];
}

/**
 * Settles open warnings anew where a silence or a maintenance has begun, ended or changed since the last pass: what it covers is held back, what it covered
 * and still fires is raised. A pass that is stopped half-way begins anew; a second one at the same time finds settled what the first did.
 */
export async function settleQuiet(operator: Pool, clock: () => Date, signal?: AbortSignal): Promise<void> {
  const within = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + longestMs });
    return keepWork(session, () => work(session));
  };
  await within((db) => db.rows('SELECT private.bind_circuits($1)', [mostBound]));
  const begun = clock();
  const pass = await within((db) => begin(db, begun));
  if (!pass) return;
  for (let after: Place | null = beforeAll; after && !signal?.aborted;) {
    const from: Place = after;
    after = await within((db) => settlePage(db, from, clock()));
  }
  if (!signal?.aborted) await within((db) => end(db, pass, begun));
}

/** What is due up to an instant; null where nothing is. */
async function begin(db: Db, now: Date): Promise<Pass | null> {
  const [found] = await db.rows<{ isDue: boolean; due: string[] }>(
    `SELECT private.is_quiet_due($1) AS "isDue", ARRAY(SELECT d.id::text FROM private.quiet_due d ORDER BY d.id LIMIT $2) AS due`,
    [now.toISOString(), mostDue],
  );
  return found!.isDue ? { due: found!.due } : null;
}

/** Answers the place behind the page; null behind the last. */
async function settlePage(db: Db, after: Place, now: Date): Promise<Place | null> {
  const [page] = await db.rows<{ ids: string[]; raisedAt: string | null; id: string | null }>(
    `SELECT u.ids, u.last_raised AS "raisedAt", u.last_id AS id FROM private.unsettled_by_quiet($1, $2, $3, $4) u`,
    [after.raisedAt, after.id, pageSize, now.toISOString()],
  );
  await resettleWarnings(db, page!.ids, now);
  return page!.id === null ? null : { raisedAt: page!.raisedAt!, id: page!.id };
}

/** A pass that began later has seen to what this one did too. */
async function end(db: Db, { due }: Pass, begun: Date): Promise<void> {
  const settled = new Date(begun.getTime() - againMs).toISOString();
  await db.rows('DELETE FROM private.quiet_due d WHERE d.id = ANY ($1::bigint[]) AND d.at < $2', [due, settled]);
  await db.rows(
    `INSERT INTO private.quiet_pass AS p (until) VALUES ($1)
     ON CONFLICT (is_there) DO UPDATE SET until = greatest(p.until, EXCLUDED.until)`,
    [settled],
  );
}

/** At each full minute, when windows begin and end as a rule, and at once where one is told of: once over several processes. */
export const quietJob = (operator: Pool): ProgramJob => ({
  name: 'settle_quiet',
  schedule: '* * * * *',
  work: (_client, signal) => settleQuiet(operator, () => new Date(), signal),
});
