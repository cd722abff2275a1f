import { newId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { Refusal } from '../kernel/writing/refusal';
import type { MetricKind } from './monitoring.values';

export interface KnownMetric {
  id: string;
  unit: string;
  kind: MetricKind;
}

interface Named {
  metric: string;
  unit?: string | null;
  kind?: MetricKind | null;
}

/** Metrics are a vocabulary shared by all: the first who says a metric's unit and kind says it for all. */
export async function takeMetrics(db: Db, batches: readonly Named[]): Promise<Map<string, KnownMetric>> {
  const names = [...new Set(batches.map(({ metric }) => metric))].sort();
  const units = firstSaid(batches, ({ unit }) => unit);
  const kinds = firstSaid(batches, ({ kind }) => kind);
  await db.rows(
    `INSERT INTO metric (id, name, unit, kind)
     SELECT n.id, n.name, n.unit, n.kind FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n(id, name, unit, kind)
      WHERE NOT EXISTS (SELECT FROM metric m WHERE m.name = n.name)
     ON CONFLICT (name) DO NOTHING`,
    [
      names.map(newId),
      names,
      names.map((name) => units.get(name) ?? ''),
      names.map((name) => kinds.get(name) ?? 'GAUGE'),
    ],
  );
  const known = await findMetrics(db, names);
  const unsaid = [...known].filter(([name, { unit }]) => unit === '' && units.has(name)).map(([name]) => name);
  if (unsaid.length === 0) return known;
  await db.rows(
    `UPDATE metric m SET unit = n.unit FROM unnest($1::text[], $2::text[]) AS n(name, unit) WHERE m.name = n.name AND m.unit = ''`,
    [unsaid, unsaid.map((name) => units.get(name))],
  );
  return findMetrics(db, names);
}

async function findMetrics(db: Db, names: readonly string[]): Promise<Map<string, KnownMetric>> {
  const rows = await db.rows<KnownMetric & { name: string }>(
    'SELECT m.id, m.name, m.unit, m.kind FROM metric m WHERE m.name = ANY ($1::text[])',
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
        message: `${field}: "${batch.metric}" is known with ${field} "${known.get(batch.metric)![field]}": send it so, or under another name.`,
      })),
  );
}
