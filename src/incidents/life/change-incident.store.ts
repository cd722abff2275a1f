import { HubError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { findRefused } from '../../kernel/writing/find-refused';
import { refusalOf } from '../../kernel/writing/refusal';
import type { Values } from '../../kernel/writing/upsert';
import { snakeCase } from '../../kernel/postgres/sql';
import type { Tlp } from '../../sharing/sharing.values';
import type { DeskField } from '../desk-fields.values';
import type { IncidentState, TimelineKind } from '../incident.values';
import type { StandingIncident } from './standing-incident.store';

/** Lists of organizations, and single ones: a refusal names the field without the id. */
const uuids: Readonly<Record<string, string>> = { coworker_ids: 'uuid[]', recipient_ids: 'uuid[]', region_id: 'uuid' };

/** Writes what a desk has said of an incident that is held, by the names of its entity; its version goes up by one, whatever was said. */
export async function changeIncident(db: Db, id: string, set: Values, said: readonly DeskField[]): Promise<void> {
  const image = Object.fromEntries(Object.entries(set).map(([property, value]) => [snakeCase(property), value]));
  const names = Object.keys(image);
  const changed =
    names.length > 0
      ? `, (${names.join(', ')}) = (SELECT ${names.map((name) => `g.${name}`).join(', ')} FROM given g)`
      : '';
  const write = async () => {
    await db.rows(
      `WITH given AS (SELECT r.* FROM jsonb_populate_record(NULL::incident, $2::jsonb) r)
       UPDATE incident i SET version = i.version + 1,
              desk_fields = ARRAY(SELECT DISTINCT f FROM unnest(i.desk_fields || $3::text[]) f ORDER BY 1)${changed}
        WHERE i.id = $1`,
      [id, JSON.stringify(image), said],
    );
    return [];
  };
  const columns = Object.fromEntries(names.map((name) => [name, uuids[name] ?? 'text']));
  const { refused } = await findRefused(db, [id], write, (_, error) => refusalOf(0, { key: [], columns }, error));
  if (refused[0]) throw new HubError('BAD_USER_INPUT', refused[0].message, { field: refused[0].field });
}

interface Told {
  kind: TimelineKind;
  text: string;
  at: string;
  /** Its incident's unless said. */
  marking?: Tlp;
  states?: { from: IncidentState; to: IncidentState };
}

/** Adds what was done to the timeline, in the name of the organization that did it. */
export async function tellTimeline(
  db: Db,
  { id, actorId, tlp }: Pick<StandingIncident, 'id' | 'actorId' | 'tlp'>,
  desk: string,
  { kind, text, at, marking, states }: Told,
): Promise<void> {
  const entry = newId();
  await db.rows(
    `INSERT INTO timeline_entry (id, incident_id, owner_id, source, external_id, marking, tlp, party_ids, author_id, author_desk, kind, at, text, from_state, to_state)
     SELECT $1, i.id, i.owner_id, 'hub', $11, $3, i.tlp, i.party_ids, $4, $5, $6, $7, $8, $9, $10 FROM incident i WHERE i.id = $2`,
    [
      ...[entry, id, marking ?? tlp, actorId, desk, kind, at, text],
      ...[states?.from ?? null, states?.to ?? null, entry],
    ],
  );
}

/** Words of the hub and of the desk as one entry. */
export const inWords = (...texts: readonly (string | null | undefined)[]): string => texts.filter(Boolean).join('\n');
