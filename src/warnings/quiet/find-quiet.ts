import type { Db } from '../../kernel/postgres/session';
import { subjectOf } from '../../monitoring/subject';
import type { Hold } from '../life/transition.rules';
import type { StandingRow } from '../standing.store';

/** Which silence or maintenance covers each warning at this moment, in their order: one statement, none where no warning is open. */
export async function findQuiet(
  db: Db,
  warnings: readonly (StandingRow | null)[],
  now: Date,
): Promise<(Hold | null)[]> {
  const open = warnings.flatMap((row, place) => (row && row.clearedAt === null ? [{ row, place }] : []));
  const holds: (Hold | null)[] = warnings.map(() => null);
  if (open.length === 0) return holds;
  const found = await db.rows<{ place: number; kind: 'SILENCE' | 'MAINTENANCE'; by: string }>(
    `SELECT q.place, q.kind, q.by_id AS by
       FROM hub.quieted($1::uuid[], $2::uuid[], $3::text[], ARRAY(SELECT l.value FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS l(value, n) ORDER BY l.n), $5::uuid[], $6) q`,
    [
      open.map(({ row }) => subjectOf(row)?.uuid ?? row.prefixId),
      open.map(({ row }) => row.writerId),
      open.map(({ row }) => row.severity),
      JSON.stringify(open.map(({ row }) => row.labels)),
      open.map(({ row }) => row.ruleId),
      now.toISOString(),
    ],
  );
  for (const { place, kind, by } of found) holds[open[place - 1]!.place] = { kind, by };
  return holds;
}
