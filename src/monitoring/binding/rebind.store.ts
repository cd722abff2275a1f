import type { PoolClient } from 'pg';
import { bindingTargets, columnOf, type BindingRule, type UnboundReason } from './binding.values';
import { ruleColumns } from './rule-columns';
import type { Ask, Bindable } from './rule-matcher';
import { columnsOfAsks, type Binding, type Found } from './settle-bindings';

/** Which of a writer's series are looked at: those that rules decide; those that wait for an object or a first look; those for a first look. */
export type Scope = 'RULES' | 'WAITING' | 'PENDING';

const conditionOf: Readonly<Record<Scope, string>> = {
  RULES: '(s.subject_id IS NULL OR s.binding_rule_id IS NOT NULL)',
  WAITING: `s.subject_id IS NULL AND s.unbound_reason <> 'NO_RULE'`,
  PENDING: `s.subject_id IS NULL AND s.unbound_reason = 'PENDING'`,
};

export interface DueWriter {
  id: string;
  scope: Scope;
}

/** As it was read: what has changed since is due again. */
export interface StandingRule extends BindingRule {
  revision: string;
  isApplied: boolean;
  isRemoved: boolean;
}

export interface StandingSeries extends Bindable {
  id: string;
  subjectId: string | null;
  bindingRuleId: string | null;
  unboundReason: UnboundReason | null;
}

/** Changes of these may give a series what it waits for, or let its writer see it. */
const awaited = [
  'Device',
  'Interface',
  'Link',
  'Site',
  'InformationSystem',
  'Organization',
  'Agreement',
  'SharingGroupMember',
];

/** One pass at a time, over any number of processes; the lock goes with the connection. */
export async function takeTurn(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_lock('private.binding_pass'::regclass::oid::int, 0) AS mine`,
  );
  return rows[0]!.mine;
}

export async function endTurn(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_unlock('private.binding_pass'::regclass::oid::int, 0)`);
}

export interface Look {
  /** Whether something has come that series may wait for; once an hour it is taken to have, since agreements begin by the clock. */
  isDue: boolean;
  /** The transaction from which on changes have not been seen yet. */
  seen: string;
}

export async function lookAtInventory(client: PoolClient): Promise<Look> {
  const { rows } = await client.query<Look>(
    `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS seen,
            p.at IS NULL OR p.at < now() - interval '1 hour'
            OR EXISTS (SELECT FROM private.change c WHERE c.xid >= p.seen AND c.record_type = ANY ($1)) AS "isDue"
       FROM (SELECT) one LEFT JOIN private.binding_pass p ON true`,
    [awaited],
  );
  return rows[0]!;
}

/** What has been seen is not looked through again. */
export async function rememberLook(client: PoolClient, { isDue, seen }: Look): Promise<void> {
  await client.query(
    `INSERT INTO private.binding_pass AS p (seen, at) VALUES ($1::xid8, now())
     ON CONFLICT (is_there) DO UPDATE SET seen = EXCLUDED.seen, at = CASE WHEN $2 THEN EXCLUDED.at ELSE p.at END`,
    [seen, isDue],
  );
}

export async function dueWriters(client: PoolClient, { isDue }: Look): Promise<DueWriter[]> {
  const { rows } = await client.query<DueWriter>(
    `SELECT d.id, CASE max(d.reach) WHEN 3 THEN 'RULES' WHEN 2 THEN 'WAITING' ELSE 'PENDING' END AS scope
       FROM (SELECT r.owner_id AS id, 3 AS reach FROM hub.binding_rule r WHERE r.applied_at IS NULL
             UNION ALL SELECT r.owner_id, 2 FROM hub.binding_rule r WHERE $1
             UNION ALL SELECT s.writer_id, 1 FROM hub.series s WHERE s.subject_id IS NULL AND s.unbound_reason = 'PENDING') d
      GROUP BY d.id ORDER BY d.id`,
    [isDue],
  );
  return rows;
}

