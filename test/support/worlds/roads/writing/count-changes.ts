import type { Hub } from '../../../hub';

/** How many changes there have been of any record: the same number before and after, and nothing was written. */
export async function countChanges(hub: Hub): Promise<number> {
  const [row] = await hub.sql<{ count: number }>('SELECT count(*) AS count FROM private.change');
  return row!.count;
}
