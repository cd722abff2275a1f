import { organizations } from '../directory/directory.collection';
import { resolveCodes, type CodeAsked } from '../directory/resolve-codes';
import type { Ask } from '../inventory/upsert-records';
import { HubError } from '../kernel/errors';
import { newId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import { References } from '../kernel/writing/references';
import type { Values } from '../kernel/writing/upsert';
import { subjectKinds, type SubjectRef } from '../monitoring/subject';

/** What an incident affects: the column that names it, and its UUID. */
export interface SubjectPlace {
  column: string;
  id: string;
}

/** Asks for all that an incident names as affected, and puts it among its values. */
export function referSubjects(subjects: readonly SubjectRef[], values: Values, ask: Ask): void {
  const places: SubjectPlace[] = [];
  values['affects'] = places;
  subjects.forEach((subject, i) => {
    for (const { field, column, collection } of subjectKinds) {
      const put = (id: string) => places.push({ column, id });
      if (field === 'organization') ask.code(`affects[${i}].organization`, organizations, subject.organization, put);
      else ask.record(`affects[${i}].${field}`, collection, subject[field], put);
    }
  });
}

/** What incidents affect, where it was sent, replaces what stood before. */
export async function replaceSubjects(db: Db, written: readonly Values[]): Promise<void> {
  const given = written.filter((values) => values['affects']);
  if (given.length === 0) return;
  const rows = given.flatMap((values) =>
    (values['affects'] as SubjectPlace[]).map(({ column, id }) => ({
      id: newId(),
      incident_id: values['id'],
      owner_id: values['owner_id'],
      [column]: id,
    })),
  );
  const subjects = subjectKinds.map(({ column }) => column);
  const sent = `jsonb_to_recordset($2) AS g(id uuid, incident_id uuid, owner_id uuid, ${subjects.map((column) => `${column} uuid`).join(', ')})`;
  await db.rows(
    `DELETE FROM incident_subject t WHERE t.incident_id = ANY ($1::uuid[])
        AND NOT EXISTS (SELECT FROM ${sent} WHERE g.incident_id = t.incident_id
                           AND coalesce(${subjects.map((column) => `g.${column}`).join(', ')}) = t.subject_id)`,
    [given.map((values) => values['id']), JSON.stringify(rows)],
  );
  await db.rows(
    `INSERT INTO incident_subject (id, incident_id, owner_id, ${subjects.join(', ')})
     SELECT g.id, g.incident_id, g.owner_id, ${subjects.map((column) => `g.${column}`).join(', ')} FROM ${sent.replace('$2', '$1')}
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** The objects that one incident is said to affect, as the key sees them. */
export async function findSubjects(
  db: Db,
  subjects: readonly SubjectRef[],
  home: { ownerId: string; source: string },
): Promise<SubjectPlace[]> {
  const values: Values = {};
  const references = new References(home);
  const codes: CodeAsked[] = [];
  referSubjects(subjects, values, {
    record: (field, target, ref, put) => references.ask(0, field, target, ref, put),
    code: (field, target, code, put) => codes.push({ index: 0, field, target, code, put }),
  });
  const [refused] = [...(await references.resolve(db)), ...(await resolveCodes(db, codes))];
  if (refused) throw new HubError('BAD_USER_INPUT', refused.message, { field: refused.field });
  return values['affects'] as SubjectPlace[];
}

/** Objects that an incident affects and the key does not see. */
export async function unseenSubjects(db: Db, incidentId: string): Promise<SubjectPlace[]> {
  const seen = subjectKinds.map(({ collection }) => `SELECT t.id FROM ${collection.table} t`).join(' UNION ALL ');
  const column = subjectKinds.map(({ column: name }) => `WHEN s.${name} IS NOT NULL THEN '${name}'`).join(' ');
  return db.rows<SubjectPlace>(
    `SELECT CASE ${column} END AS column, s.subject_id AS id FROM incident_subject s
      WHERE s.incident_id = $1 AND NOT EXISTS (SELECT FROM (${seen}) o WHERE o.id = s.subject_id)`,
    [incidentId],
  );
}
