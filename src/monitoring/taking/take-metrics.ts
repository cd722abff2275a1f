import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { Refusal } from '../../kernel/writing/refusal';
import type { MetricKind } from '../monitoring.values';

export interface KnownMetric {
  id: string;
  unit: string;
  kind: MetricKind;
  kindIsSaid: boolean;
  isDescribed: boolean;
}

interface Named {
  metric: string;
  unit?: string | null;
  kind?: MetricKind | null;
  description?: string | null;
}

/**
 * Metrics are a vocabulary shared by all: the first who says a metric's unit, or its kind, says it for all; so with what it means, as long as one of
 * the two is open.
 */
export async function takeMetrics(db: Db, batches: readonly Named[]): Promise<Map<string, KnownMetric>> {
  const names = [...new Set(batches.map(({ metric }) => metric))].sort();
  const units = firstSaid(batches, ({ unit }) => unit);
  const kinds = firstSaid(batches, ({ kind }) => kind);
  const descriptions = firstSaid(batches, ({ description }) => description);
  const said = [names, ...[units, kinds, descriptions].map((of) => names.map((name) => of.get(name) ?? null))];
  await db.rows(
    `INSERT INTO metric (id, name, unit, kind, kind_is_said, description)
     SELECT n.id, n.name, coalesce(n.unit, ''), coalesce(n.kind, 'GAUGE'), n.kind IS NOT NULL, n.description
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS n(id, name, unit, kind, description)
      WHERE NOT EXISTS (SELECT FROM metric m WHERE m.name = n.name)
     ON CONFLICT (name) DO NOTHING`,
    [names.map(newId), ...said],
  );
  const known = await findMetrics(db, names);
  const saysMore = ([name, { unit, kindIsSaid, isDescribed }]: [string, KnownMetric]) =>
    (unit === '' && units.has(name)) ||
    (!kindIsSaid && kinds.has(name)) ||
    ((unit === '' || !kindIsSaid) && !isDescribed && descriptions.has(name));
  if (![...known].some(saysMore)) return known;
  // Locked in the order of their names, so that two calls never wait for each other in a ring.
  await db.rows(
    `WITH standing AS (SELECT m.id, m.unit, m.kind_is_said FROM metric m
                        WHERE m.name = ANY ($1::text[]) AND (m.unit = '' OR NOT m.kind_is_said) ORDER BY m.name FOR UPDATE)
     UPDATE metric m SET unit = CASE WHEN s.unit = '' THEN coalesce(n.unit, '') ELSE m.unit END,
                         kind = CASE WHEN s.kind_is_said THEN m.kind ELSE coalesce(n.kind, m.kind) END,
                         kind_is_said = s.kind_is_said OR n.kind IS NOT NULL, description = coalesce(m.description, n.description)
       FROM standing s, unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS n(name, unit, kind, description) WHERE m.id = s.id AND n.name = m.name`,
    said,
  );
  return findMetrics(db, names);
}

async function findMetrics(db: Db, names: readonly string[]): Promise<Map<string, KnownMetric>> {
  const rows = await db.rows<KnownMetric & { name: string }>(
    `SELECT m.id, m.name, m.unit, m.kind, m.kind_is_said AS "kindIsSaid", m.description IS NOT NULL AS "isDescribed"
       FROM metric m WHERE m.name = ANY ($1::text[])`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

function firstSaid<T>(batches: readonly Named[], value: (batch: Named) => T | null | undefined): Map<string, T> {
  const said = new Map<string, T>();
  for (const batch of batches) {
    const found = value(batch);
    if (found && !said.has(batch.metric)) said.set(batch.metric, found);
  }
  return said;
}

/** A batch that says another unit or kind than stands measures something else under the same name. */
export function differingMetrics(batches: readonly Named[], known: Map<string, KnownMetric>): Refusal[] {
  return batches.flatMap((batch, index) =>
    (['unit', 'kind'] as const)
      .filter((field) => batch[field] && batch[field] !== known.get(batch.metric)![field])
      .map((field) => ({
        index,
        field,
        code: 'INVALID' as const,
        message: `${field}: "${batch.metric}" is known with ${field} "${known.get(batch.metric)![field]}": send it so, or under another name; the keeper of the directory can mend it (saveMetric).`,
      })),
  );
}
