import type { PoolClient } from 'pg';
import type { Severity } from '../../../sharing/sharing.values';
import { subjectKinds } from '../../../monitoring/subject';

/** A series as warnings speak of it. */
export interface ToldSeries {
  number: number;
  id: string;
  metric: string;
  labels: Record<string, string>;
  subjectColumn: string | null;
  subjectId: string | null;
  subject: string | null;
  /** The highest effective level of information systems that the subject carries, of those that who is told may see. */
  level: number | null;
}

/**
 * Whether an organization sees the inventory of another, as a whole: SQL. A warning tells its writer nothing of what it may not see; where an
 * agreement shows a part alone (a region, the members of a group) it is told nothing either.
 */
const seesAllOf = (owner: string, whose: string): string =>
  `(EXISTS (SELECT FROM private.organization_tree w WHERE w.ancestor_id = ${whose} AND w.descendant_id = ${owner})
    OR EXISTS (SELECT FROM hub.agreement g WHERE g.organization_id = ${whose} AND g.state = 'ACCEPTED' AND 'INVENTORY' = ANY (g.datasets) AND g.region_id IS NULL
                  AND g.owner_id = ${owner} AND g.valid_from <= now() AND coalesce(g.valid_until > now(), true)))`;

/** By names alone, which no agreement withholds. Tables go without their schema, in whose sight the jobs of the hub work. */
const subjectNames = (id: string, whose: string): string[] =>
  subjectKinds.map(({ column, collection: { table } }) => {
    const name = table === 'device' ? 'coalesce(x.name, lower(x.role))' : 'x.name';
    const isTold = table === 'organization' ? 'true' : seesAllOf('x.owner_id', whose);
    return `WHEN '${column}' THEN (SELECT ${name} FROM ${table} x WHERE x.id = ${id} AND ${isTold})`;
  });
const columnOfSubject = `CASE ${subjectKinds.map(({ column }) => `WHEN s.${column} IS NOT NULL THEN '${column}'`).join(' ')} END`;

/** Name of a subject that two expressions lead to, where it is whose inventory a third one sees: SQL. */
export const nameSql = (column: string, id: string, whose: string): string =>
  `CASE ${column} ${subjectNames(id, whose).join(' ')} END`;

/** The highest level that what two expressions lead to carries, by itself or its devices, of systems whose inventory a third one sees: SQL. */
export const levelSql = (column: string, id: string, whose: string): string =>
  `(SELECT max(y.effective_level) FROM hub.information_system y
     WHERE ${seesAllOf('y.owner_id', whose)} AND (y.id = ${id}
        OR y.id IN (SELECT c.system_id FROM hub.information_system_device c WHERE c.device_id IN (
             SELECT d.id FROM device d WHERE ${column} = 'device_id' AND d.id = ${id} OR ${column} = 'site_id' AND d.site_id = ${id}
             UNION ALL SELECT i.device_id FROM interface i WHERE ${column} = 'interface_id' AND i.id = ${id}
             UNION ALL SELECT unnest(ARRAY[l.a_device_id, l.b_device_id]) FROM hub.link l WHERE ${column} = 'link_id' AND l.id = ${id}))))`;

/** A series, and in whose name it is told of. */
export interface ToldTo {
  number: number;
  ownerId: string;
}

export const toldKey = ({ number, ownerId }: ToldTo): string => `${ownerId} ${number}`;

/** Series as warnings of an organization speak of them, by toldKey. */
export async function findToldSeries(client: PoolClient, asked: readonly ToldTo[]): Promise<Map<string, ToldSeries>> {
  const once = [...new Map(asked.map((one) => [toldKey(one), one])).values()];
  const { rows } = await client.query<ToldSeries & ToldTo>(
    `SELECT u.number::float8 AS number, u.owner_id AS "ownerId", s.id, m.name AS metric, s.labels, k.column AS "subjectColumn", s.subject_id AS "subjectId",
            ${nameSql('k.column', 's.subject_id', 'u.owner_id')} AS subject, ${levelSql('k.column', 's.subject_id', 'u.owner_id')} AS level
       FROM unnest($1::bigint[], $2::uuid[]) AS u(number, owner_id) JOIN hub.series s ON s.number = u.number
       JOIN hub.metric m ON m.id = s.metric_id CROSS JOIN LATERAL (SELECT ${columnOfSubject} AS "column") k`,
    [once.map(({ number }) => number), once.map(({ ownerId }) => ownerId)],
  );
  return new Map(rows.map((row) => [toldKey(row), row]));
}

/** What stands as firing by a rule, of a series or of what is silent. */
export interface Firing {
  ruleId: string;
  key: string;
  seriesId: string | null;
  subjectColumn: string | null;
  subjectId: string | null;
  labels: Record<string, string>;
  severity: Severity;
  at: Date;
  /** As the database writes it, to the microsecond. */
  heardAt: string | null;
  reachesAt: Date | null;
  explanation: string;
}

/** When what stands as firing was last told so, in microseconds since 1970, by rule and key. */
export async function toldAts(
  client: PoolClient,
  asked: readonly { ruleId: string; key: string }[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; at: number }>(
    `SELECT f.rule_id || ' ' || f.key AS name, extract(epoch FROM f.at)::float8 * 1e6 AS at
       FROM unnest($1::uuid[], $2::uuid[]) AS u(rule_id, key) JOIN private.rule_firing f ON f.rule_id = u.rule_id AND f.key = u.key`,
    [asked.map(({ ruleId }) => ruleId), asked.map(({ key }) => key)],
  );
  return new Map(rows.map(({ name, at }) => [name, at]));
}

export async function keepFiring(client: PoolClient, firing: readonly Firing[]): Promise<void> {
  if (firing.length === 0) return;
  await client.query(
    `INSERT INTO private.rule_firing AS f (rule_id, key, series_id, subject_column, subject_id, labels, severity, at, heard_at, reaches_at, explanation)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::jsonb[], $7::text[], $8::timestamptz[], $9::timestamptz[],
                          $10::timestamptz[], $11::text[])
     ON CONFLICT (rule_id, key) DO UPDATE SET series_id = EXCLUDED.series_id, subject_column = EXCLUDED.subject_column, subject_id = EXCLUDED.subject_id,
       labels = EXCLUDED.labels, severity = EXCLUDED.severity, at = EXCLUDED.at, heard_at = EXCLUDED.heard_at, reaches_at = EXCLUDED.reaches_at,
       explanation = EXCLUDED.explanation`,
    [
      ...[firing.map(({ ruleId }) => ruleId), firing.map(({ key }) => key), firing.map(({ seriesId }) => seriesId)],
      ...[firing.map(({ subjectColumn }) => subjectColumn), firing.map(({ subjectId }) => subjectId)],
      ...[firing.map(({ labels }) => JSON.stringify(labels)), firing.map(({ severity }) => severity)],
      ...[firing.map(({ at }) => at), firing.map(({ heardAt }) => heardAt), firing.map(({ reachesAt }) => reachesAt)],
      firing.map(({ explanation }) => explanation),
    ],
  );
}

export async function endFiring(client: PoolClient, ended: readonly { ruleId: string; key: string }[]): Promise<void> {
  if (ended.length === 0) return;
  await client.query(
    `DELETE FROM private.rule_firing f USING unnest($1::uuid[], $2::uuid[]) AS u(rule_id, key) WHERE f.rule_id = u.rule_id AND f.key = u.key`,
    [ended.map(({ ruleId }) => ruleId), ended.map(({ key }) => key)],
  );
}