/** Waits until series that are made by rules of before are there. */
export async function awaitPushes(client: PoolClient, writer: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock('hub.binding_rule'::regclass::oid::int, hashtext($1::uuid::text))`, [
    writer,
  ]);
}

export async function standingRules(client: PoolClient, writer: string): Promise<StandingRule[]> {
  const { rows } = await client.query<StandingRule>(
    `SELECT ${ruleColumns('r')}, r.updated_at::text AS revision, r.applied_at IS NOT NULL AS "isApplied", r.removed_at IS NOT NULL AS "isRemoved"
       FROM hub.binding_rule r WHERE r.owner_id = $1 ORDER BY r.position, r.code`,
    [writer],
  );
  return rows;
}

export async function standingSeries(
  client: PoolClient,
  { id, scope }: DueWriter,
  after: string,
  atOnce: number,
): Promise<StandingSeries[]> {
  const { rows } = await client.query<StandingSeries>(
    `SELECT s.id, s.source, m.name AS metric, s.labels, s.subject_id AS "subjectId", s.binding_rule_id AS "bindingRuleId", s.unbound_reason AS "unboundReason"
       FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id
      WHERE s.writer_id = $1 AND s.id > $2 AND ${conditionOf[scope]} ORDER BY s.id LIMIT $3`,
    [id, after, atOnce],
  );
  return rows;
}

export async function findSubjects(client: PoolClient, writer: string, asks: readonly Ask[]): Promise<Found[]> {
  const { rows } = await client.query<Found>(
    'SELECT f.place, f.found, f.subject_id AS "subjectId" FROM private.find_subjects($1, $2, $3, $4) f',
    [writer, ...columnsOfAsks(asks)],
  );
  return rows;
}

const subjectColumns = bindingTargets.map(
  (target) => `${columnOf[target]} = CASE n.target WHEN '${target}' THEN n.subject END`,
);

/** Binds series anew that stand as they were read: what their sender has said meanwhile stays. Locked in the order in which ingest locks them. */
export async function writeBindings(
  client: PoolClient,
  changes: readonly { was: StandingSeries; now: Binding }[],
): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `WITH n AS MATERIALIZED (
       SELECT u.* FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])
              AS u(id, was, was_rule, target, subject, rule, reason)
     ), locked AS MATERIALIZED (
       SELECT s.id FROM hub.series s JOIN n ON n.id = s.id ORDER BY s.source, s.external_id FOR NO KEY UPDATE OF s
     )
     UPDATE hub.series s SET ${subjectColumns.join(', ')}, binding_rule_id = n.rule, unbound_reason = n.reason
       FROM n WHERE s.id = n.id AND s.id IN (SELECT l.id FROM locked l)
        AND s.subject_id IS NOT DISTINCT FROM n.was AND s.binding_rule_id IS NOT DISTINCT FROM n.was_rule`,
    [
      changes.map(({ was }) => was.id),
      changes.map(({ was }) => was.subjectId),
      changes.map(({ was }) => was.bindingRuleId),
      changes.map(({ now }) => now.target),
      changes.map(({ now }) => now.subject),
      changes.map(({ now }) => now.rule),
      changes.map(({ now }) => now.reason),
    ],
  );
}

/** Says of the rules, as they were read, that they are applied; removed ones go. */
export async function markApplied(client: PoolClient, rules: readonly StandingRule[]): Promise<void> {
  const columns = [rules.map(({ id }) => id), rules.map(({ revision }) => revision)];
  const asRead =
    'FROM unnest($1::uuid[], $2::timestamptz[]) AS n(id, revision) WHERE r.id = n.id AND r.updated_at = n.revision';
  await client.query(
    `UPDATE hub.binding_rule r SET applied_at = now() ${asRead} AND r.removed_at IS NULL AND r.applied_at IS NULL`,
    columns,
  );
  await client.query(
    `DELETE FROM hub.binding_rule r ${asRead.replace('FROM', 'USING')} AND r.removed_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM hub.series s WHERE s.binding_rule_id = r.id)`,
    columns,
  );
}
