import type { PoolClient } from 'pg';
import { inTransaction } from '../../../kernel/postgres/transaction';
import type { Severity } from '../../../sharing/sharing.values';
import type { Evidence } from '../../evidence';
import type { Clock } from '../conditions/point.rules';
import type { SelectingRule } from '../selecting/member-slices.store';
import type { SeverityByLevel } from '../warning-rule.values';
import { endFiring, levelSql } from './firing.store';
import { statementsOn } from './statements-on';
import { dateOf, fingerprintOf, ruleSource, severityOf, type Settle } from './tell-turns';

/** As it stands as firing. */
export interface StandingFiring {
  ruleId: string;
  ownerId: string;
  key: string;
  seriesId: string | null;
  subjectColumn: string | null;
  subjectId: string | null;
  labels: Record<string, string>;
  severity: Severity;
  /** When it was last told so, in microseconds since 1970. */
  toldAt: number;
  explanation: string;
}

const standingColumns = `f.rule_id AS "ruleId", r.owner_id AS "ownerId", f.key, f.series_id AS "seriesId", f.subject_column AS "subjectColumn",
  f.subject_id AS "subjectId", f.labels, f.severity, extract(epoch FROM f.at)::float8 * 1e6 AS "toldAt", f.explanation`;

export async function standingFirings(
  client: PoolClient,
  ruleId: string,
  keys: readonly string[],
): Promise<StandingFiring[]> {
  if (keys.length === 0) return [];
  const { rows } = await client.query<StandingFiring>(
    `SELECT ${standingColumns} FROM private.rule_firing f JOIN hub.warning_rule r ON r.id = f.rule_id WHERE f.rule_id = $1 AND f.key = ANY ($2::uuid[])`,
    [ruleId, keys],
  );
  return rows;
}

/** In one transaction. */
const atOnce = 2000;

const reasons = {
  GONE: 'The rule was removed or switched off.',
  CHANGED: 'The rule looks for something else now.',
  DESELECTED: 'The rule selects this no more.',
};
export type ClearReason = keyof typeof reasons;

export const evidenceOf = (of: StandingFiring, firing: boolean, explanation: string, clock: Clock): Evidence => ({
  ...{
    writerId: of.ownerId,
    source: ruleSource,
    fingerprint: fingerprintOf(of.ruleId, of.key),
    ruleId: of.ruleId,
    seriesId: of.seriesId,
  },
  subject: of.subjectColumn && of.subjectId ? { column: of.subjectColumn, id: of.subjectId } : null,
  ...{ labels: of.labels, severity: of.severity, firing, explanation, at: dateOf(Math.max(clock.now, of.toldAt)) },
});

/** Clears, in the transaction that is under way. */
export async function clearFiring(
  client: PoolClient,
  standing: readonly StandingFiring[],
  reason: ClearReason,
  clock: Clock,
  settle: Settle,
): Promise<void> {
  if (standing.length === 0) return;
  await endFiring(client, standing);
  await settle(
    statementsOn(client),
    standing.map((one) => evidenceOf(one, false, reasons[reason], clock)),
    dateOf(clock.now),
  );
}

/** All that the rule has told, some at a time. */
export async function clearRule(
  client: PoolClient,
  { id }: SelectingRule,
  reason: ClearReason,
  clock: Clock,
  settle: Settle,
): Promise<void> {
  for (let isLast = false; !isLast;)
    isLast = await inTransaction(client, async () => {
      const { rows } = await client.query<StandingFiring>(
        `SELECT ${standingColumns} FROM private.rule_firing f JOIN hub.warning_rule r ON r.id = f.rule_id WHERE f.rule_id = $1
          ORDER BY f.key LIMIT ${atOnce} FOR UPDATE OF f`,
        [id],
      );
      await clearFiring(client, rows, reason, clock, settle);
      return rows.length < atOnce;
    });
}

