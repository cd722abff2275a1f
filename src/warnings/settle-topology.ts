import type { Pool } from 'pg';
import type { ProgramJob } from '../kernel/jobs';
import { keepWork } from '../kernel/postgres/keep-work';
import { Session, type Db } from '../kernel/postgres/session';
import { Surroundings } from './life/surroundings';
import { resettleWarnings } from './settle-warnings';
import { findUnsettled, forgetUnsettled, lockTopology, subjectsOf } from './unsettled.store';

/** So many subjects a look begins at; what it then judges with them need not be looked at again. */
const atOnce = 200;
const atMost = 10_000;
const longestMs = 5_000;

/**
 * Looks again at what hangs behind a warning that opened or cleared, or at all that is open once the network changed: what has a cause now is held
 * back, what has none any more is raised. Answers how many subjects were looked at; what it looks at is forgotten in the same transaction.
 */
export async function settleTopology(db: Db, now: Date): Promise<number> {
  await lockTopology(db);
  const unsettled = await findUnsettled(db, atMost);
  if (unsettled.length === 0) return 0;
  const begun = new Set(unsettled.slice(0, atOnce).map(({ subjectId }) => subjectId));
  const around = await Surroundings.around(db, await subjectsOf(db, [...begun]));
  await resettleWarnings(db, around.judged(), now);
  const judged = new Set([...around.judged()].map((id) => around.failures.get(id)!.subjectId));
  const looked = unsettled.filter(({ subjectId }) => begun.has(subjectId) || judged.has(subjectId));
  await forgetUnsettled(
    db,
    looked.map(({ id }) => id),
  );
  return looked.length;
}

/** As soon as something changed, and every minute for what a hub that ended has left. */
export const topologyJob = (operator: Pool): ProgramJob => ({
  name: 'settle_topology',
  schedule: '* * * * *',
  work: async (_client, signal) => {
    for (let looked = 1; looked > 0 && !signal?.aborted;) {
      const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + longestMs });
      looked = await keepWork(session, () => settleTopology(session, new Date()));
    }
  },
});
