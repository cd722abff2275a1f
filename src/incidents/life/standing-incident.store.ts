import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import type { DatePrecision, IncidentImpact } from '../incident.values';
import type { Severity, Tlp } from '../../sharing/sharing.values';
import type { IncidentPart, Living } from './incident-life.values';

/** An incident as it stands, held until the transaction ends, and what the key is to it. */
export interface StandingIncident extends Living {
  id: string;
  version: number;
  ownerId: string;
  reporterId: string;
  source: string;
  coordinatorId: string | null;
  handOverToId: string | null;
  mergedIntoId: string | null;
  coworkerIds: string[];
  recipientIds: string[];
  affectedIds: string[];
  labels: string[];
  links: string[];
  tlp: Tlp;
  severity: Severity;
  severityReason: string | null;
  impact: IncidentImpact | null;
  occurredAtPrecision: DatePrecision;
  part: IncidentPart;
  /** The organization in whose name the key works on it. */
  actorId: string;
  /** Whether the key answers for the organization that is asked to take it over. */
  receives: boolean;
  /** Whether it is the key of a steward of the national center above its owner. */
  isNational: boolean;
}

const columns = `
  i.id, i.version, i.owner_id AS "ownerId", i.reporter_id AS "reporterId", i.source, i.coordinator_id AS "coordinatorId", i.hand_over_to_id AS "handOverToId",
  i.merged_into_id AS "mergedIntoId", i.coworker_ids AS "coworkerIds", i.recipient_ids AS "recipientIds", i.affected_ids AS "affectedIds",
  i.labels, i.links, i.tlp, i.severity, i.severity_reason AS "severityReason", i.impact, i.occurred_at_precision AS "occurredAtPrecision",
  i.state, i.class, i.type, i.resolution, i.occurred_at AS "occurredAt", i.detected_at AS "detectedAt", i.aware_at AS "awareAt",
  i.acknowledged_at AS "acknowledgedAt", i.started_at AS "startedAt", i.contained_at AS "containedAt", i.resolved_at AS "resolvedAt",
  i.closed_at AS "closedAt", i.reopened_at AS "reopenedAt"`;

/** By groups too; named itself an organization comes before one that a group names. */
const coworker = `(SELECT w FROM unnest(hub.writers()) w WHERE hub.is_party(w, i.coworker_ids) ORDER BY w = ANY (i.coworker_ids) DESC, w LIMIT 1)`;

const parts = `
  CASE WHEN i.owner_id = ANY (hub.writers()) THEN 'OWNER' WHEN i.coordinator_id = ANY (hub.writers()) THEN 'COORDINATOR'
       WHEN ${coworker} IS NOT NULL THEN 'COWORKER' ELSE 'OTHER' END AS part,
  CASE WHEN i.owner_id = ANY (hub.writers()) THEN i.owner_id WHEN i.coordinator_id = ANY (hub.writers()) THEN i.coordinator_id
       ELSE coalesce(${coworker}, CASE WHEN i.hand_over_to_id = ANY (hub.writers()) THEN i.hand_over_to_id END, hub.viewer()) END AS "actorId",
  coalesce(i.hand_over_to_id = ANY (hub.writers()), false) AS receives,
  hub.keeps_directory() AND i.owner_id = ANY (hub.owners()) AS "isNational"`;

/** Those of the incidents that the key may touch, in the order of their ids; who comes at the same time waits, and then finds what became of them. */
async function hold(db: Db, ids: readonly string[]): Promise<StandingIncident[]> {
  return db.rows<StandingIncident>(
    `SELECT ${columns}, ${parts} FROM incident i WHERE i.id = ANY ($1::uuid[]) ORDER BY i.id FOR NO KEY UPDATE OF i`,
    [ids],
  );
}

export async function holdIncident(db: Db, id: string): Promise<StandingIncident> {
  const [held] = await hold(db, [id]);
  if (held) return held;
  throw await untouchable(db, id);
}

/** Several, in the order given, with all that goes along when they are merged or linked. */
export async function holdIncidents(db: Db, ids: readonly string[]): Promise<StandingIncident[]> {
  await db.rows('SELECT hub.hold_incidents($1::uuid[])', [ids]);
  const held = new Map((await hold(db, ids)).map((standing) => [standing.id, standing]));
  for (const id of ids) if (!held.has(id)) throw await untouchable(db, id);
  return ids.map((id) => held.get(id)!);
}

const notTheirs = () =>
  new HubError('FORBIDDEN', 'The incident is for its owner, its coordinator and its co-workers to work on.');

/** What is seen and not to be touched is told apart from what is hidden or missing, as it is when it is read. */
async function untouchable(db: Db, id: string): Promise<HubError> {
  const [seen] = await db.rows('SELECT i.id FROM incident i WHERE i.id = $1', [id]);
  return seen ? notTheirs() : new HubError('NOT_FOUND', 'There is no such incident for this key.');
}

/**
 * Ends what was asked of another version: in words, and with what the caller may know of how it stands now. Who works on it is told so before
 * anything else: what it may do may have changed with the state. To anybody else it is no matter which version.
 */
export async function refuseOtherVersion(db: Db, standing: StandingIncident, sent: number): Promise<void> {
  const { id, version, state, part, receives, isNational } = standing;
  if (part === 'OTHER' && !receives && !isNational) throw notTheirs();
  if (version === sent) return;
  const [last] = await db.rows<{ at: string; label: string | null }>(
    'SELECT h.at, h.actor_label AS label FROM hub.record_history(ARRAY[$1::uuid], NULL, 1) h',
    [id],
  );
  const current = { id: `inc_${id}`, version, state, changedAt: last?.at ?? null, changedBy: last?.label ?? null };
  const by = last?.label ? ` by "${last.label}"` : '';
  const when = last ? `, changed${by} at ${last.at}` : '';
  throw new HubError(
    'CONFLICT',
    `version: the incident is at ${version} and ${state}${when}; ${sent} was sent. Read it again, then send the change again.`,
    { current },
  );
}
