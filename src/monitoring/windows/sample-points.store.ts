import { microsOf } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import type { SampleColumns } from '../chunks/sample-columns';
import { mergeColumns, slice } from '../chunks/column-parts';
import { openSamples, packedSamples } from '../chunks/sample-wire';

interface PointsRow {
  id: string;
  points: Buffer | null;
  flagged: Buffer | null;
  chunks: Buffer | null;
}

export interface PointsAsked {
  ids: readonly string[];
  /** In RFC 3339. */
  from: string;
  to: string;
  most: number;
}

/** The first samples of each series in a range, of those that the viewer sees, whether they lie packed or not. */
export async function readPoints(
  db: Db,
  { ids, from, to, most }: PointsAsked,
): Promise<[id: string, points: SampleColumns][]> {
  const rows = await db.rows<PointsRow>(
    `SELECT p.series_id AS id, p.points, p.flagged, p.chunks FROM hub.sample_points($1, $2, $3, $4) p`,
    [ids, from, to, most],
  );
  return rows.map(({ id, points, flagged, chunks }) => {
    // Each has the first of its own, so the first of both are among them.
    const all = mergeColumns(packedSamples(chunks, microsOf(from), microsOf(to)), openSamples(points, flagged));
    return [id, slice(all, 0, most)];
  });
}
