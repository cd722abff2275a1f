import type { Pool } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { keepWork } from '../../../src/kernel/postgres/keep-work';
import { Session, type Db } from '../../../src/kernel/postgres/session';
import { settleTopology } from '../../../src/warnings/settle-topology';
import { settleWarnings } from '../../../src/warnings/settle-warnings';
import { at, failingDay, type Region } from './failing-day';

/** Replays a day from where its mark stands: a batch and its mark are one transaction, as an evaluation and its mark are. */
export async function replayDay(operator: Pool, region: Region): Promise<void> {
  const inTransaction = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + 60_000 });
    return keepWork(session, () => work(session));
  };
  const look = async (minute: number) => {
    for (let looked = 1; looked > 0;) looked = await inTransaction((db) => settleTopology(db, at(minute)));
  };
  await operator.query('CREATE TABLE IF NOT EXISTS private.replayed (minute int NOT NULL)');
  const { rows } = await operator.query<{ minute: number | null }>(
    'SELECT max(r.minute) AS minute FROM private.replayed r',
  );
  const done = rows[0]!.minute ?? -1;
  if (done >= 0) await look(done);
  for (const { minute, evidence } of failingDay(region).batches) {
    if (minute <= done) continue;
    await inTransaction(async (db) => {
      await settleWarnings(db, evidence, at(minute));
      await db.rows('INSERT INTO private.replayed (minute) VALUES ($1)', [minute]);
    });
    await look(minute);
  }
}

/** As a process of its own, to be killed: the database and the region are in its environment. */
async function main(): Promise<void> {
  const operator = createPool(process.env['DATABASE_URL']!, 'hub_owner', { max: 2 });
  await replayDay(operator, JSON.parse(process.env['REGION']!) as Region);
  await operator.end();
}

if (require.main === module) void main();
