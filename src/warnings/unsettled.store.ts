import type { Db } from '../kernel/postgres/session';
import { subjectKinds } from '../monitoring/subject';
import type { Subject } from './life/surroundings';

/** One process at a time looks at the network again, until its transaction ends. */
export const lockTopology = (db: Db): Promise<object[]> =>
  db.rows(`SELECT pg_advisory_xact_lock('private.unsettled'::regclass::oid::int, 0)`);

/** What is to be looked at again, the oldest first; in place of all, every open warning that topology can hold back. Gone with the transaction that looked. */
export async function takeUnsettled(db: Db, atMost: number): Promise<string[]> {
  await db.rows(
    `WITH everything AS (DELETE FROM private.unsettled u WHERE u.subject_id IS NULL RETURNING u.id)
     INSERT INTO private.unsettled (subject_id)
     SELECT DISTINCT w.subject_id FROM warning w
      WHERE w.cleared_at IS NULL AND w.nature <> 'OTHER' AND w.subject_id IS NOT NULL AND EXISTS (SELECT FROM everything)`,
  );
  const rows = await db.rows<{ id: string }>(
    `WITH taken AS (
       DELETE FROM private.unsettled u WHERE u.id IN (SELECT n.id FROM private.unsettled n ORDER BY n.id LIMIT $1) RETURNING u.subject_id
     ) SELECT DISTINCT t.subject_id AS id FROM taken t WHERE t.subject_id IS NOT NULL`,
    [atMost],
  );
  return rows.map(({ id }) => id);
}

/** What kinds of objects these are, by the warnings that speak of them. */
export const subjectsOf = (db: Db, ids: readonly string[]): Promise<Subject[]> =>
  db.rows<Subject>(
    `SELECT DISTINCT ON (w.subject_id) w.subject_id AS id, CASE ${subjectKinds
      .map(({ column }) => `WHEN w.${column} IS NOT NULL THEN '${column}'`)
      .join(' ')} END AS column
       FROM warning w WHERE w.subject_id = ANY ($1::uuid[]) ORDER BY w.subject_id`,
    [ids],
  );
