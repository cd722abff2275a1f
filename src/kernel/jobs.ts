import { run, Logger, type Runner, type TaskList } from 'graphile-worker';
import type { Pool } from 'pg';

/** Background work: kept in the same Postgres, done once each by any number of processes, resumed after a kill. */
export async function startJobs(operator: Pool, logFault: (message: string) => void): Promise<Runner> {
  const tasks: TaskList = {
    // Months of the change log stand ready before they begin.
    make_months: async (_payload, { query }) => {
      await query(`SELECT private.ensure_month('change', now() + n * interval '1 month') FROM generate_series(0, 2) n`);
    },
  };
  return run({
    pgPool: operator,
    taskList: tasks,
    crontab: '17 3 * * * make_months ?fill=1d',
    concurrency: 1,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') logFault(message);
    }),
  });
}
