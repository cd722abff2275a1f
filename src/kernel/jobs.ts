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

export type Note = (message: string) => void;

/** What a program does on one connection; it stops where it can go on later when the hub ends. It may tell up to when all is done. */
export interface ProgramJob extends Due {
  work: (client: PoolClient, signal: AbortSignal | undefined, note: Note) => Promise<string | void>;
}

export type Job = SqlJob | ProgramJob;

/** Months of the change log stand ready before they begin. */
export const makeMonths: SqlJob = {
  name: 'make_months',
  schedule: '17 * * * *',
  fill: '1h',
  sql: `SELECT private.ensure_month('change', now() + n * interval '1 month') FROM generate_series(0, 2) n`,
};

export interface JobLog {
  /** What a job says of its work. */
  note: Note;
  fault: (message: string) => void;
}

/** Background work: kept in the same Postgres, done once each by any number of processes, resumed after a kill of the hub or of Postgres. */
export async function startJobs(operator: Pool, jobs: readonly Job[], log: JobLog): Promise<Kept> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (_payload, helpers) => doWork(operator, job, helpers, log.note)]),
  );
  const begin = async (): Promise<Runner> => {
    const runner = await run({
      pgPool: operator,
      taskList,
      crontab: jobs.map(turnOf).join('\n'),
      concurrency: 1,
      noHandleSignals: true,
      logger: new Logger(() => (level, message) => {
        if (level === 'error') log.fault(message);
      }),
    });
    // A worker that could not say how its job ended is gone, and no other takes its place: where Postgres went away meanwhile.
    runner.events.on('worker:fatalError', () => void runner.stop().catch(() => undefined));
    return runner;
  };
  return keepRunning(begin, (error) => log.fault(`Background work ended, and begins again soon: ${String(error)}`));
}

/** What fails is tried again at its next turn, which takes the place of what is left of the last. */
const turnOf = ({ name, schedule, fill }: Job): string =>
  `${schedule} ${name} ?${fill ? `fill=${fill}&` : ''}max=1&jobKey=${name}`;

async function doWork(
  operator: Pool,
  job: Job,
  { withPgClient, abortSignal }: Pick<JobHelpers, 'withPgClient' | 'abortSignal'>,
  note: Note,
): Promise<void> {
  const begun = performance.now();
  try {
    const until = await withPgClient((client) =>
      'sql' in job
        ? client.query(job.sql).then(() => undefined)
        : job.work(client, abortSignal, (message) => note(`${job.name}: ${message}`)),
    );
    // What was stopped half-way has not ended.
    if (!abortSignal?.aborted) await keepRun(operator, job.name, (performance.now() - begun) / 1000, until ?? null);
  } catch (error) {
    // Why it failed is told, and not that this could not be kept because of it.
    await keepFailure(operator, job.name).catch(() => undefined);
    throw error;
  }
}

const keepRun = (operator: Pool, name: string, seconds: number, until: string | null) =>
  operator.query(
    `INSERT INTO private.job_run AS r (name, ended_at, seconds, done_until) VALUES ($1, now(), $2, $3)
     ON CONFLICT (name) DO UPDATE SET ended_at = now(), seconds = EXCLUDED.seconds, done_until = coalesce(EXCLUDED.done_until, r.done_until)`,
    [name, seconds, until],
  );

const keepFailure = (operator: Pool, name: string) =>
  operator.query(
    `INSERT INTO private.job_run (name, failed_at) VALUES ($1, now()) ON CONFLICT (name) DO UPDATE SET failed_at = now()`,
    [name],
  );
