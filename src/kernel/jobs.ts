import { run, Logger, type Runner, type TaskList } from 'graphile-worker';
import type { Pool } from 'pg';

/** Work that comes due by the clock: one SQL statement, run in the owner's role. */
export interface Job {
  name: string;
  /** As cron has it, in UTC. */
  schedule: string;
  /** How far back what was missed while no hub ran is made up for, such as 1d; not at all unless said. */
  fill?: string;
  sql: string;
}

/** Months of the change log stand ready before they begin. */
export const makeMonths: Job = {
  name: 'make_months',
  schedule: '17 3 * * *',
  fill: '1d',
  sql: `SELECT private.ensure_month('change', now() + n * interval '1 month') FROM generate_series(0, 2) n`,
};

/** Background work: kept in the same Postgres, done once each by any number of processes, resumed after a kill. */
export async function startJobs(
  operator: Pool,
  jobs: readonly Job[],
  logFault: (message: string) => void,
): Promise<Runner> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map(({ name, sql }) => [name, async (_payload, { query }) => void (await query(sql))]),
  );
  return run({
    pgPool: operator,
    taskList,
    crontab: jobs.map(({ name, schedule, fill }) => `${schedule} ${name}${fill ? ` ?fill=${fill}` : ''}`).join('\n'),
    concurrency: 1,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') logFault(message);
    }),
  });
}
