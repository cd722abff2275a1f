import { microsText } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import type { Grid } from './grid.rules';
import { levels } from '../rollups/levels';
import { SampleGrid, type Steps } from './sample-grid';
import { readStretches } from './sample-steps.store';

/** Of one series: a counter has the one before the range among them, and one that was there already. */
const fewestAtOnce = 3;

/**
 * The steps of each series on a grid, of those that the viewer sees. Reads on where a series has more samples than its part of those that are held at
 * once, until it has one step more than `most`.
 */
export async function gridSteps(
  db: Db,
  ids: readonly string[],
  { level, start, end }: Grid,
  { most, atOnce }: { most: number; atOnce: number },
): Promise<Map<string, Steps>> {
  const ofEach = atOnce / ids.length;
  const asked = {
    ...{ level, until: microsText(end) },
    most: Math.max(fewestAtOnce, Math.floor(ofEach)),
    mostDays: fewestAtOnce + Math.ceil(Math.min(most, ofEach) / levels[level].ofDay),
  };
  const grids = new Map<string, SampleGrid>();
  let since = new Map(ids.map((id) => [id, microsText(start)]));
  while (since.size > 0) {
    const found = await readStretches(db, { ...asked, since });
    since = new Map();
    for (const [id, { kind, next, ...stretch }] of found) {
      const grid = grids.get(id) ?? new SampleGrid(kind, level, start, end);
      grids.set(id, grid);
      grid.take(stretch);
      if (next !== null && grid.length <= most) since.set(id, next);
    }
  }
  return new Map([...grids].map(([id, grid]) => [id, grid.end()]));
}
