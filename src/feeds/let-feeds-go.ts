import type { ProgramJob } from '../kernel/jobs';
import type { Queryable } from '../kernel/postgres/database';

/** Lets go what no cursor can name any more, for none is followed for so long: views, and consumers that have not read since. */
export async function letFeedsGo(client: Queryable, horizonDays: number): Promise<void> {
  // That a view is used is written once a day.
  const over = `now() - make_interval(days => $1::int + 2)`;
  await client.query(`DELETE FROM private.feed_view v WHERE v.last_used < ${over}`, [horizonDays]);
  await client.query(`DELETE FROM hub.feed_consumer c WHERE c.last_read_at < ${over}`, [horizonDays]);
}

export const feedsJob = ({ feedHorizonDays }: { feedHorizonDays: number }): ProgramJob => ({
  name: 'let_feeds_go',
  schedule: '23 3 * * *',
  fill: '1d',
  work: (client) => letFeedsGo(client, feedHorizonDays),
});
