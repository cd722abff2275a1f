import { organizations } from '../../directory/directory.collection';
import { findStranger } from '../../directory/find-stranger';
import { findWriter, type Writer } from '../../directory/find-writer';
import { idsOf } from '../../directory/resolve-codes';
import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { References } from '../../kernel/writing/references';
import { subjectKinds } from '../../monitoring/subject';
import type { SaveSilenceInput } from './silence.input.type';
import { faultOfSilence } from './silence.rules';

/** Silences of one organization that are in force or to come: each is asked about every warning. */
const mostStanding = 500;

/** Sets the silence, or gives it its terms anew; one that was ended holds again. Answers its UUID. */
export async function saveSilence(db: Db, input: SaveSilenceInput, now: Date): Promise<string> {
  const fault = faultOfSilence(input, now);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const owner = await findWriter(db, input.owner);
  const quiets = await quietsOf(db, owner, input.quiets ?? [owner.code]);
  const subject = await subjectOf(db, owner, input);
  await refuseTooMany(db, owner);
  const columns = subjectKinds.map(({ column }) => column);
  const terms = ['quiets_ids', 'reason', 'starts_at', 'ends_at', ...columns, 'labels', 'most_severity'];
  const values = [
    ...[newId(), owner.id, input.source, input.externalId ?? newId(), quiets, input.reason],
    ...[input.startsAt ?? now.toISOString(), input.endsAt, ...columns.map((column) => subject[column] ?? null)],
    ...[JSON.stringify(input.labels ?? {}), input.mostSeverity ?? null],
  ];
  const [saved] = await db.rows<{ id: string }>(
    `INSERT INTO silence AS s (id, owner_id, source, external_id, ${terms.join(', ')})
     VALUES (${values.map((_, i) => `$${i + 1}`).join(', ')})
     ON CONFLICT (owner_id, source, external_id) DO UPDATE
        SET ${terms.map((term) => `${term} = EXCLUDED.${term}`).join(', ')}, ended_at = NULL
     RETURNING s.id`,
    values,
  );
  return saved!.id;
}

/** Those that the key may write for, at or below the owner: nobody quiets what is another's. */
async function quietsOf(db: Db, owner: Writer, codes: readonly string[]): Promise<string[]> {
  const { quiets } = await idsOf(db, { quiets: { target: organizations, codes } });
  const others = codes.filter((code) => code !== owner.code);
  const stranger = await findStranger(db, owner.code, others);
  if (stranger !== null)
    throw new HubError(
      'FORBIDDEN',
      `quiets: "${stranger}" does not stand below "${owner.code}": a silence is for one's own.`,
    );
  const [refused] = await db.rows<{ code: string }>(
    `SELECT o.code FROM organization o
      WHERE o.id = ANY ($1::uuid[]) AND o.id <> ALL ((SELECT hub.writers())::uuid[]) ORDER BY o.code LIMIT 1`,
    [quiets],
  );
  if (refused) throw new HubError('FORBIDDEN', `quiets: this key may not write for "${refused.code}".`);
  return quiets.toSorted();
}

async function subjectOf(
  db: Db,
  owner: Writer,
  { subject, source }: SaveSilenceInput,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  if (!subject) return found;
  const references = new References({ ownerId: owner.id, source });
  for (const { field, column, collection } of subjectKinds)
    if (field !== 'organization')
      references.ask(0, `subject.${field}`, collection, subject[field], (id) => (found[column] = id));
  const [refused] = await references.resolve(db);
  if (refused) throw new HubError('BAD_USER_INPUT', refused.message);
  if (subject.organization != null) {
    const ids = await idsOf(db, { 'subject.organization': { target: organizations, codes: [subject.organization] } });
    found['organization_id'] = ids['subject.organization'][0]!;
  }
  return found;
}

async function refuseTooMany(db: Db, owner: Writer): Promise<void> {
  const [standing] = await db.rows<{ count: number }>(
    'SELECT count(*)::int AS count FROM silence s WHERE s.owner_id = $1 AND s.ends_at > now() AND s.ended_at IS NULL',
    [owner.id],
  );
  if (standing!.count >= mostStanding)
    throw new HubError(
      'BAD_USER_INPUT',
      `"${owner.code}" has ${mostStanding} silences that are not over, which is the most: let one hold back more, or end some.`,
    );
}

/** The silence holds nothing back from now on; it stays, as history. One that is over stays as it is. Answers its UUID. */
export async function endSilence(db: Db, id: string, now: Date): Promise<string> {
  const uuid = uuidOf('sil', id);
  const [found] = await db.rows<{ owner: string }>(
    'SELECT o.code AS owner FROM silence s JOIN organization o ON o.id = s.owner_id WHERE s.id = $1',
    [uuid],
  );
  if (!found) throw new HubError('NOT_FOUND', 'There is no such silence for this key.');
  await findWriter(db, found.owner);
  await db.rows('UPDATE silence s SET ended_at = $2 WHERE s.id = $1 AND s.ended_at IS NULL AND s.ends_at > $2', [
    uuid,
    now,
  ]);
  return uuid;
}
