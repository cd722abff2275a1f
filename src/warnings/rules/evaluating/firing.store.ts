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
  /** The highest effective level of information systems that the subject carries. */
  level: number | null;
}

/** By names alone, which no agreement withholds. Tables go without their schema, in whose sight the jobs of the hub work. */
const subjectNames = subjectKinds.map(({ column, collection: { table } }) => {
  const name = table === 'device' ? 'coalesce(x.name, lower(x.role))' : 'x.name';
  return `WHEN '${column}' THEN (SELECT ${name} FROM ${table} x WHERE x.id = $ID)`;
});
const columnOfSubject = `CASE ${subjectKinds.map(({ column }) => `WHEN s.${column} IS NOT NULL THEN '${column}'`).join(' ')} END`;

/** Name of a subject that two expressions lead to: SQL. */
export const nameSql = (column: string, id: string): string =>
  `CASE ${column} ${subjectNames.join(' ').replaceAll('$ID', id)} END`;

/** The highest level that what two expressions lead to carries, by itself or its devices: SQL. */
export const levelSql = (column: string, id: string): string =>
  `(SELECT max(y.effective_level) FROM hub.information_system y
     WHERE y.id = ${id}
        OR y.id IN (SELECT c.system_id FROM hub.information_system_device c WHERE c.device_id IN (
             SELECT d.id FROM device d WHERE ${column} = 'device_id' AND d.id = ${id} OR ${column} = 'site_id' AND d.site_id = ${id}
             UNION ALL SELECT i.device_id FROM interface i WHERE ${column} = 'interface_id' AND i.id = ${id}
             UNION ALL SELECT unnest(ARRAY[l.a_device_id, l.b_device_id]) FROM hub.link l WHERE ${column} = 'link_id' AND l.id = ${id})))`;

export async function findToldSeries(client: PoolClient, numbers: readonly number[]): Promise<Map<number, ToldSeries>> {
  const { rows } = await client.query<ToldSeries>(
    `SELECT s.number::float8 AS number, s.id, m.name AS metric, s.labels, k.column AS "subjectColumn", s.subject_id AS "subjectId",
            ${nameSql('k.column', 's.subject_id')} AS subject, ${levelSql('k.column', 's.subject_id')} AS level
       FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id CROSS JOIN LATERAL (SELECT ${columnOfSubject} AS "column") k
      WHERE s.number = ANY ($1::bigint[])`,
    [numbers],
  );
  return new Map(rows.map((row) => [row.number, row]));
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
