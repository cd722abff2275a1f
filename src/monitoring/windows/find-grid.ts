import { microsOf } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { gridOver, type Grid, type GridRange } from './grid.rules';
import type { Resolution } from '../monitoring.values';
import type { Level } from '../rollups/levels';

/**
 * The grid that answers: AUTO is the finest of which the range touches no more than `most` steps and which is kept back to its beginning; days, where
 * none is.
 */
export async function findGrid(
  db: Db,
  range: GridRange,
  asked: Exclude<Resolution, 'RAW'>,
  most: number,
): Promise<Grid> {
  if (asked !== 'AUTO') return gridOver(range, asked);
  const fitting = (['FIVE_MINUTES', 'HOUR'] as const)
    .map((level) => gridOver(range, level))
    .filter(({ length }) => length <= most);
  const kept = fitting.length > 0 ? await keptSince(db) : {};
  const reaches = ({ level, start }: Grid) => kept[level] == null || start >= microsOf(kept[level]);
  return fitting.find(reaches) ?? gridOver(range, 'DAY');
}

/** Since when all of a level is kept; null of one without an end. */
async function keptSince(db: Db): Promise<Partial<Record<Level, string | null>>> {
  const [kept] = await db.rows<Partial<Record<Level, string | null>>>(
    `SELECT hub.kept_since('FIVE_MINUTES') AS "FIVE_MINUTES", hub.kept_since('HOUR') AS "HOUR"`,
  );
  return kept!;
}