/** What it has told of series that it selects no more. */
export async function clearDeselected(
  client: PoolClient,
  { id }: SelectingRule,
  numbers: readonly number[],
  clock: Clock,
  settle: Settle,
): Promise<void> {
  if (numbers.length === 0) return;
  const { rows } = await client.query<StandingFiring>(
    `SELECT ${standingColumns} FROM private.rule_firing f JOIN hub.warning_rule r ON r.id = f.rule_id JOIN hub.series s ON s.id = f.series_id
      WHERE f.rule_id = $1 AND s.number = ANY ($2::bigint[]) ORDER BY f.key FOR UPDATE OF f`,
    [id, numbers],
  );
  await clearFiring(client, rows, 'DESELECTED', clock, settle);
}

interface Restanding extends StandingFiring {
  severityNow: { severity: Severity; severityByLevel: SeverityByLevel | null };
  level: number | null;
  columnNow: string | null;
  subjectNow: string | null;
}

const columnNow = `CASE WHEN s.id IS NULL THEN f.subject_column WHEN s.organization_id IS NOT NULL THEN 'organization_id' WHEN s.site_id IS NOT NULL THEN 'site_id'
  WHEN s.device_id IS NOT NULL THEN 'device_id' WHEN s.interface_id IS NOT NULL THEN 'interface_id' WHEN s.link_id IS NOT NULL THEN 'link_id'
  WHEN s.system_id IS NOT NULL THEN 'system_id' END`;

/** What fires on, and is about another object by now, or is more or less bad: by the rule as it stands, and by what the object carries. */
export async function retellChanged(
  client: PoolClient,
  { id }: SelectingRule,
  clock: Clock,
  settle: Settle,
): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000', isLast = false; !isLast;)
    isLast = await inTransaction(client, async () => {
      const { rows } = await client.query<Restanding>(
        `SELECT ${standingColumns}, k.column AS "columnNow", k.id AS "subjectNow", ${levelSql('k.column', 'k.id', 'r.owner_id')} AS level,
                jsonb_build_object('severity', r.severity, 'severityByLevel', r.severity_by_level) AS "severityNow"
           FROM private.rule_firing f JOIN hub.warning_rule r ON r.id = f.rule_id LEFT JOIN hub.series s ON s.id = f.series_id
          CROSS JOIN LATERAL (SELECT ${columnNow} AS "column", CASE WHEN s.id IS NULL THEN f.subject_id ELSE s.subject_id END AS id) k
          WHERE f.rule_id = $1 AND f.key > $2 ORDER BY f.key LIMIT ${atOnce} FOR UPDATE OF f`,
        [id, after],
      );
      const changed = rows.flatMap((row) => {
        const now = {
          ...row,
          severity: severityOf(row.severityNow, row.level),
          subjectColumn: row.columnNow,
          subjectId: row.subjectNow,
        };
        return now.severity === row.severity && now.subjectId === row.subjectId ? [] : [now];
      });
      await retell(client, changed, clock, settle);
      after = rows.at(-1)?.key ?? after;
      return rows.length < atOnce;
    });
}

async function retell(
  client: PoolClient,
  changed: readonly StandingFiring[],
  clock: Clock,
  settle: Settle,
): Promise<void> {
  if (changed.length === 0) return;
  await client.query(
    `UPDATE private.rule_firing f SET at = greatest(f.at, to_timestamp($6 / 1e6)), severity = u.severity, subject_column = u.subject_column, subject_id = u.subject_id
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[]) AS u(rule_id, key, severity, subject_column, subject_id)
      WHERE f.rule_id = u.rule_id AND f.key = u.key`,
    [
      ...[changed.map(({ ruleId }) => ruleId), changed.map(({ key }) => key), changed.map(({ severity }) => severity)],
      ...[changed.map(({ subjectColumn }) => subjectColumn), changed.map(({ subjectId }) => subjectId)],
      clock.now,
    ],
  );
  await settle(
    statementsOn(client),
    changed.map((one) => evidenceOf(one, true, one.explanation, clock)),
    dateOf(clock.now),
  );
}
