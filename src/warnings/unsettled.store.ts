import type { Db } from '../kernel/postgres/session';
import { subjectKinds } from '../monitoring/subject';
import type { Subject } from './life/surroundings';

/** One process at a time looks at the network again, until its transaction ends. */
export const lockTopology = (db: Db): Promise<object[]> =>
  db.rows(`SELECT pg_advisory_xact_lock('private.unsettled'::regclass::oid::int, 0)`);

/** What is to be looked at again. */
export interface Unsettled {
  id: string;
  subjectId: string;
}

/** The oldest first; in place of all, every open warning that topology can hold back. */
export async function findUnsettled(db: Db, atMost: number): Promise<Unsettled[]> {
  await db.rows(
    `WITH everything AS (DELETE FROM private.unsettled u WHERE u.subject_id IS NULL RETURNING u.id)
     INSERT INTO private.unsettled (subject_id)
     SELECT DISTINCT w.subject_id FROM warning w
      WHERE w.cleared_at IS NULL AND w.nature <> 'OTHER' AND w.subject_id IS NOT NULL AND EXISTS (SELECT FROM everything)`,
  );
  return db.rows<Unsettled>(
    `SELECT u.id::text AS id, u.subject_id AS "subjectId" FROM private.unsettled u WHERE u.subject_id IS NOT NULL ORDER BY u.id LIMIT $1`,
    [atMost],
  );
}

/** What was looked at is forgotten with the transaction that looked; what was noted meanwhile is another row, and stays. */
export const forgetUnsettled = (db: Db, ids: readonly string[]): Promise<object[]> =>
  db.rows('DELETE FROM private.unsettled u WHERE u.id = ANY ($1::bigint[])', [ids]);

/** What kinds of objects these are, by the warnings that speak of them. */
export const subjectsOf = (db: Db, ids: readonly string[]): Promise<Subject[]> =>
  db.rows<Subject>(
    `SELECT DISTINCT ON (w.subject_id) w.subject_id AS id, CASE ${subjectKinds
      .map(({ column }) => `WHEN w.${column} IS NOT NULL THEN '${column}'`)
      .join(' ')} END AS column
       FROM warning w WHERE w.subject_id = ANY ($1::uuid[]) ORDER BY w.subject_id`,
    [ids],
  );
