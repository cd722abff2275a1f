import type { PoolClient } from 'pg';
import type { AbsenceTerms, SilenceScope } from '../warning-rule.values';
import { levelSql, nameSql } from './firing.store';

/** What may have fallen silent by a rule, or may be heard again. */
export interface Heard {
  key: string;
  seriesId: string | null;
  metric: string | null;
  labels: Record<string, string>;
  subjectColumn: string | null;
  subjectId: string | null;
  subject: string | null;
  level: number | null;
  heardAt: string;
  /** The same in microseconds since 1970, and of one that stands as silent what had been heard of it then. */
  heardMicros: number;
  silentFromMicros: number | null;
  hasEnded: boolean;
  /** When it was told so; 0 of one that does not stand as silent. */
  toldAt: number;
}

/** What is silent together. The device of an interface is asked of the interface. */
const keyOf: Readonly<Record<SilenceScope, string>> = {
  SERIES: 's.id',
  DEVICE: 'coalesce(s.device_id, (SELECT i.device_id FROM interface i WHERE i.id = s.interface_id))',
  WRITER: 's.writer_id',
};
const columnOf: Readonly<Record<SilenceScope, string>> = {
  SERIES: `(SELECT CASE WHEN s.organization_id IS NOT NULL THEN 'organization_id' WHEN s.site_id IS NOT NULL THEN 'site_id' WHEN s.device_id IS NOT NULL THEN 'device_id'
             WHEN s.interface_id IS NOT NULL THEN 'interface_id' WHEN s.link_id IS NOT NULL THEN 'link_id' WHEN s.system_id IS NOT NULL THEN 'system_id' END)`,
  DEVICE: `'device_id'`,
  WRITER: `'organization_id'`,
};
/** Of one that is looked at by itself a row; of others all of theirs together. What never came is counted from when its series was made. */
const heardSql = (scope: SilenceScope): string => `
  SELECT ${keyOf[scope]} AS key, max(coalesce(l.arrived_at, s.created_at)) AS heard_at, bool_and(coalesce(l.flag = 4, false)) AS has_ended
    FROM private.rule_state st CROSS JOIN LATERAL unnest(st.numbers) AS n(number)
    JOIN hub.series s ON s.number = n.number LEFT JOIN private.latest_sample l ON l.series_number = n.number
   WHERE st.rule_id = $1 GROUP BY 1`;

export const mostTurns = 2000;

/** Those of a rule that may turn, some at a time; the rule decides. `cutoff`: nobody who was heard since has fallen silent. */
export async function mayTurn(
  client: PoolClient,
  rule: string,
  { scope, endedIsSilent }: AbsenceTerms,
  cutoff: string,
): Promise<Heard[]> {
  const isSeries = scope === 'SERIES';
  const { rows } = await client.query<Heard>(
    `WITH heard AS MATERIALIZED (${heardSql(scope)}), turning AS (
       SELECT h.key, h.heard_at, h.has_ended, f.heard_at AS silent_from, f.at AS told_at FROM heard h
         LEFT JOIN private.rule_firing f ON f.rule_id = $1 AND f.key = h.key
        WHERE h.key IS NOT NULL AND CASE WHEN f.key IS NULL THEN h.heard_at <= $2 AND NOT (h.has_ended AND NOT $3)
                                         WHEN h.has_ended THEN NOT $3 ELSE h.heard_at <> f.heard_at END
        ORDER BY h.key LIMIT ${mostTurns}
     )
     SELECT t.key, ${isSeries ? 's.id' : 'NULL::uuid'} AS "seriesId", ${isSeries ? 'm.name' : 'NULL'} AS metric,
            ${isSeries ? 's.labels' : `'{}'::jsonb`} AS labels, k.column AS "subjectColumn", k.id AS "subjectId",
            ${nameSql('k.column', 'k.id', 'r.owner_id')} AS subject, ${levelSql('k.column', 'k.id', 'r.owner_id')} AS level,
            t.heard_at::text AS "heardAt", extract(epoch FROM t.heard_at)::float8 * 1e6 AS "heardMicros",
            extract(epoch FROM t.silent_from)::float8 * 1e6 AS "silentFromMicros", t.has_ended AS "hasEnded",
            coalesce(extract(epoch FROM t.told_at), 0)::float8 * 1e6 AS "toldAt"
       FROM turning t JOIN hub.warning_rule r ON r.id = $1 ${isSeries ? 'JOIN hub.series s ON s.id = t.key JOIN hub.metric m ON m.id = s.metric_id' : ''}
      CROSS JOIN LATERAL (SELECT ${columnOf[scope]} AS "column", ${isSeries ? 's.subject_id' : 't.key'} AS id) k`,
    [rule, cutoff, endedIsSilent],
  );
  return rows;
}

/** What stands as silent by the rule, of which it selects nothing any more. */
export async function silentNoMore(client: PoolClient, rule: string, { scope }: AbsenceTerms): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT f.key FROM private.rule_firing f
      WHERE f.rule_id = $1 AND EXISTS (SELECT FROM private.rule_firing x WHERE x.rule_id = $1)
        AND f.key NOT IN (SELECT h.key FROM (${heardSql(scope)}) h WHERE h.key IS NOT NULL) LIMIT ${mostTurns}`,
    [rule],
  );
  return rows.map(({ key }) => key);
}

/** A rule of absence that is due and that nobody else looks at; null where there is none. */
export async function holdAbsence(
  client: PoolClient,
  now: string,
  except: readonly string[],
): Promise<{ id: string; dueAt: number } | null> {
  const { rows } = await client.query<{ id: string; dueAt: number }>(
    `SELECT s.rule_id AS id, extract(epoch FROM s.due_at)::float8 * 1e6 AS "dueAt" FROM private.rule_selection s JOIN hub.warning_rule r ON r.id = s.rule_id AND r.updated_at = s.revision
      WHERE r.condition = 'ABSENCE' AND r.is_enabled AND r.removed_at IS NULL AND (s.due_at <= $1 OR s.due_at > $1::timestamptz + interval '1 hour')
        AND s.rule_id <> ALL ($2::uuid[])
      ORDER BY s.due_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED`,
    [now, except],
  );
  return rows[0] ?? null;
}

export async function keepDue(client: PoolClient, rule: string, dueAt: string): Promise<void> {
  await client.query('UPDATE private.rule_selection s SET due_at = $2 WHERE s.rule_id = $1', [rule, dueAt]);
}
