import type { Queryable } from '../../src/kernel/postgres/database';
import { until } from '../../test/support/until';
import { speedOf, type SampleClock } from './sample-clock';

const anHour = 3_600_000;
/** The hub's own jobs, as often by the samples' clock as its schedule has them by the wall's. */
const dueEvery = { pack_samples: 2 * anHour, learn_paces: anHour, let_samples_go: anHour };

const addJob = (operator: Queryable, name: string): Promise<unknown> =>
  operator.query('SELECT graphile_worker.add_job($1, job_key => $2, max_attempts => 1)', [name, `bench_${name}`]);

/** Has the hub do its work when the samples' clock says so; what is still under way then is done once more after it. */
export function beginJobs(operator: Queryable, clock: SampleClock, fault: (error: unknown) => void): () => void {
  const timers = Object.entries(dueEvery).map(([name, every]) =>
    setInterval(() => void addJob(operator, name).catch(fault), every / speedOf(clock)),
  );
  return () => timers.forEach((timer) => clearInterval(timer));
}

const packingMs = 3_600_000;

/** Has the hub pack what there is; how long that took, in seconds. */
export async function packAll(operator: Queryable): Promise<number> {
  const began = performance.now();
  await addJob(operator, 'pack_samples');
  const done = async () => {
    const { rows } = await operator.query<{ failed: boolean; left: boolean }>(
      `SELECT EXISTS (SELECT FROM private.job_run j WHERE j.name = 'pack_samples' AND j.failed_at > now() - interval '10 seconds') AS failed,
              EXISTS (SELECT FROM private.sample) OR EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.task_identifier = 'pack_samples' AND j.locked_at IS NOT NULL) AS left`,
    );
    if (rows[0]!.failed) throw new Error('Packing failed: the log of the hub tells why.');
    return !rows[0]!.left;
  };
  await until('all is packed', done, { withinMs: packingMs });
  return (performance.now() - began) / 1000;
}
