import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { connectionConfig } from '../../src/kernel/postgres/database';
import type { Random } from './random';
import { until } from './until';

const jobs = ['pack_samples', 'roll_up_again', 'learn_paces'] as const;
type Job = (typeof jobs)[number];

/** Has the hub do one of its jobs now; of rolling up anew all that is packed is due. */
async function order(owner: Pool, job: Job): Promise<void> {
  if (job === 'roll_up_again')
    await owner.query(
      'INSERT INTO private.rollup_due SELECT DISTINCT c.series_number FROM private.sample_chunk c ON CONFLICT DO NOTHING',
    );
  await owner.query('SELECT graphile_worker.add_job($1)', [job]);
}

const found = async (owner: Pool, query: string): Promise<boolean> => (await owner.query(query)).rowCount !== 0;

/** Half-way through a packing: the rows are gone, the chunks and steps of 5 minutes stand, those of hours do not. */
const heldTable = 'private.rollup_1h';
const heldUp = `SELECT FROM pg_locks l WHERE l.locktype = 'relation' AND NOT l.granted`;

/**
 * Has the hub work in the background, and comes back when it is to be killed: some time into it, whatever it does then; or while it is held up half-way through a
 * transaction, until what it gives back is called.
 */
export async function workUntilKill(owner: Pool, url: string, random: Random): Promise<() => Promise<void>> {
  const isPacked = await found(owner, 'SELECT FROM private.sample_chunk LIMIT 1');
  const job = isPacked ? random.pick(jobs) : 'pack_samples';
  if (job === 'learn_paces' || random.chance(0.5)) {
    await order(owner, job);
    await pause(random.whole(100));
    return async () => undefined;
  }
  const holder = new Client(connectionConfig(url, 'hub_owner'));
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query(`BEGIN; LOCK TABLE ${heldTable} IN SHARE MODE`);
  await order(owner, job);
  await until(`${job} is half-way`, () => found(owner, heldUp));
  return () => holder.end().catch(() => undefined);
}

/** Has the hub do all that is left, and comes back when nothing is. */
export async function finishWork(owner: Pool): Promise<void> {
  for (const job of jobs) await order(owner, job);
  const left = `SELECT FROM private.sample UNION ALL SELECT FROM private.rollup_due`;
  await until('all is packed and rolled up', async () => !(await found(owner, left)));
}
