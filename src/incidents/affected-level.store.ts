import type { Db } from '../kernel/postgres/session';

/**
 * The highest level among the information systems that each incident affects: those it names, and those that a device belongs to which it
 * names, itself or by one of its interfaces. As far as the key sees them, so that severity tells nothing of hidden systems; null where it
 * sees none.
 */
export async function affectedLevels(
  db: Db,
  incidents: readonly (readonly string[])[],
): Promise<readonly (number | null)[]> {
  const named = incidents.flatMap((subjects, n) => subjects.map((subject) => ({ n, subject })));
  if (named.length === 0) return incidents.map(() => null);
  const rows = await db.rows<{ n: number; level: number }>(
    `SELECT a.n, max(s.effective_level)::int AS level
       FROM unnest($1::int[], $2::uuid[]) AS a(n, subject)
       LEFT JOIN interface f ON f.id = a.subject
       LEFT JOIN information_system_device d ON d.device_id IN (a.subject, f.device_id)
       JOIN information_system s ON s.id IN (a.subject, d.system_id)
      WHERE s.status <> 'RETIRED' GROUP BY a.n`,
    [named.map(({ n }) => n), named.map(({ subject }) => subject)],
  );
  const levels = new Map(rows.map(({ n, level }) => [n, level]));
  return incidents.map((_, n) => levels.get(n) ?? null);
}
