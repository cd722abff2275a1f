import type { Queryable } from '../../src/kernel/postgres/database';
import { newId } from '../../src/kernel/ids';
import { atOf, beginOf, samplesARound, seriesCount } from './load';

export const makeCenter = (operator: Queryable): Promise<unknown> =>
  operator.query(
    `INSERT INTO hub.organization (id, code, name, kind) VALUES ($1, 'CENTER', 'Center', 'NATIONAL_CENTER') ON CONFLICT DO NOTHING`,
    [newId()],
  );

/** That a round was kept: each sample once, and the newest of each series is its last. */
export async function kept(operator: Queryable, round: number): Promise<void> {
  const { rows } = await operator.query<{ samples: number; latest: number }>(
    `SELECT (SELECT count(*)::int FROM private.sample x WHERE x.at >= $1 AND x.at < $2) AS samples,
            (SELECT count(*)::int FROM private.latest_sample l WHERE l.at = $3) AS latest`,
    [new Date(beginOf(round)), new Date(beginOf(round + 1)), new Date(atOf(round, 9))],
  );
  const { samples, latest } = rows[0]!;
  if (samples !== samplesARound || latest !== seriesCount)
    throw new Error(`Of round ${round} ${samples} samples are kept, and ${latest} series end with it.`);
}
