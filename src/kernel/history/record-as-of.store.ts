import { rawId } from '../ids';
import type { Collection, Row } from '../reading/collection';
import { selectList } from '../reading/projection';
import { batch, type Batch } from '../reading/edges';

/**
 * Records as they were at an instant, in the shape that lists give; null for a record that was not there, or that the viewer does not see.
 * A column that the image lacks, since it was made later, is as it stands now.
 */
export const recordAsOf = <R extends Row>(of: Collection<R>): Batch<R | null, string> =>
  batch(`${of.typeName} as of`, async (db, ids, instant) => {
    const rows = await db.rows<R>(
      `SELECT ${selectList(of)} FROM hub.record_as_of($1, $2) a JOIN ${of.table} n ON n.id = a.record_id
        CROSS JOIN LATERAL jsonb_populate_record(n, a.image || jsonb_build_object('updated_at', a.changed_at, 'synced_at', a.changed_at)) t
        WHERE a.record_type = $3`,
      [ids, instant, of.typeName],
    );
    const byId = new Map(rows.map((row) => [rawId(row.id), row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
