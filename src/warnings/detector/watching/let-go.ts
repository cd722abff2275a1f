import type { PoolClient } from 'pg';
import type { Standing } from './standing.rules';
import type { ToldTurn } from './tell-unusual';
import { forgetStates, type WatchedSeries } from './watched.store';

/** What is watched no more: what was told of it ends, what was learned is forgotten. */
export async function letGo(
  client: PoolClient,
  before: ReadonlyMap<number, Standing>,
  series: readonly WatchedSeries[],
  now: Date,
): Promise<ToldTurn[]> {
  const there = new Set(series.map(({ number }) => number));
  const gone = [...before].filter(([number]) => !there.has(number));
  await forgetStates(
    client,
    gone.map(([number]) => number),
  );
  const unusual = new Map(gone.filter(([, { isUnusual }]) => isUnusual));
  const writers = await writersOf(client, [...unusual.keys()]);
  return writers.map(({ number, writerId }) => {
    const { since, toldAt } = unusual.get(number)!;
    const at = Math.max(now.getTime() * 1000, toldAt);
    const series = { number, writerId, unit: '' };
    return {
      ...{ isUnusual: false, at, value: NaN, since, finding: null, series, toldAt: at },
      reason: 'the detector watches it no more.',
    };
  });
}

async function writersOf(
  client: PoolClient,
  numbers: readonly number[],
): Promise<{ number: number; writerId: string }[]> {
  if (numbers.length === 0) return [];
  const { rows } = await client.query<{ number: number; writerId: string }>(
    'SELECT s.number::float8 AS number, s.writer_id AS "writerId" FROM hub.series s WHERE s.number = ANY ($1::bigint[])',
    [numbers],
  );
  return rows;
}
