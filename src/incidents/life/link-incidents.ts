import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { mostLinked, reverseLinks } from '../incident.values';
import type { LinkIncidentsInput, UnlinkIncidentsInput } from './join.input.type';

/** Says what two incidents that the key sees have to do with each other; it works on one of them. Answers the first one's UUID. */
export async function linkIncidents(db: Db, input: LinkIncidentsInput): Promise<string> {
  const { note, kind } = input;
  if (note != null && (note.trim() === '' || note.length > 2000))
    throw new HubError('BAD_USER_INPUT', 'note: it has 1 to 2,000 characters.');
  const [id, other, authorId] = await holdEnds(db, input);
  await refuseMany(db, [id, other]);
  await db.rows(
    `INSERT INTO incident_link AS l (incident_id, other_id, kind, note, author_id)
     VALUES ($1, $2, $3, $5, $6), ($2, $1, $4, $5, $6)
     ON CONFLICT (incident_id, other_id) DO UPDATE SET kind = EXCLUDED.kind, note = EXCLUDED.note, author_id = EXCLUDED.author_id
      WHERE (l.kind, l.note) IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.note)`,
    [id, other, kind, reverseLinks[kind], note ?? null, authorId],
  );
  return id;
}

/** Takes back what was said of two incidents. Where nothing was, nothing changes. Answers the first one's UUID. */
export async function unlinkIncidents(db: Db, input: UnlinkIncidentsInput): Promise<string> {
  const [id, other] = await holdEnds(db, input);
  await db.rows(
    'DELETE FROM incident_link l WHERE (l.incident_id, l.other_id) IN (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))',
    [id, other],
  );
  return id;
}

/** Both ends, held, and in whose name the key works on one of them. */
async function holdEnds(
  db: Db,
  input: UnlinkIncidentsInput,
): Promise<[incident: string, other: string, author: string]> {
  const [id, other] = [uuidOf('inc', input.incident, 'incident'), uuidOf('inc', input.other, 'other')];
  if (id === other) throw new HubError('BAD_USER_INPUT', 'other: an incident has no link with itself.');
  await db.rows('SELECT hub.hold_incidents($1::uuid[])', [[id, other]]);
  const ends = await db.rows<{ id: string; author: string | null }>(
    `SELECT i.id, CASE WHEN i.owner_id = ANY (hub.writers()) THEN i.owner_id WHEN i.coordinator_id = ANY (hub.writers()) THEN i.coordinator_id
                       ELSE (SELECT w FROM unnest(hub.writers()) w WHERE hub.is_party(w, i.coworker_ids) ORDER BY w LIMIT 1) END AS author
       FROM incident i WHERE i.id = ANY ($1::uuid[]) ORDER BY i.id = $2 DESC`,
    [[id, other], id],
  );
  if (ends.length < 2) throw new HubError('NOT_FOUND', 'There is no such incident for this key.');
  const author = ends[0]!.author ?? ends[1]!.author;
  if (author) return [id, other, author];
  throw new HubError(
    'FORBIDDEN',
    'Linking incidents is for who works on one of them: its owner, coordinator or co-workers.',
  );
}

/** Of those that the key sees. */
async function refuseMany(db: Db, [id, other]: readonly [string, string]): Promise<void> {
  const [full] = await db.rows(
    `SELECT l.incident_id FROM incident_link l WHERE l.incident_id = ANY ($1::uuid[]) AND NOT l.other_id = ANY ($1::uuid[])
      GROUP BY l.incident_id HAVING count(*) >= $2`,
    [[id, other], mostLinked],
  );
  if (full) throw new HubError('BAD_USER_INPUT', `other: an incident has ${mostLinked} links at most.`);
}
