import { findWriter } from '../../directory/find-writer';
import { organizations } from '../../directory/directory.collection';
import { idsByCode } from '../../directory/resolve-codes';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import type { Identity } from '../../kernel/postgres/identity';
import type { Tlp } from '../../sharing/sharing.values';
import type { IncidentState } from '../incident.values';

/** An incident that nobody else writes tasks of until the transaction ends, and who acts on it. */
export interface HeldIncident {
  id: string;
  ownerId: string;
  reporterId: string;
  partyIds: string[];
  tlp: Tlp;
  state: IncidentState;
  actorId: string;
  isOwner: boolean;
  isCoworker: boolean;
}

/** Holds an incident for an organization that is named on it. */
export async function holdIncident(
  db: Db,
  incidentId: string,
  actor: string | null | undefined,
  viewer: Identity,
): Promise<HeldIncident> {
  const actorId = actor == null ? viewer.organizationId : (await findWriter(db, actor)).id;
  await db.rows('SELECT hub.hold_tasks($1)', [incidentId]);
  const [found] = await db.rows<HeldIncident & { isParty: boolean }>(
    `SELECT i.id, i.owner_id AS "ownerId", i.reporter_id AS "reporterId", i.party_ids AS "partyIds", i.tlp, i.state, $2::uuid AS "actorId",
            i.owner_id = $2 AS "isOwner", hub.is_party($2, i.coworker_ids) AS "isCoworker", hub.is_party($2, i.party_ids) AS "isParty"
       FROM incident i WHERE i.id = $1`,
    [incidentId, actorId],
  );
  if (!found) throw new HubError('NOT_FOUND', 'There is no such incident for this key.');
  if (!found.isParty) throw new HubError('FORBIDDEN', 'Only organizations that are named on an incident work on it.');
  return found;
}

/** The organization of a code, where it is named on the incident: who is given a task has to see it. */
export async function namedOn({ partyIds }: HeldIncident, db: Db, field: string, code: string): Promise<string> {
  const id = (await idsByCode(db, organizations, [code])).get(code);
  if (id === undefined)
    throw new HubError('BAD_USER_INPUT', `${field}: there is no organization with the code "${code.slice(0, 63)}".`);
  if (partyIds.includes(id)) return id;
  throw new HubError(
    'BAD_USER_INPUT',
    `${field}: "${code}" is not named on the incident: name it among its co-workers first.`,
  );
}
