import { run, Logger, type JobHelpers, type Runner, type TaskList } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import { keepRunning, type Kept } from './keep-running';

/** Work that comes due by the clock, in the owner's role. */
interface Due {
  name: string;
  /** As cron has it, in UTC. */
  schedule: string;
  /** How far back what was missed while no hub ran is made up for, such as 1d; not at all unless said. */
  fill?: string;
}
/** One statement. */
export interface SqlJob extends Due {
  sql: string;
}
/** What a program does on one connection; it stops where it can go on later when the hub ends. */
export interface ProgramJob extends Due {
  work: (client: PoolClient, signal: AbortSignal | undefined) => Promise<void>;
}
export type Job = SqlJob | ProgramJob;

/** Months of the change log stand ready before they begin. */
export const makeMonths: SqlJob = {
  name: 'make_months',
  schedule: '17 3 * * *',
  fill: '1d',
  sql: `SELECT private.ensure_month('change', now() + n * interval '1 month') FROM generate_series(0, 2) n`,
};

const doWork = (job: Job, { withPgClient, abortSignal }: JobHelpers): Promise<void> =>
  withPgClient(async (client) => {
    if ('sql' in job) await client.query(job.sql);
    else await job.work(client, abortSignal);
  });

/** Background work: kept in the same Postgres, done once each by any number of processes, resumed after a kill of the hub or of Postgres. */
export async function startJobs(
  operator: Pool,
  jobs: readonly Job[],
  logFault: (message: string) => void,
): Promise<Kept> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (_payload, helpers) => doWork(job, helpers)]),
  );
  const begin = async (): Promise<Runner> => {
    const runner = await run({
      pgPool: operator,
      taskList,
      crontab: jobs.map(({ name, schedule, fill }) => `${schedule} ${name}${fill ? ` ?fill=${fill}` : ''}`).join('\n'),
      concurrency: 1,
      noHandleSignals: true,
      logger: new Logger(() => (level, message) => {
        if (level === 'error') logFault(message);
      }),
    });
    // A worker that could not say how its job ended is gone, and no other takes its place: where Postgres went away meanwhile.
    runner.events.on('worker:fatalError', () => void runner.stop().catch(() => undefined));
    return runner;
  };
  return keepRunning(begin, (error) => logFault(`Background work ended, and begins again soon: ${String(error)}`));
}
