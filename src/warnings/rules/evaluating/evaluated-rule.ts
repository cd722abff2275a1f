import type { PoolClient } from 'pg';
import type { Severity } from '../../../sharing/sharing.values';
import type { Condition, SeverityByLevel } from '../warning-rule.values';

/** A rule as far as it is judged and told. */
export interface EvaluatedRule {
  id: string;
  ownerId: string;
  name: string;
  metric: string | null;
  unit: string;
  condition: Condition['condition'];
  terms: Condition['terms'] & { isCounter: boolean };
  severity: Severity;
  severityByLevel: SeverityByLevel | null;
  why: string | null;
}

/** Rules that look, as they were when what they select was looked up: one that has changed since waits for that. */
export async function evaluatedRules(client: PoolClient, ids: readonly string[]): Promise<Map<string, EvaluatedRule>> {
  const { rows } = await client.query<EvaluatedRule>(
    `SELECT r.id, r.owner_id AS "ownerId", r.name, r.metric, coalesce(m.unit, '') AS unit, r.condition,
            r.terms || jsonb_build_object('isCounter', coalesce(m.kind = 'COUNTER', false)) AS terms,
            r.severity, r.severity_by_level AS "severityByLevel", r.why
       FROM hub.warning_rule r JOIN private.rule_selection s ON s.rule_id = r.id AND s.revision = r.updated_at
       LEFT JOIN hub.metric m ON m.name = r.metric
      WHERE r.id = ANY ($1::uuid[]) AND r.is_enabled AND r.removed_at IS NULL`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
